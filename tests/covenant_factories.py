"""Builders of covenants: rows written directly where a test does not care how they came to be."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from gongjian.apps.councils.choices.covenants import OpinionSource, VersionStatus
from gongjian.apps.councils.models import Covenant, CovenantClause, CovenantOpinion, CovenantVersion
from gongjian.apps.councils.services.covenants import HandVote
from tests.factories import COMMUNITIES

COMMUNITY = COMMUNITIES[0]
CLAUSES = ("爱护楼道，不堆放杂物。", "遛狗牵绳，及时清理粪便。", "晚上十点以后不大声喧哗。")
_numbers = count(1)


def make_covenant(place_code: str = COMMUNITY, **fields: object) -> Covenant:
    """A covenant without versions."""
    defaults = {"kind": "civility", "title": f"文明公约{next(_numbers)}"}
    return Covenant.objects.create(place_code=place_code, **{**defaults, **fields})


def make_version(
    covenant: Covenant | None = None,
    status: str = VersionStatus.DRAFT,
    clauses: tuple[str, ...] = CLAUSES,
    **fields: object,
) -> CovenantVersion:
    """A version with its articles; discussed and over a day ago unless it is a draft."""
    covenant = covenant or make_covenant()
    today = timezone.localdate()
    dates: dict[str, object] = {}
    if status != VersionStatus.DRAFT:
        dates = {"first_on": today - timedelta(days=20), "last_on": today - timedelta(days=1)}
    if status == VersionStatus.FILED:
        dates |= {"filed_on": today, "in_force_on": today}
    number = fields.pop("number", None) or covenant.versions.count() + 1
    version = CovenantVersion.objects.create(
        covenant=covenant, number=number, status=status, **{**dates, **fields}
    )
    CovenantClause.objects.bulk_create(
        CovenantClause(version=version, number=n, words=words) for n, words in enumerate(clauses, start=1)
    )
    return version


def make_opinion(version: CovenantVersion, **fields: object) -> CovenantOpinion:
    """An opinion on the whole that nobody answered."""
    defaults = {"words": "电动车怎么办没有写", "source": OpinionSource.PORTAL, "received_at": timezone.now()}
    return CovenantOpinion.objects.create(version=version, **{**defaults, **fields})


def hands(present: int = 60, yes: int = 40, no: int = 15, on_roll: int = 100, **fields: object) -> HandVote:
    """A vote by hands of households that are enough; what is not said abstains."""
    defaults: dict[str, object] = {
        "voters": "households",
        "held_on": timezone.localdate(),
        "abstain": present - yes - no,
        "venue": "社区会议室",
    }
    return HandVote(on_roll=on_roll, present=present, yes=yes, no=no, **{**defaults, **fields})  # type: ignore[arg-type]
