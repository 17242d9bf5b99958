"""Contribution statements: issued and revoked by people, verified by everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.cobuilding.forms.fields import ReasonForm
from gongjian.apps.cobuilding.selectors import contribution as reads
from gongjian.apps.cobuilding.services import contribution as services
from gongjian.apps.cobuilding.views.agreements.one import picture_of
from gongjian.apps.cobuilding.views.contribution.years import place_of, unit_of, year_of
from gongjian.core.access import ActorRequest, Right, allows, public
from gongjian.core.downloads import send_file
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import act_and_return, crumb, form_page, succeeds


@allows(Right.COBUILDING_VIEW)
@require_POST
def issue_statement(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """Issue the statement of a unit's year at a place."""
    unit, place, year = unit_of(request, organisation_id), place_of(request), year_of(request)

    def address_of(code: str) -> str:
        return request.build_absolute_uri(reverse("cobuilding:verify", args=[code]))

    def act() -> None:
        services.issue_statement(
            actor=request.actor,
            place_code=place,
            organisation_id=unit.pk,
            year=year,
            address_of=address_of,
        )

    act_and_return(request, act, "cobuilding:unit", unit.pk)
    return redirect(f"{reverse('cobuilding:unit', args=[unit.pk])}?place={place}&year={year}")


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_statement(request: ActorRequest, statement_id: int) -> HttpResponse:
    """Show a statement as it was issued, with its code."""
    statement = reads.get_statement(request.actor, statement_id)
    behind = (statement.place_code, statement.organisation_id, statement.year)
    address = request.build_absolute_uri(reverse("cobuilding:verify", args=[statement.code]))
    context = {
        "statement": statement,
        "figures": [(one, reads.rows_url(request.actor, one["key"], *behind)) for one in statement.figures],
        "address": address,
        "picture": picture_of(address),
        "can_revoke": statement.status == "issued"
        and request.actor.can(Right.COBUILDING_MANAGE, statement.place_code),
        "crumbs": [
            crumb(_("单位贡献"), "cobuilding:units"),
            crumb(statement.unit_name, "cobuilding:unit", statement.organisation_id),
            crumb(statement.number),
        ],
    }
    return render(request, "cobuilding/statement.html", context)


@allows(Right.COBUILDING_VIEW)
@require_GET
def download_statement(request: ActorRequest, statement_id: int, form: str) -> HttpResponse:
    """Hand out a statement as Word or PDF."""
    if form not in ("docx", "pdf"):
        raise NotFound
    found = services.render_statement(
        actor=request.actor, statement_id=statement_id, form="pdf" if form == "pdf" else "docx"
    )
    return send_file(found.content, found.name, found.content_type)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def revoke_statement(request: ActorRequest, statement_id: int) -> HttpResponse:
    """Ask why, then revoke."""
    statement = reads.get_statement(request.actor, statement_id)
    request.actor.require(Right.COBUILDING_MANAGE, statement.place_code)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and succeeds(
        form,
        lambda: services.revoke_statement(
            actor=request.actor, statement_id=statement_id, **form.cleaned_data
        ),
    ):
        return redirect("cobuilding:statement", statement_id)
    return form_page(
        request,
        form,
        title=_("作废%(number)s") % {"number": statement.number},
        act=_("作废"),
        back=reverse("cobuilding:statement", args=[statement_id]),
        crumbs=[
            crumb(_("单位贡献"), "cobuilding:units"),
            crumb(statement.number, "cobuilding:statement", statement_id),
            crumb(_("作废")),
        ],
        intro=_("作废以后，扫码的人会看到“已作废”和原因。"),
    )


@public("anybody who holds a statement may check by its code whether it is ours and still holds")
@require_GET
def verify(request: HttpRequest, statement_code: str) -> HttpResponse:
    """Say whether a statement is ours, whole and in force; one that nobody issued is told so too."""
    checked = reads.check_statement(statement_code)
    response = render(request, "cobuilding/verify.html", {"checked": checked}, status=200 if checked else 404)
    response["Cache-Control"] = "no-store"
    return response
