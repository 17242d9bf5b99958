"""The page on which a token votes: no account, no session, nothing written but the box; the slips, shown once; the
page of whoever reads the paper ballots.
"""

from collections.abc import Callable, Collection
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from gongjian.core.access import ActorRequest
from gongjian.core.ballots.boxes import cast_together
from gongjian.core.ballots.forms import BallotForm
from gongjian.core.ballots.papers import Reading, first_reader
from gongjian.core.ballots.sheets import Sheet, Slips
from gongjian.core.form_pages import UNPROCESSABLE, attempt, form_page

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


def papers_page(
    request: ActorRequest, form: forms.Form, read: Callable[[], Reading], *, key: str, **words: Any
) -> HttpResponse:
    """Take what one person reads from the paper ballots; a second one reads them again. Needs `back` and `crumbs`."""
    if request.method == "POST" and form.is_valid():
        told = attempt(form, read)
        if told is not None:
            tell_reading(request, told)
            return redirect(words["back"])
    is_second = first_reader(key) is not None
    stated = {
        "title": _("录纸票：第二遍") if is_second else _("录纸票：第一遍"),
        "act": _("录好了"),
        "intro": _("看着纸票录，不看别人录的。两遍一致才计入，不一致都作废重录。"),
    }
    return form_page(request, form, **{**stated, **words})


def tell_reading(request: ActorRequest, told: Reading) -> None:
    """Say above the next page what became of a reading of the paper ballots."""
    if told.difference:
        messages.error(request, told.difference)
    elif told.is_complete:
        messages.success(request, _("两遍一致，纸票已经投入票箱。"))
    else:
        messages.info(request, _("第一遍录好了。请换一个人录第二遍。"))


def tell_recount(request: ActorRequest, problems: Collection[str]) -> None:
    """Say above the next page whether a vote counted again gives its certificate."""
    for line in problems:
        messages.error(request, line)
    if not problems:
        messages.success(request, _("重新计票，结果一样，证书没有被改过。"))
