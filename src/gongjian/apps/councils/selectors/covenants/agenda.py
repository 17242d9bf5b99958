"""What waits for a person in covenants: the next step of each in his community, the street's look before the vote."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.apps.councils.choices.covenants import VersionStatus
from gongjian.apps.councils.models import CovenantVersion
from gongjian.apps.councils.selectors.covenants.rows import OPEN
from gongjian.core.access import RIGHTS, Actor, Right, Role, any_prefix
from gongjian.core.rules import RuleTable
from gongjian.core.workdays import add_workdays

MOST_WAITING = 60
STREET = 9
ANSWER, FILE, CHECK = (f"councils.covenant_{one}" for one in ("answer_days", "file_days", "check_workdays"))
Words = tuple[Promise, Promise, str]
DESK_STEPS: dict[VersionStatus, Words] = {
    VersionStatus.DRAFT: (gettext_lazy("起草公约"), gettext_lazy("去起草"), "拟稿"),
    VersionStatus.DISCUSSING: (gettext_lazy("征求意见"), gettext_lazy("看意见"), "进行中"),
    VersionStatus.REFUSED: (gettext_lazy("按街道的意见改公约"), gettext_lazy("去改"), "退回"),
    VersionStatus.CHECKED: (gettext_lazy("开会表决公约"), gettext_lazy("记表决"), "待办"),
    VersionStatus.NOT_PASSED: (gettext_lazy("公约没有通过，改还是停"), gettext_lazy("去看"), "不通过"),
}
ENDED: Words = (gettext_lazy("答复意见、定稿"), gettext_lazy("去答复"), "待办")
STREET_STEPS: dict[VersionStatus, Words] = {
    VersionStatus.CHECKING: (gettext_lazy("审查公约"), gettext_lazy("去审查"), "待核查"),
    VersionStatus.PASSED: (gettext_lazy("公约备案"), gettext_lazy("去备案"), "待确认"),
}


@dataclass(frozen=True)
class WaitingCovenant:
    """One thing to do about a covenant; `status` is the word of its mark, `due_on` its last day."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_on: date | None


def open_covenants(actor: Actor) -> list[WaitingCovenant]:
    """List what waits for a person: no query for who makes none, three at most."""
    if actor.user_id is None or not actor.can(Right.COUNCILS_MANAGE):
        return []
    desks, streets = _held(actor, Role.WORKER), _held(actor, Role.OFFICE)
    streets = [code for code in streets if len(code) == STREET]
    if not desks and not streets:
        return []
    rows = (
        CovenantVersion.objects.filter(
            any_prefix("covenant__place_code", [*desks, *streets]), status__in=OPEN
        )
        .select_related("covenant")
        .prefetch_related("votes")
    )
    waiting = Count("opinions", filter=Q(opinions__answered_on__isnull=True))
    found = list(rows.annotate(unanswered=waiting).order_by("last_on", "pk")[:MOST_WAITING])
    if not found:
        return []
    rules = RuleTable("councils.covenants", ANSWER, FILE, CHECK)
    items = [_item(row, rules, desks, streets) for row in found]
    return [item for item in items if item is not None]


def _held(actor: Actor, role: Role) -> list[str]:
    return [
        grant.place_code
        for grant in actor.grants
        if grant.role == role and Right.COUNCILS_MANAGE in RIGHTS[grant.role]
    ]


def _item(
    row: CovenantVersion, rules: RuleTable, desks: list[str], streets: list[str]
) -> WaitingCovenant | None:
    status, steps, owners = VersionStatus(row.status), DESK_STEPS, desks
    if status in STREET_STEPS:
        steps, owners = STREET_STEPS, streets
    if not any(row.place_code.startswith(code) for code in owners):
        return None
    words = steps[status]
    if status == VersionStatus.DISCUSSING and not row.is_open_on(timezone.localdate()):
        words = ENDED
    act, verb, mark = words
    unanswered = int(getattr(row, "unanswered", 0))
    source = _("%(n)d 条意见没有答复") % {"n": unanswered} if unanswered else str(row.get_status_display())
    url = reverse("councils:covenant_version", args=[row.pk])
    return WaitingCovenant(f"{act}：{row}", source, url, str(verb), mark, due_on(row, rules))


def due_on(row: CovenantVersion, rules: RuleTable) -> date | None:
    """Return the last day of the step that is a version's turn; None where no day is set."""
    match VersionStatus(row.status):
        case VersionStatus.DISCUSSING if row.last_on:
            if row.is_open_on(timezone.localdate()):
                return row.last_on
            days = rules.rule(ANSWER, on=row.last_on, place_code=row.place_code).value
            return row.last_on + timedelta(days=int(days))
        case VersionStatus.CHECKING if row.sent_on:
            days = rules.rule(CHECK, on=row.sent_on, place_code=row.place_code).value
            return add_workdays(row.sent_on, int(days))
        case VersionStatus.PASSED:
            held = [vote.held_on for vote in row.votes.all()]
            if not held:
                return None
            days = rules.rule(FILE, on=max(held), place_code=row.place_code).value
            return max(held) + timedelta(days=int(days))
        case _:
            return None
