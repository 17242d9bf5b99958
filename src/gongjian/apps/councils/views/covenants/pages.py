"""Covenants: the list, one version with its next step, two versions side by side."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongjian.apps.councils.choices.covenants import OVER, Standing, VersionStatus
from gongjian.apps.councils.forms.covenants import CheckForm, DiscussionForm, FilingForm, ReasonForm
from gongjian.apps.councils.models import Covenant, CovenantVersion, CovenantVote
from gongjian.apps.councils.selectors import covenants as selectors
from gongjian.apps.places.selectors import current_scope, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.ballots import box_of, first_reader
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import UNPROCESSABLE, crumb, stray_errors

MARKS = {
    VersionStatus.DRAFT: "拟稿",
    VersionStatus.DISCUSSING: "进行中",
    VersionStatus.CHECKING: "待核查",
    VersionStatus.REFUSED: "退回",
    VersionStatus.CHECKED: "待办",
    VersionStatus.NOT_PASSED: "不通过",
    VersionStatus.PASSED: "待确认",
    VersionStatus.FILED: "已公布",
    VersionStatus.REPLACED: "撤回",
    VersionStatus.DROPPED: "撤回",
}
"""The shape that each status is shown with."""
STREET = 9
TABS = {
    "making": gettext_lazy("在制定"),
    "in_force": gettext_lazy("施行中"),
    "all": gettext_lazy("全部"),
}
REACHED = {
    VersionStatus.DRAFT: 0,
    VersionStatus.DISCUSSING: 1,
    VersionStatus.REPLACED: 1,
    VersionStatus.CHECKING: 2,
    VersionStatus.REFUSED: 2,
    VersionStatus.CHECKED: 3,
    VersionStatus.NOT_PASSED: 3,
    VersionStatus.PASSED: 4,
    VersionStatus.FILED: 5,
    VersionStatus.DROPPED: 0,
}


@allows(Right.COUNCILS_VIEW)
@require_GET
def list_covenants(request: ActorRequest) -> HttpResponse:
    """List the covenants of the place one works in, by whether they are being made or in force."""
    rows = selectors.covenants_in_sight(request.actor, current_scope(request))
    counts = selectors.count_covenants(rows)
    state = request.GET.get("state", "")
    state = state if state in TABS else "making" if counts["making"] else "in_force"
    params = request.GET.copy()
    params["state"] = state
    page, found = selectors.list_covenants(rows, params)
    context = {
        "page": page,
        "rows": [(row, _mark(row.making)) for row in found],
        "counts": counts,
        "state": state,
        "tabs": [
            {"label": label, "url": f"?state={name}", "count": counts[name], "current": name == state}
            for name, label in TABS.items()
        ],
        "can_manage": request.actor.can(Right.COUNCILS_MANAGE),
    }
    return render(request, "councils/covenants/list.html", context)


def _mark(version: CovenantVersion | None) -> str:
    return MARKS[VersionStatus(version.status)] if version else ""


@allows(Right.COUNCILS_VIEW)
@require_GET
def show_covenant(request: ActorRequest, covenant_id: int) -> HttpResponse:
    """Show a covenant: the version being made, else the one in force, else the newest."""
    covenant = selectors.get_covenant(request.actor, covenant_id)
    versions = list(covenant.versions.all())
    shown = selectors.open_version(versions) or selectors.in_force(versions, timezone.localdate())
    return render_version(request, selectors.get_version(request.actor, (shown or versions[0]).pk))


@allows(Right.COUNCILS_VIEW)
@require_GET
def show_version(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Show one version with the step that is its turn."""
    return render_version(request, selectors.get_version(request.actor, draft_id))


