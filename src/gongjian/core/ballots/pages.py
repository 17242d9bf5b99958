"""The page on which a token votes: no account, no session, nothing written but the box; and the slips, shown once."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from gongjian.core.ballots.boxes import cast_together
from gongjian.core.ballots.forms import BallotForm
from gongjian.core.ballots.sheets import Sheet, Slips
from gongjian.core.form_pages import UNPROCESSABLE, attempt

PUBLIC_REASON = "a secret vote is cast by a token, by whoever holds it; an account would tell who voted"


def voting_page(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Show a ballot paper and take one vote. The view is `public(PUBLIC_REASON)`, never cached, GET and POST."""
    if not sheet.is_open:
        return render(request, "ballots/over.html", {"sheet": sheet})
    form = BallotForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        attempt(form, lambda: cast_together(token, form.ballots()))
        if not form.errors:
            return render(request, "ballots/voted.html", {"sheet": sheet})
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "ballots/vote.html", {"sheet": sheet, "form": form}, status=status)


def slips_page(request: HttpRequest, slips: Slips, crumbs: list[dict[str, str]]) -> HttpResponse:
    """Show tokens and paper ballots to be printed, this once: the answer is the page itself, kept nowhere."""
    picture = mark_safe(
        segno.make(slips.address, error="m").svg_inline(scale=3, border=2, omitsize=True)
    )  # ours
    context = {"slips": slips, "papers": range(slips.papers), "picture": picture, "crumbs": crumbs}
    response = render(request, "ballots/slips.html", context)
    response["Cache-Control"] = "no-store"
    return response
