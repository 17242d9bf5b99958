"""Targets: the results a document sets for the future, with comparator, value, deadline and scope.

`comparing` reads the comparing words around an amount, `grounds` tells results from conditions,
weights and the past, `naming` finds what is measured, `deadlines` and `scopes` say until when and
for whom, `tables` reads tables of indicators, `finder` puts them together.
"""

from gongjian.engines.plandoc.targets.finder import find_targets, target_records
from gongjian.engines.plandoc.targets.found import TargetFound

__all__ = ["TargetFound", "find_targets", "target_records"]
