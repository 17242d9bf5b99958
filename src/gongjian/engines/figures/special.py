"""The claims that the exchange format does not name.

Tables, ranks, counted lists, repeats, conversions, multiples, balances of four figures, shares that leave the rest.
"""

from collections.abc import Sequence

from gongjian.engines.figures.balances import balance_claims
from gongjian.engines.figures.context import paragraphs
from gongjian.engines.figures.conversions import conversion_claims
from gongjian.engines.figures.counted import counted_claims
from gongjian.engines.figures.model import Claim
from gongjian.engines.figures.multiples import multiple_claims
from gongjian.engines.figures.ranks import rank_cells, rank_claims
from gongjian.engines.figures.remainders import remainder_claims
from gongjian.engines.figures.repeats import Said, repeat_claims, said_in
from gongjian.engines.figures.table_rates import rate_cells
from gongjian.engines.figures.table_sums import sum_cells
from gongjian.engines.plandoc.grids import Grid
from gongjian.engines.plandoc.reading import Reading


def special_claims(reading: Reading, grids: Sequence[Grid]) -> list[Claim]:
    """Return them for one document, in no order; `grids` are its tables as numbers."""
    claims = sum_cells(reading, grids) + rate_cells(reading, grids) + rank_cells(reading, grids)
    claims += counted_claims(reading)
    said: list[Said] = []
    for paragraph in paragraphs(reading):
        claims += rank_claims(paragraph) + conversion_claims(paragraph) + multiple_claims(paragraph)
        claims += remainder_claims(paragraph) + balance_claims(paragraph)
        said += said_in(paragraph)
    return claims + repeat_claims(said)
