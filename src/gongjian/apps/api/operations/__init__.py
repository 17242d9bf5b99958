"""The operations of the API, one module a domain."""

from gongjian.apps.api.operations import (
    cobuilding,
    documents,
    hearings,
    indicators,
    matter_acts,
    matters,
    organisations,
    places,
    programmes,
)

ROUTERS = {
    "places": [places.router],
    "organisations": [organisations.router],
    "indicators": [indicators.router],
    "": [programmes.router],
    "documents": [documents.router],
    "matters": [matters.router, matter_acts.router],
    "hearings": [hearings.router],
    "cobuilding": [cobuilding.router],
}

__all__ = ["ROUTERS"]
