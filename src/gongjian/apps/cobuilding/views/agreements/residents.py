"""The page on which residents evaluate with a phone: no login, no name, a mean only once enough have spoken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.cobuilding.forms.agreements import RatingForm
from gongjian.apps.cobuilding.models import Agreement
from gongjian.apps.cobuilding.selectors.agreements import agreement_of_key, lines_of, rated_by_residents
from gongjian.apps.cobuilding.services.agreements import evaluate_as_resident as keep
from gongjian.apps.places.selectors import names_of
from gongjian.core import flood
from gongjian.core.access import public
from gongjian.core.errors import Conflict
from gongjian.core.form_pages import UNPROCESSABLE, attempt
from gongjian.core.rules import rule_value

FLOOD, LEAST_FILL = "cobuilding.rating_flood", "portal.least_fill_s"


@public("residents say how the help was; the key on the poster opens the page, no name is kept")
@require_http_methods(["GET", "POST"])
def evaluate_as_resident(request: HttpRequest, rating_key: str) -> HttpResponse:
    """Take a resident's rating, and thank once it is kept."""
    agreement = agreement_of_key(rating_key)
    form = RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, lambda: _keep(request, agreement, rating_key, form))
        if kept:
            return redirect(f"{reverse('cobuilding:evaluate_as_resident', args=[rating_key])}?thanks=1")
    context = {
        "agreement": agreement,
        "lines": lines_of([agreement.pk]).get(agreement.pk, []),
        "place_name": names_of([agreement.place_code]).get(agreement.place_code, ""),
        "form": form,
        "token": flood.new_token(),
        "rated": rated_by_residents(agreement),
        "is_thanked": "thanks" in request.GET,
    }
    status = UNPROCESSABLE if form.errors else 200
    response = render(request, "cobuilding/resident.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _keep(request: HttpRequest, agreement: Agreement, rating_key: str, form: RatingForm) -> object:
    """Check the showing of the form and the sender's pace, then keep the rating. Raises Conflict with a sentence."""
    token = flood.read_token(request.POST.get("token", ""))
    least = int(rule_value(LEAST_FILL, on=timezone.localdate(), place_code=agreement.place_code))
    if token is None or token.age_s < least:
        raise Conflict(_("这一页放得太久或交得太快。请看一看再交一次。"))
    if not flood.take(
        "cobuilding.rating", flood.sender_of(request), flood.limit_at(FLOOD, agreement.place_code)
    ):
        raise Conflict(_("这里刚才交的太多了。请过一会儿再来。"))
    return keep(rating_key=rating_key, nonce=token.nonce, **form.cleaned_data)
