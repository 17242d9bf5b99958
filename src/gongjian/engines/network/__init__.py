"""Approval chains: when each step runs, what fixes the end, the green channel, and where time really went."""

from gongjian.engines.network.green import GreenChannel, InParallel, green_channel, relax
from gongjian.engines.network.model import Schedule, Step, Timed
from gongjian.engines.network.obstacle import Obstacle
from gongjian.engines.network.owners import OwnerChain, owner_chains
from gongjian.engines.network.schedule import schedule
from gongjian.engines.network.speedup import Measure, Speedup, speed_up

__all__ = [
    "GreenChannel",
    "InParallel",
    "Measure",
    "Obstacle",
    "OwnerChain",
    "Schedule",
    "Speedup",
    "Step",
    "Timed",
    "green_channel",
    "owner_chains",
    "relax",
    "schedule",
    "speed_up",
]
