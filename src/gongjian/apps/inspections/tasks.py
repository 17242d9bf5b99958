"""What recurs: receipts of phones' operations that are old enough go."""

from gongjian.apps.inspections.services.replay import prune_replayed
from gongjian.core.jobs import every

every(3600, "inspections.prune_replayed", prune_replayed)
