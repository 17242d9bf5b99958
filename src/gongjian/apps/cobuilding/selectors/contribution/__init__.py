"""Reads of contribution: accounts, a unit's year, pledges, statements."""

from gongjian.apps.cobuilding.selectors.contribution.accounts import (
    account_of,
    engine_entries,
    list_entries,
    people_of,
)
from gongjian.apps.cobuilding.selectors.contribution.pledges import (
    Kept,
    get_pledge,
    grade_of,
    is_ranked,
    kept_of,
    pledge_of,
)
from gongjian.apps.cobuilding.selectors.contribution.statements import (
    Checked,
    check_statement,
    digest_of,
    get_statement,
    statement_page,
    statements_of,
)
from gongjian.apps.cobuilding.selectors.contribution.years import (
    YEAR_FIGURES,
    YearFigure,
    figures_of_year,
    places_of_unit,
    rows_url,
    units_of_year,
)

__all__ = [
    "YEAR_FIGURES",
    "Checked",
    "Kept",
    "YearFigure",
    "account_of",
    "check_statement",
    "digest_of",
    "engine_entries",
    "figures_of_year",
    "get_pledge",
    "get_statement",
    "grade_of",
    "is_ranked",
    "kept_of",
    "list_entries",
    "people_of",
    "places_of_unit",
    "pledge_of",
    "rows_url",
    "statement_page",
    "statements_of",
    "units_of_year",
]
