"""Writes of proposals: a run, and what people decide of it."""

from gongjian.apps.cobuilding.services.proposals.decisions import (
    Accepted,
    accept_pairs,
    forbid_pair,
    raise_unmet,
    swap_pair,
)
from gongjian.apps.cobuilding.services.proposals.runs import RunSpec, compute_run, start_run

__all__ = [
    "Accepted",
    "RunSpec",
    "accept_pairs",
    "compute_run",
    "forbid_pair",
    "raise_unmet",
    "start_run",
    "swap_pair",
]
