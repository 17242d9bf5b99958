"""Writing a report on a phone or at a desk; reading, confirming, returning, recalling it."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.places.selectors import names_of
from gongjian.apps.programmes import services
from gongjian.apps.programmes.choices import ReportStatus
from gongjian.apps.programmes.forms import ReasonForm, ReportForm, plain
from gongjian.apps.programmes.models import ProgressReport, ReportFigure
from gongjian.apps.programmes.selectors.assignments import get_assignment
from gongjian.apps.programmes.selectors.reports import (
    FormStart,
    get_report,
    list_to_confirm,
    start_form,
)
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.figures import Period
from gongjian.core.form_pages import attempt
from gongjian.core.rules import rule_value
from gongjian.core.templatetags.dates import date_zh

OPEN = (ReportStatus.DRAFT, ReportStatus.RETURNED)


@allows(Right.REPORTS_CONFIRM)
@require_GET
def show_to_confirm(request: ActorRequest) -> HttpResponse:
    """List the reports that wait for this person's level."""
    page, names = list_to_confirm(request.actor, request.GET)
    rows = [
        {
            "report": report,
            "who": str(report.assignment.organisation or names.get(report.place_code, report.place_code)),
            "period": Period(report.period_first_on, report.period_last_on).label,
        }
        for report in page.rows
    ]
    return render(request, "programmes/to_confirm.html", {"page": page, "rows": rows})


@allows(Right.REPORTS_WRITE)
@require_http_methods(["GET", "POST"])
def write_report(request: ActorRequest, assignment_id: int) -> HttpResponse:
    """Fill a report: saved as one goes, sent when it is whole."""
    assignment = get_assignment(request.actor, assignment_id)
    request.actor.require(Right.REPORTS_WRITE, assignment.place_code, assignment.organisation_id)
    start = start_form(request.actor, assignment, _period(request))
    if start.report and start.report.status not in OPEN:
        return redirect("programmes:report", start.report.pk)
    if start.period.first_on > timezone.localdate():
        day = {"day": date_zh(start.period.first_on)}
        messages.warning(request, _("行动还没有开始，从 %(day)s 起填报。") % day)
        return redirect("programmes:assignment", assignment_id)
    if request.method == "GET":
        return _render_form(request, start, ReportForm(initial=_initial(start), targets=start.targets))
    form = ReportForm(request.POST, targets=start.targets)
    uploads = _uploads(request)
    report = _save(request, start, form, uploads) if form.is_valid() else None
    if report is None:
        _keep_uploads(request, start, uploads)
        start = start_form(request.actor, assignment, start.period)
        return _render_form(request, start, form, status=422)
    if not request.POST.get("submit"):
        messages.success(request, _("草稿已保存。"), extra_tags=f"draft:report-{assignment_id}")
        return redirect(f"{request.path}?period={start.period}")
    if attempt(form, lambda: services.submit_report(actor=request.actor, report_id=report.pk)) is None:
        return _render_form(request, start_form(request.actor, assignment, start.period), form, status=422)
    messages.success(request, _("已报上级确认。"), extra_tags=f"draft:report-{assignment_id}")
    return redirect("programmes:report", report.pk)


def _period(request: HttpRequest) -> Period | None:
    text = request.GET.get("period") or request.POST.get("period") or ""
    if not text:
        return None
    try:
        return Period.parse(text)
    except (ValueError, IndexError):
        raise Invalid(_("填报的周期认不出，请从待填报里打开。")) from None


def _uploads(request: HttpRequest) -> list[services.Upload]:
    return [
        services.Upload(str(file.name), file.read())
        for field in ("photos", "papers")
        for file in request.FILES.getlist(field)
    ]


def _keep_uploads(request: ActorRequest, start: FormStart, uploads: list[services.Upload]) -> None:
    """Keep sound photos and papers although another field was refused: a browser can't offer them again."""
    if uploads:
        with suppress(Invalid, Conflict):
            services.attach_files(
                actor=request.actor,
                assignment_id=start.assignment.pk,
                period=start.period,
                uploads=uploads,
            )


def _save(
    request: ActorRequest, start: FormStart, form: ReportForm, uploads: list[services.Upload]
) -> ProgressReport | None:
    removed = [int(value) for value in request.POST.getlist("remove") if value.isdigit()]
    return attempt(
        form,
        lambda: services.save_report(
            actor=request.actor,
            assignment_id=start.assignment.pk,
            period=start.period,
            content=form.content(uploads, removed),
        ),
    )


def _initial(start: FormStart) -> dict[str, object]:
    """Begin with what was saved; a figure's whole comes from the last report."""
    values: dict[str, object] = {}
    if start.last:
        for figure in start.last.figures.all():
            values[f"whole_{figure.target_id}"] = plain(figure.denominator)
    if start.report:
        values.update(
            done_quantity=plain(start.report.done_quantity),
            is_complete=start.report.is_complete,
            text=start.report.text,
        )
        for figure in start.report.figures.all():
            values[f"part_{figure.target_id}"] = plain(figure.numerator)
            values[f"whole_{figure.target_id}"] = plain(figure.denominator)
    return values


