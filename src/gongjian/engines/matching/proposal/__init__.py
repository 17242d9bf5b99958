"""Proposals for whole districts: needs and resources in arrays, solved at once, mended with each decision."""

from gongjian.engines.matching.proposal.bars import Widening
from gongjian.engines.matching.proposal.columns import Columns, columns_of
from gongjian.engines.matching.proposal.packing import pack_lists, pack_state, unpack
from gongjian.engines.matching.proposal.pairing import PairList, find_pairs
from gongjian.engines.matching.proposal.reasons import Reason, reason_for
from gongjian.engines.matching.proposal.solving import forbid, free_for, lock, pair_at, propose
from gongjian.engines.matching.proposal.standing import Decided, Standing

__all__ = [
    "Columns",
    "Decided",
    "PairList",
    "Reason",
    "Standing",
    "Widening",
    "columns_of",
    "find_pairs",
    "forbid",
    "free_for",
    "lock",
    "pack_lists",
    "pack_state",
    "pair_at",
    "propose",
    "reason_for",
    "unpack",
]
