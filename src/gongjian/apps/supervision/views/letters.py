"""Letters of responsibility: list, make from the hand-down, one with its signatures, files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.places.selectors import current_scope
from gongjian.apps.supervision import services
from gongjian.apps.supervision.choices import LetterStatus
from gongjian.apps.supervision.forms import LettersForm, ReasonForm
from gongjian.apps.supervision.selectors import letters as reads
from gongjian.apps.supervision.views.pages import form_page
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_file
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import attempt, crumb
from gongjian.core.listing import page_of

FORMS = ("docx", "pdf")


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def list_letters(request: ActorRequest) -> HttpResponse:
    """List the letters in sight; who has not signed is told on the row."""
    page = page_of(reads.list_letters(request.actor, request.GET), request.GET)
    state, scope = request.GET.get("state", ""), current_scope(request)
    unsigned = reads.count_unsigned(request.actor)
    manages = request.actor.can(Right.SUPERVISION_MANAGE, scope)
    context = {
        "page": page,
        "tabs": _tabs(state, unsigned),
        "state": state,
        "q": request.GET.get("q", "")[:60],
        "unsigned": unsigned,
        "can_make": manages,
        "can_remind": manages and unsigned > 0,
    }
    return render(request, "supervision/letters.html", context)


def _tabs(state: str, unsigned: int) -> list[dict[str, Any]]:
    labels = (
        ("", _("全部"), None),
        ("unsigned", _("没签齐"), unsigned),
        ("issuer", _("甲方没签"), None),
        ("receiver", _("乙方没签"), None),
        ("signed", _("已签"), None),
        ("withdrawn", _("撤回"), None),
    )
    return [
        {"label": label, "url": f"?state={name}" if name else "?", "count": count, "current": name == state}
        for name, label, count in labels
    ]


@allows(Right.SUPERVISION_MANAGE)
@require_http_methods(["GET", "POST"])
def make_letters(request: ActorRequest) -> HttpResponse:
    """Make a letter for every receiver of what the place has handed down."""
    scope = current_scope(request)
    request.actor.require(Right.SUPERVISION_MANAGE, scope)
    initial = {
        "due_on": timezone.localdate().replace(month=12, day=31),
        "programme": request.GET.get("programme"),
    }
    form = LettersForm(request.actor, scope, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.make_letters(
                actor=request.actor,
                programme_id=form.programme_id() or 0,
                place_code=scope,
                terms=form.terms(),
            ),
        )
        if made:
            messages.success(request, _("拟出 %(n)d 份责任书，已请双方签。") % {"n": len(made)})
            return redirect(f"{reverse('supervision:letters')}?state=unsigned")
    crumbs = [crumb(_("责任书"), "supervision:letters"), crumb(_("拟责任书"))]
    return form_page(
        request,
        form,
        title=_("从下达的任务拟责任书"),
        act=_("拟好，请双方签"),
        back=reverse("supervision:letters"),
        crumbs=crumbs,
    )


@allows(Right.SUPERVISION_MANAGE)
@require_POST
def remind_signers(request: ActorRequest) -> HttpResponse:
    """Remind all who have not signed."""
    count = services.remind_signers(actor=request.actor, place_code=current_scope(request))
    messages.success(request, _("已催签 %(n)d 份。") % {"n": count})
    return redirect(f"{reverse('supervision:letters')}?state=unsigned")


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def show_letter(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Show a letter with its clauses and signatures."""
    letter = reads.get_letter(request.actor, letter_id)
    clauses = list(letter.clauses.all())
    is_open = letter.status == LetterStatus.OPEN
    signs = (reads.signs_as_issuer(request.actor, letter) and letter.issuer_signer_id is None) or (
        reads.signs_as_receiver(request.actor, letter) and letter.receiver_signer_id is None
    )
    context = {
        "letter": letter,
        "targets": [clause for clause in clauses if clause.is_target],
        "tasks": [clause for clause in clauses if not clause.is_target],
        "signers": _signers(letter),
        "can_sign": is_open and signs,
        "can_withdraw": letter.status != LetterStatus.WITHDRAWN
        and request.actor.can(Right.SUPERVISION_MANAGE, letter.issuer_place_code),
        "crumbs": [crumb(_("责任书"), "supervision:letters"), crumb(letter.number_text)],
    }
    return render(request, "supervision/letter.html", context)


def _signers(letter: Any) -> list[dict[str, Any]]:
    sides = (
        (_("甲方"), letter.issuer_name, letter.issuer_signer, letter.issuer_signed_at),
        (_("乙方"), letter.receiver_name, letter.receiver_signer, letter.receiver_signed_at),
    )
    return [
        {
            "role": f"{role} {name}",
            "name": who.full_name if who else "",
            "at": at,
            "word": _("已签发") if at else _("待签"),
        }
        for role, name, who, at in sides
    ]


@allows(Right.LETTERS_SIGN)
@require_POST
def sign_letter(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Sign for one's side."""
    services.sign_letter(actor=request.actor, letter_id=letter_id)
    messages.success(request, _("已签。"))
    return redirect("supervision:letter", letter_id)


@allows(Right.SUPERVISION_MANAGE)
@require_http_methods(["GET", "POST"])
def withdraw_letter(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Ask why, then take a letter back."""
    letter = reads.get_letter(request.actor, letter_id)
    request.actor.require(Right.SUPERVISION_MANAGE, letter.issuer_place_code)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(
            form, lambda: services.withdraw_letter(actor=request.actor, letter_id=letter_id, reason=reason)
        ):
            return redirect("supervision:letter", letter_id)
    back = reverse("supervision:letter", args=[letter_id])
    crumbs = [
        crumb(_("责任书"), "supervision:letters"),
        crumb(letter.number_text, "supervision:letter", letter_id),
        crumb(_("撤回")),
    ]
    return form_page(
        request,
        form,
        title=_("撤回%(name)s的责任书") % {"name": letter.receiver_name},
        act=_("撤回"),
        back=back,
        crumbs=crumbs,
    )


@allows(Right.PROGRAMMES_VIEW)
@require_GET
def download_letter(request: ActorRequest, letter_id: int, form: str) -> HttpResponse:
    """Hand out a letter as Word or PDF."""
    if form not in FORMS:
        raise NotFound
    found = services.render_letter(
        actor=request.actor, letter_id=letter_id, form="pdf" if form == "pdf" else "docx"
    )
    return send_file(found.content, found.name, found.content_type)