def _render_form(
    request: ActorRequest, start: FormStart, form: ReportForm, status: int = 200
) -> HttpResponse:
    assignment = start.assignment
    limit = rule_value("reports.max_files", on=timezone.localdate(), place_code=assignment.place_code)
    quantity = assignment.quantity
    context = {
        "start": start,
        "assignment": assignment,
        "task": assignment.task,
        "form": form,
        "left": None if quantity is None else quantity - start.done_before,
        "files": list(start.report.files.all()) if start.report else [],
        "max_files": limit,
        "returned_reason": start.report.reason
        if start.report and start.report.status == ReportStatus.RETURNED
        else "",
        "crumbs": [
            {"label": _("填报"), "url": reverse("programmes:mine")},
            {
                "label": assignment.task.title,
                "url": reverse("programmes:assignment", args=[assignment.pk]),
            },
        ],
    }
    return render(request, "programmes/write.html", context, status=status)


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def show_report(request: ActorRequest, report_id: int) -> HttpResponse:
    """Show one report with what it says, its evidence and what can be done with it."""
    return _render_report(request, get_report(request.actor, report_id), ReasonForm())


def _render_report(
    request: ActorRequest, report: ProgressReport, form: ReasonForm, status: int = 200
) -> HttpResponse:
    actor, assignment = request.actor, report.assignment
    names = names_of({report.place_code})
    place = names.get(report.place_code, report.place_code)
    writes = actor.can(Right.REPORTS_WRITE, assignment.place_code, assignment.organisation_id)
    confirms = actor.can(Right.REPORTS_CONFIRM, assignment.giver_place_code, assignment.giver_unit_id)
    files = list(report.files.all())
    context = {
        "report": report,
        "assignment": assignment,
        "task": assignment.task,
        "who": str(assignment.organisation or place),
        "period": Period(report.period_first_on, report.period_last_on),
        "figures": list(report.figures.all()),
        "photos": [file for file in files if file.is_photo],
        "papers": [file for file in files if not file.is_photo],
        "form": form,
        "replaces": report.replaces,
        "replaced_by": getattr(report, "replaced_by", None),
        "changes": _changes(report),
        "can_write": writes and report.status in OPEN,
        "can_answer": confirms
        and report.status == ReportStatus.SUBMITTED
        and report.written_by_id != actor.user_id,
        "can_recall": report.status == ReportStatus.CONFIRMED and (writes or confirms),
        "crumbs": [
            {
                "label": assignment.task.programme.title,
                "url": reverse("programmes:programme", args=[assignment.task.programme_id]),
            },
            {
                "label": assignment.task.title,
                "url": reverse("programmes:assignment", args=[assignment.pk]),
            },
            {"label": place},
        ],
    }
    return render(request, "programmes/report.html", context, status=status)


def _changes(report: ProgressReport) -> list[dict[str, object]]:
    """Set the values of a replaced report beside the new ones."""
    old = report.replaces
    if old is None:
        return []
    return [
        *_changed_numbers(old, report),
        {
            "label": _("全部完成"),
            "before": _("是") if old.is_complete else _("否"),
            "after": _("是") if report.is_complete else _("否"),
        },
        {"label": _("进展"), "before": old.text, "after": report.text},
    ]


def _changed_numbers(old: ProgressReport, new: ProgressReport) -> list[dict[str, object]]:
    """Set the quantity and the figures of targets side by side, as far as either has them."""
    numbers = [(_("本期完成"), plain(old.done_quantity), plain(new.done_quantity))]
    before, after = ({row.target_id: row for row in one.figures.all()} for one in (old, new))
    for target_id, row in {**before, **after}.items():
        words = [_in_words(one.get(target_id)) for one in (before, after)]
        numbers.append((row.target.name, *words))
    return [
        {
            "label": label,
            "before": _("未报") if was is None else was,
            "after": _("未报") if now is None else now,
        }
        for label, was, now in numbers
        if not (was is None and now is None)
    ]


def _in_words(figure: ReportFigure | None) -> str | None:
    if figure is None:
        return None
    parts = (figure.numerator, figure.denominator)
    return " / ".join(str(plain(part)) for part in parts if part is not None)


@allows(Right.REPORTS_CONFIRM)
@require_POST
def answer_one_report(request: ActorRequest, report_id: int) -> HttpResponse:
    """Confirm a report, or return it with a reason."""
    if request.POST.get("confirm"):
        services.answer_report(actor=request.actor, report_id=report_id, confirm=True)
        messages.success(request, _("已确认，数字已计入。"))
        return redirect("programmes:report", report_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.answer_report(actor=request.actor, report_id=report_id, confirm=False, reason=reason)
        messages.success(request, _("已退回，填报的人会看到原因。"))
        return redirect("programmes:report", report_id)
    return _render_report(request, get_report(request.actor, report_id), form, status=422)


@allows(Right.PROGRAMMES_VIEW)
@require_http_methods(["GET", "POST"])
def recall(request: ActorRequest, report_id: int) -> HttpResponse:
    """Ask, then take a confirmed report out of the figures and open a new one."""
    report = get_report(request.actor, report_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        fresh = attempt(
            form, lambda: services.recall_report(actor=request.actor, report_id=report_id, reason=reason)
        )
        if fresh is not None:
            messages.success(request, _("已撤回，原来的数保留可查。请改后重报。"))
            return redirect("programmes:report", fresh.pk)
    context = {
        "form": form,
        "title": _("撤回这份填报？"),
        "effects": _("它的数马上从各级汇总里去掉，改后的新填报经确认再计入。原来的数和新的数都会保留。"),
        "act": _("撤回"),
        "keep": _("不撤回"),
        "back": reverse("programmes:report", args=[report.pk]),
        "is_danger": True,
        "action": request.path,
    }
    return render(
        request, "programmes/confirm.html", context, status=422 if request.method == "POST" else 200
    )
