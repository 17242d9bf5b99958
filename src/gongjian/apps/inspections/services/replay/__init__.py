"""Replay what phones recorded without a network, in order, once, and losing nothing."""

from gongjian.apps.inspections.services.replay.batch import Replayed, replay
from gongjian.apps.inspections.services.replay.operations import Operation, parse_operations
from gongjian.apps.inspections.services.replay.pruning import prune_replayed
from gongjian.apps.inspections.services.replay.refused import enter_refused, put_refused_aside
from gongjian.apps.inspections.services.replay.saved_file import (
    Preview,
    bring_in_saved_file,
    keep_saved_file,
    preview_saved_file,
)

__all__ = [
    "Operation",
    "Preview",
    "Replayed",
    "bring_in_saved_file",
    "enter_refused",
    "keep_saved_file",
    "parse_operations",
    "preview_saved_file",
    "prune_replayed",
    "put_refused_aside",
    "replay",
]
