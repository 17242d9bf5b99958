"""Replay what phones recorded without a network, in order, once, and losing nothing."""

from gongjian.apps.inspections.services.replay.batch import Replayed, replay
from gongjian.apps.inspections.services.replay.operations import Operation, parse_operations

__all__ = ["Operation", "Replayed", "parse_operations", "replay"]
