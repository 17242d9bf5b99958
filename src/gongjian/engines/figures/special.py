"""The claims that the exchange format does not name: tables, ranks, counted lists, repeats, conversions."""

from gongjian.engines.figures.cells import grids_of
from gongjian.engines.figures.context import paragraphs
from gongjian.engines.figures.conversions import conversion_claims
from gongjian.engines.figures.counted import counted_claims
from gongjian.engines.figures.model import Claim
from gongjian.engines.figures.ranks import rank_cells, rank_claims
from gongjian.engines.figures.repeats import Said, repeat_claims, said_in
from gongjian.engines.figures.table_rates import rate_cells
from gongjian.engines.figures.table_sums import sum_cells
from gongjian.engines.plandoc.reading import Reading


def special_claims(reading: Reading) -> list[Claim]:
    """Return them for one document, in no order."""
    grids = grids_of(reading)
    claims = sum_cells(reading, grids) + rate_cells(reading, grids) + rank_cells(reading, grids)
    claims += counted_claims(reading)
    said: list[Said] = []
    for paragraph in paragraphs(reading):
        claims += rank_claims(paragraph) + conversion_claims(paragraph)
        said += said_in(paragraph)
    return claims + repeat_claims(said)
