"""A covenant is begun and its draft written: pasted, or read out of a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.councils.forms.covenants import CovenantForm, DraftForm
from gongjian.apps.councils.selectors import covenants as selectors
from gongjian.apps.councils.services import covenants as services
from gongjian.apps.parties.services import COMMUNITY
from gongjian.apps.places.selectors import codes_at_level, current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import attempt, crumb, form_page
from gongjian.core.forms import remember_seen

TEMPLATE = "councils/covenants/draft.html"


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_covenant(request: ActorRequest) -> HttpResponse:
    """Begin a covenant."""
    actor = request.actor
    codes = [
        code
        for code in codes_at_level(current_scope(request), COMMUNITY)
        if actor.can(Right.COUNCILS_MANAGE, code)
    ]
    names = names_of(codes)
    form = CovenantForm(
        request.POST or None,
        request.FILES or None,
        places=[(code, names.get(code, code)) for code in codes],
    )
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["place_code"]
        made = attempt(
            form,
            lambda: services.start_covenant(actor=actor, spec=form.spec(_text_of(request, form, code))),
        )
        if made:
            return redirect("councils:covenant_version", made.pk)
    return form_page(
        request,
        form,
        template=TEMPLATE,
        title=_("起草公约"),
        act=_("存第一稿"),
        back=reverse("councils:covenants"),
        crumbs=[crumb(_("居民公约"), "councils:covenants"), crumb(_("起草"))],
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_draft(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Write a draft anew."""
    row = selectors.get_version(request.actor, draft_id)
    request.actor.require(Right.COUNCILS_MANAGE, row.place_code)
    initial = {"text": selectors.words_of(row), "why": row.why}
    form = DraftForm(request.POST or None, request.FILES or None, initial=initial)
    remember_seen(form, initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.edit_draft(
                actor=request.actor,
                version_id=draft_id,
                text=_text_of(request, form, row.place_code),
                why=form.cleaned_data["why"],
            ),
        )
        if done:
            return redirect("councils:covenant_version", draft_id)
    return form_page(
        request,
        form,
        template=TEMPLATE,
        title=_("改%(version)s") % {"version": row},
        act=_("保存"),
        back=reverse("councils:covenant_version", args=[draft_id]),
        crumbs=[
            crumb(_("居民公约"), "councils:covenants"),
            crumb(row.covenant.title, "councils:covenant", row.covenant_id),
            crumb(_("第%(n)d稿") % {"n": row.number}),
        ],
    )


def _text_of(request: ActorRequest, form: Any, place_code: str) -> str:
    """Return the text of the file that was chosen, else what was typed."""
    file = form.cleaned_data["file"]
    if not file:
        return str(form.cleaned_data["text"])
    return services.read_upload(
        actor=request.actor, place_code=place_code, name=file.name, content=file.read()
    )