def render_version(
    request: ActorRequest, row: CovenantVersion, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """Render a version; a form that came back with errors stands in its place with 422."""
    given, today = forms or {}, timezone.localdate()
    covenant = selectors.get_covenant(request.actor, row.covenant_id)
    versions = list(covenant.versions.all())
    unanswered = selectors.unanswered_in_round(row)
    shows = _shows(request, row, versions, today)
    days = selectors.days_of("discussion_days", row.place_code, today)
    opinions = list(row.opinions.all())
    running = next((one for one in row.votes.all() if one.is_running), None)
    context = {
        "row": row,
        "covenant": covenant,
        "shows": shows,
        "stray": stray_errors(given, shows),
        "mark": MARKS[VersionStatus(row.status)],
        "standing": row.standing_on(today),
        "standing_label": Standing(standing).label if (standing := row.standing_on(today)) else "",
        "is_open": row.is_open_on(today),
        "place_name": path_name(row.place_code),
        "steps": _steps(row),
        "next": _next(row, today, unanswered),
        "unanswered": unanswered,
        "clauses": _clauses(row),
        "opinions": opinions,
        "votes": [one for one in row.votes.all() if not one.is_running],
        "running": running,
        **(_vote_now(running) if running else {}),
        "versions": [(one, MARKS[VersionStatus(one.status)]) for one in versions],
        "previous": next((one for one in versions if one.number < row.number), None),
        "discussion_form": given.get("discussion")
        or DiscussionForm(initial={"last_on": today + timedelta(days=days - 1)}),
        "check_form": given.get("check") or CheckForm(prefix="check"),
        "filing_form": given.get("filing") or FilingForm(prefix="filing"),
        "reason_form": given.get("reason") or ReasonForm(prefix="why"),
        "refused": given,
        "can_manage": request.actor.can(Right.COUNCILS_MANAGE, row.place_code),
        "crumbs": [crumb(_("居民公约"), "councils:covenants"), crumb(covenant.title)],
    }
    status = UNPROCESSABLE if given else 200
    return render(request, "councils/covenants/version.html", context, status=status)


def _vote_now(vote: CovenantVote) -> dict[str, Any]:
    """Say of a secret vote that runs what may be said: how many ballots went out, and whether papers are read."""
    box = box_of(vote.vote_key)
    waiting = bool(box.papers_issued and not box.has_papers)
    return {"box": box, "papers_waiting": waiting, "reader": first_reader(vote.vote_key)}


def _clauses(row: CovenantVersion) -> list[tuple[Any, int]]:
    """Pair each article with how many opinions there are on it."""
    counts: dict[int, int] = {}
    for opinion in row.opinions.all():
        if opinion.clause_id is not None:
            counts[opinion.clause_id] = counts.get(opinion.clause_id, 0) + 1
    return [(one, counts.get(one.pk, 0)) for one in row.clauses.all()]


def _shows(
    request: ActorRequest, row: CovenantVersion, versions: list[CovenantVersion], today: date
) -> dict[str, bool]:
    """Say which acts have their place on the page: whose turn it is, and for whom."""
    actor, status = request.actor, VersionStatus(row.status)
    manages = actor.can(Right.COUNCILS_MANAGE, row.place_code)
    at_street = actor.can(Right.COUNCILS_MANAGE, row.place_code[:STREET])
    is_open = row.is_open_on(today)
    is_busy = any(one.status not in OVER and one.pk != row.pk for one in versions)
    was_discussed = any(one.last_on and one.last_on < today for one in versions if one.number <= row.number)
    return {
        "edit": manages and status == VersionStatus.DRAFT,
        "discussion": manages and status == VersionStatus.DRAFT,
        "send": manages and not is_open and was_discussed and row.may_become(VersionStatus.CHECKING),
        "opinion": manages and status == VersionStatus.DISCUSSING,
        "answer": manages,
        "check": at_street and status == VersionStatus.CHECKING,
        "vote": manages and status == VersionStatus.CHECKED,
        "filing": at_street and status == VersionStatus.PASSED,
        "next": manages
        and not is_busy
        and not is_open
        and (status == VersionStatus.FILED or row.may_become(VersionStatus.REPLACED)),
        "repeal": manages and row.standing_on(today) == Standing.IN_FORCE and row.ended_on is None,
        "reason": manages and row.may_become(VersionStatus.DROPPED),
    }


def _steps(row: CovenantVersion) -> list[dict[str, str]]:
    """Write the way of a version: what is done, what is its turn, what is to come."""
    names = [_("起草"), _("征求意见"), _("街道审查"), _("表决"), _("备案")]
    reached = REACHED[VersionStatus(row.status)]
    states = ["done" if n < reached else "now" if n == reached else "todo" for n in range(len(names))]
    return [{"label": name, "state": state} for name, state in zip(names, states, strict=True)]


def _next(row: CovenantVersion, today: date, unanswered: int) -> str:
    """Say in a sentence what is to be done now."""
    status = VersionStatus(row.status)
    if status == VersionStatus.DISCUSSING:
        if row.is_open_on(today):
            return _("正在征求意见，居民在公开门户逐条说。也可以把当面听到的记进来。")
        if unanswered:
            return _("征求意见结束了。采纳的先写进下一稿，再逐条答复，答复完了才能送审。")
        return _("意见都答复了。有改动的送审下一稿，没有改动的这一稿就可以送审。")
    if status == VersionStatus.FILED:
        return {
            Standing.IN_FORCE: _("正在施行。要改就写下一稿，新的施行以前这一版照样管用。"),
            Standing.COMING: _("已经备案，到了日子自动施行。"),
            Standing.ENDED: _("已经停止施行，留着备查。"),
        }[row.standing_on(today) or Standing.COMING]
    return {
        VersionStatus.DRAFT: _("先把条文写好，再公开征求意见。公开以后这一稿就不能改了。"),
        VersionStatus.CHECKING: _("街道在看有没有和法律法规、政策抵触的内容。"),
        VersionStatus.REFUSED: _("街道退回了。照审查意见写下一稿，再送审。"),
        VersionStatus.CHECKED: _("可以开会表决。先审查、后表决，开会的日子不能早于审查通过的日子。"),
        VersionStatus.NOT_PASSED: _("会议没有通过。可以写下一稿再来，也可以停止制定。"),
        VersionStatus.PASSED: _("会议通过了。报街道备案，备案以后从定的那天起施行。"),
        VersionStatus.REPLACED: _("这一稿已经改成下一稿，留着对照。"),
        VersionStatus.DROPPED: _("停止制定了。"),
    }[status]


def _what_changed(counts: dict[str, int]) -> str:
    words = {"changed": _("改 %(n)d 条"), "added": _("增 %(n)d 条"), "dropped": _("去 %(n)d 条")}
    said = [words[act] % {"n": count} for act, count in counts.items() if count]
    return _("、").join(said) or _("条文没有变")


@allows(Right.COUNCILS_VIEW)
@require_GET
def compare_versions(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Show what a version changes against an earlier one, article by article."""
    row = selectors.get_version(request.actor, draft_id)
    covenant = selectors.get_covenant(request.actor, row.covenant_id)
    old = _other(request, covenant, row)
    changes = selectors.compared(old, row)
    counts = {act: sum(one.act == act for one in changes) for act in ("changed", "added", "dropped")}
    context = {
        "row": row,
        "old": old,
        "others": [one for one in covenant.versions.all() if one.pk != row.pk],
        "changes": changes,
        "preambles": selectors.compared_preambles(old, row),
        "heading": _("第%(new)d稿比第%(old)d稿：%(words)s")
        % {"new": row.number, "old": old.number, "words": _what_changed(counts)},
        "crumbs": [
            crumb(_("居民公约"), "councils:covenants"),
            crumb(covenant.title, "councils:covenant", covenant.pk),
            crumb(_("对照")),
        ],
    }
    return render(request, "councils/covenants/compare.html", context)


def _other(request: ActorRequest, covenant: Covenant, row: CovenantVersion) -> CovenantVersion:
    """Return the version to compare with: the one asked for, else the one before; NotFound for a first draft."""
    asked = request.GET.get("with", "")
    others = [one for one in covenant.versions.all() if one.pk != row.pk]
    found = next(
        (one for one in others if (str(one.number) == asked if asked else one.number < row.number)), None
    )
    if found is None:
        raise NotFound(_("没有可以对照的另一稿。"))
    return selectors.get_version(request.actor, found.pk)
