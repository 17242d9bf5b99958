"""Take a matter down: somebody called, wrote, or came in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.matters import services
from gongjian.apps.matters.forms.intake import IntakeForm, RevealForm
from gongjian.apps.matters.selectors.matters import get_matter
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import attempt, crumb, form_page


@allows(Right.MATTERS_REPORT)
@require_http_methods(["GET", "POST"])
def add_matter(request: ActorRequest) -> HttpResponse:
    """Register a matter by hand; the code to follow it with is shown once, to be told to the person."""
    form = IntakeForm(request.actor, request.POST or None, request.FILES or None)
    crumbs = [crumb(_("事项"), "matters:matters"), crumb(_("登记"))]
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.report_matter(actor=request.actor, spec=form.spec(), photos=form.uploads()),
        )
        if done:
            context = {"matter": done.matter, "code": done.follow_code, "crumbs": crumbs}
            return render(request, "matters/registered.html", context)
    return form_page(request, form, template="matters/intake.html", crumbs=crumbs)


@allows(Right.MATTERS_REVEAL)
@require_http_methods(["GET", "POST"])
def reveal_reporter(request: ActorRequest, case_id: int) -> HttpResponse:
    """Ask for a reason, then show who raised a matter, this once."""
    matter = get_matter(request.actor, case_id)
    form = RevealForm(request.POST or None)
    crumbs = [crumb(_("事项"), "matters:matters"), crumb(matter.number, "matters:matter", matter.pk)]
    back = reverse("matters:matter", args=[matter.pk])
    if request.method == "POST" and form.is_valid():
        shown = attempt(
            form,
            lambda: services.reveal_reporter(
                actor=request.actor, matter_id=case_id, reason=form.cleaned_data["reason"]
            ),
        )
        if shown:
            context = {"shown": shown, "matter": matter, "back": back, "crumbs": crumbs}
            return render(request, "matters/revealed.html", context)
    return form_page(request, form, template="matters/reveal.html", matter=matter, back=back, crumbs=crumbs)
