"""A year's pledge: made by the unit, reviewed by the community and residents' representatives, graded."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.cobuilding.choices import PledgeStatus, Reviewer
from gongjian.apps.cobuilding.forms.contribution import PledgeForm, ReviewForm
from gongjian.apps.cobuilding.selectors import contribution as reads
from gongjian.apps.cobuilding.services import contribution as services
from gongjian.apps.cobuilding.services.contribution import PledgeSpec
from gongjian.apps.cobuilding.views.contribution.years import place_of, unit_of, year_of
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, act_and_return, attempt, crumb, form_page, succeeds


@allows(Right.COBUILDING_OFFER)
@require_http_methods(["GET", "POST"])
def make_pledge(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """Pledge a community for a year."""
    unit, place, year = unit_of(request, organisation_id), place_of(request), year_of(request)
    form = PledgeForm(request.POST or None)
    name = names_of([place]).get(place, "")
    if request.method == "POST" and form.is_valid():
        spec = PledgeSpec(
            place_code=place,
            organisation_id=unit.pk,
            year=year,
            text=form.cleaned_data["text"],
            lines=form.lines(),
        )
        made = attempt(form, lambda: services.make_pledge(actor=request.actor, spec=spec))
        if made:
            return redirect("cobuilding:pledge", made.pk)
    return form_page(
        request,
        form,
        title=_("%(year)s年对%(place)s的承诺") % {"year": year, "place": name},
        act=_("承诺"),
        back=f"{reverse('cobuilding:unit', args=[unit.pk])}?place={place}&year={year}",
        crumbs=[crumb(_("单位贡献"), "cobuilding:units"), crumb(unit.name, "cobuilding:unit", unit.pk)],
        intro=_("年底按确认过的交付对照，不照抄承诺；社区和居民代表来评。"),
        columns=2,
    )


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_pledge(request: ActorRequest, pledge_id: int) -> HttpResponse:
    """Show a pledge beside what was delivered, with its reviews."""
    return _render(request, pledge_id, None)


def _render(request: ActorRequest, pledge_id: int, form: ReviewForm | None) -> HttpResponse:
    pledge = reads.get_pledge(request.actor, pledge_id)
    manages = request.actor.can(Right.COBUILDING_MANAGE, pledge.place_code)
    reviews = list(pledge.reviews.all())
    context = {
        "pledge": pledge,
        "mark": "已完成" if pledge.status == PledgeStatus.REVIEWED else "进行中",
        "place_name": names_of([pledge.place_code]).get(pledge.place_code, ""),
        "kept": reads.kept_of(pledge),
        "reviews": reviews,
        "can_review": manages and pledge.status == PledgeStatus.MADE,
        "form": form or ReviewForm(),
        "crumbs": [
            crumb(_("单位贡献"), "cobuilding:units"),
            crumb(pledge.organisation.name, "cobuilding:unit", pledge.organisation_id),
            crumb(_("%(year)s年承诺") % {"year": pledge.year}),
        ],
    }
    status = UNPROCESSABLE if form and form.errors else 200
    return render(request, "cobuilding/pledge.html", context, status=status)


@allows(Right.COBUILDING_MANAGE)
@require_POST
def review_pledge(request: ActorRequest, pledge_id: int) -> HttpResponse:
    """Write down one review."""
    form = ReviewForm(request.POST)

    def act() -> object:
        asked = form.cleaned_data
        return services.review_pledge(
            actor=request.actor, pledge_id=pledge_id, **{**asked, "by": Reviewer(asked["by"])}
        )

    if succeeds(form, act):
        return redirect("cobuilding:pledge", pledge_id)
    return _render(request, pledge_id, form)


@allows(Right.COBUILDING_MANAGE)
@require_POST
def grade_pledge(request: ActorRequest, pledge_id: int) -> HttpResponse:
    """Give the grade by the rule."""
    return act_and_return(
        request,
        lambda: services.grade_pledge(actor=request.actor, pledge_id=pledge_id),
        "cobuilding:pledge",
        pledge_id,
    )
