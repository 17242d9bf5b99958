"""Which act leads a need, a resource, a claim or a project from which status to which: the one table of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import models

from gongjian.apps.cobuilding.choices.agreements import ClaimStatus
from gongjian.apps.cobuilding.choices.lists import NeedStatus, ProjectStatus, ResourceStatus
from gongjian.core.errors import Conflict


@dataclass(frozen=True)
class Way:
    """The statuses an act is open in, and the one it leads to (None: it stays)."""

    sources: Collection[models.TextChoices]
    target: models.TextChoices | None


_ASKING = (NeedStatus.OPEN, NeedStatus.RAISED)
NEED_WAYS: Mapping[str, Way] = {
    "edit": Way((NeedStatus.DRAFT, *_ASKING), None),
    "open": Way((NeedStatus.DRAFT,), NeedStatus.OPEN),
    "publish": Way(_ASKING, None),
    "claim": Way(_ASKING, None),
    "raise": Way((NeedStatus.OPEN,), NeedStatus.RAISED),
    "agree": Way(_ASKING, NeedStatus.AGREED),
    "reopen": Way((NeedStatus.AGREED,), NeedStatus.OPEN),
    "meet": Way((NeedStatus.AGREED, *_ASKING), NeedStatus.MET),
    "expire": Way((NeedStatus.DRAFT, *_ASKING), NeedStatus.EXPIRED),
    "withdraw": Way((NeedStatus.DRAFT, *_ASKING), NeedStatus.WITHDRAWN),
    "renew": Way(tuple(set(NeedStatus) - {NeedStatus.DRAFT, NeedStatus.WITHDRAWN}), None),
}
RESOURCE_WAYS: Mapping[str, Way] = {
    "edit": Way((ResourceStatus.DRAFT, ResourceStatus.OFFERED, ResourceStatus.PAUSED), None),
    "open": Way((ResourceStatus.DRAFT,), ResourceStatus.OFFERED),
    "claim": Way((ResourceStatus.OFFERED,), None),
    "pause": Way((ResourceStatus.OFFERED,), ResourceStatus.PAUSED),
    "resume": Way((ResourceStatus.PAUSED,), ResourceStatus.OFFERED),
    "expire": Way(
        (ResourceStatus.DRAFT, ResourceStatus.OFFERED, ResourceStatus.PAUSED), ResourceStatus.EXPIRED
    ),
    "withdraw": Way(
        (ResourceStatus.DRAFT, ResourceStatus.OFFERED, ResourceStatus.PAUSED), ResourceStatus.WITHDRAWN
    ),
    "renew": Way((ResourceStatus.OFFERED, ResourceStatus.PAUSED, ResourceStatus.EXPIRED), None),
}
CLAIM_WAYS: Mapping[str, Way] = {
    "consent": Way((ClaimStatus.ASKED,), ClaimStatus.CONSENTED),
    "decline": Way((ClaimStatus.ASKED,), ClaimStatus.DECLINED),
    "withdraw": Way((ClaimStatus.ASKED,), ClaimStatus.WITHDRAWN),
}
PROJECT_WAYS: Mapping[str, Way] = {
    "edit": Way((ProjectStatus.PLANNED, ProjectStatus.RUNNING), None),
    "start": Way((ProjectStatus.PLANNED,), ProjectStatus.RUNNING),
    "finish": Way((ProjectStatus.RUNNING,), ProjectStatus.DONE),
    "stop": Way((ProjectStatus.PLANNED, ProjectStatus.RUNNING), ProjectStatus.STOPPED),
}


def is_open(ways: Mapping[str, Way], act: str, status: str) -> bool:
    """Say whether an act is open in a status."""
    return status in ways[act].sources


def next_status(ways: Mapping[str, Way], act: str, status: str) -> str:
    """Return the status an act leads to; Conflict with a sentence where it isn't open."""
    way = ways[act]
    if status not in way.sources:
        now = type(next(iter(way.sources)))(status).label
        raise Conflict(f"现在是“{now}”，不能再这样办。请刷新后再看。")
    return str(way.target or status)
