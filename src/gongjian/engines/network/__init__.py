"""Approval chains: when each step runs, what fixes the end, the green channel, and where time really went."""

from gongjian.engines.network.after import LateAfter, late_after
from gongjian.engines.network.green import GreenChannel, InParallel, green_channel, relax
from gongjian.engines.network.late import Lateness, LateStep, lateness
from gongjian.engines.network.log import analyse
from gongjian.engines.network.log_model import CaseTime, LogReport, Place, Visit
from gongjian.engines.network.model import Schedule, Step, Timed
from gongjian.engines.network.obstacle import Obstacle
from gongjian.engines.network.owners import OwnerChain, owner_chains
from gongjian.engines.network.past import FEW, Chance, Past
from gongjian.engines.network.schedule import longest_days, schedule
from gongjian.engines.network.speedup import Measure, Speedup, speed_up
from gongjian.engines.network.spread import Spread

__all__ = [
    "FEW",
    "CaseTime",
    "Chance",
    "GreenChannel",
    "InParallel",
    "LateAfter",
    "LateStep",
    "Lateness",
    "LogReport",
    "Measure",
    "Obstacle",
    "OwnerChain",
    "Past",
    "Place",
    "Schedule",
    "Speedup",
    "Spread",
    "Step",
    "Timed",
    "Visit",
    "analyse",
    "green_channel",
    "late_after",
    "lateness",
    "longest_days",
    "owner_chains",
    "relax",
    "schedule",
    "speed_up",
]
