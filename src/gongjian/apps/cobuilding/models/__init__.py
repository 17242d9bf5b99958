"""Tables of building together."""

from gongjian.apps.cobuilding.models.agreements import Agreement, AgreementLine, Claim
from gongjian.apps.cobuilding.models.alliances import Alliance, AllianceMember, Delegate
from gongjian.apps.cobuilding.models.lists import Need, NeedHousehold, Project, Resource

__all__ = [
    "Agreement",
    "AgreementLine",
    "Alliance",
    "AllianceMember",
    "Claim",
    "Delegate",
    "Need",
    "NeedHousehold",
    "Project",
    "Resource",
]
