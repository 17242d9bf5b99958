"""What recurs: receipts of phones' operations that are old enough go, deadlines of orders are told of."""

from gongjian.apps.inspections.services.rectification_notices import remind_of_deadlines
from gongjian.apps.inspections.services.replay import prune_replayed
from gongjian.core.jobs import every

every(3600, "inspections.prune_replayed", prune_replayed)
every(3600, "inspections.deadlines", remind_of_deadlines)
