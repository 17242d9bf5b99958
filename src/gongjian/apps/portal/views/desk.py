"""Pages of the desk that keeps a public door: opening it, its poster, notices and questions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.places.selectors import current_scope, get_place, scope_names
from gongjian.apps.portal import selectors, services
from gongjian.apps.portal.forms import AnswerForm, ConsultationForm, DoorForm, NoticeForm
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import UNPROCESSABLE, attempt
from gongjian.core.listing import page_of


@allows(Right.MATTERS_DISPATCH)
@require_http_methods(["GET", "POST"])
def door(request: ActorRequest) -> HttpResponse:
    """Open the public door of the place one works in, or change what hangs on it."""
    code = current_scope(request)
    found = selectors.get_door(request.actor, code)
    form = DoorForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        spec = form.spec
        made = attempt(
            form,
            lambda: (
                services.change_door(actor=request.actor, door_id=found.pk, spec=spec)
                if found
                else services.open_door(actor=request.actor, place_code=code, spec=spec)
            ),
        )
        if made is not None:
            messages.success(request, _("已保存。") if made.is_open else _("门户已关，网址打不开了。"))
            return redirect("portal:desk")
    served = None if found else selectors.served_place(code)
    context = {
        "form": form,
        "door": found,
        "served": served,
        "place_name": scope_names(request).get(code, code),
        "address": _address(request, found.short_name if found else served.url_name if served else ""),
        "parts": selectors.places_below(code) if found or served else [],
        "held_count": selectors.held_count(request.actor, code),
        "untold_count": selectors.untold_count(request.actor, code),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "portal/desk/door.html", context, status=status)


def _address(request: ActorRequest, name: str) -> str:
    return request.build_absolute_uri(reverse("portal:home", args=[name])) if name else ""


@allows(Right.MATTERS_DISPATCH)
@require_GET
def poster(request: ActorRequest) -> HttpResponse:
    """Show the poster with the QR code of a place, to be printed and hung up."""
    code = request.GET.get("place") or current_scope(request)
    if not request.actor.can(Right.MATTERS_DISPATCH, code):
        raise NotFound()
    place = selectors.find_place(get_place(code).code)
    context = {"place": place, "address": _address(request, place.url_name)}
    return render(request, "portal/desk/poster.html", context)


@allows(Right.MATTERS_DISPATCH)
@require_http_methods(["GET", "POST"])
def notices(request: ActorRequest) -> HttpResponse:
    """List the notices of a place and post another."""
    code = current_scope(request)
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spec = form.spec
        if attempt(form, lambda: services.post_notice(actor=request.actor, place_code=code, spec=spec)):
            messages.success(request, _("已公布。"))
            return redirect("portal:notices")
    page = page_of(selectors.own_notices(request.actor, code), request.GET)
    context = {"form": form, "page": page, "place_name": scope_names(request).get(code, code)}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "portal/desk/notices.html", context, status=status)


@allows(Right.MATTERS_DISPATCH)
@require_POST
def withdraw(request: ActorRequest, public_notice_id: int) -> HttpResponse:
    """Take a notice down."""
    row = services.withdraw_notice(actor=request.actor, notice_id=public_notice_id)
    messages.success(request, _("已撤下“%(title)s”。") % {"title": row.title})
    return redirect("portal:notices")


@allows(Right.MATTERS_DISPATCH)
@require_http_methods(["GET", "POST"])
def questions(request: ActorRequest) -> HttpResponse:
    """List the questions of a place and put another to everybody."""
    code = current_scope(request)
    form = ConsultationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spec = form.spec
        if attempt(form, lambda: services.ask_everybody(actor=request.actor, place_code=code, spec=spec)):
            messages.success(request, _("已开始征集。"))
            return redirect("portal:questions")
    page = page_of(selectors.own_consultations(request.actor, code), request.GET)
    context = {"form": form, "page": page, "place_name": scope_names(request).get(code, code)}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "portal/desk/questions.html", context, status=status)


@allows(Right.MATTERS_DISPATCH)
@require_http_methods(["GET", "POST"])
def question(request: ActorRequest, consultation_id: int) -> HttpResponse:
    """Show the ideas that came to a question, and say what came of them."""
    row = selectors.own_consultation(request.actor, consultation_id)
    form = AnswerForm(request.POST or None, initial={"result": row.result})
    if request.method == "POST" and form.is_valid():
        result = form.cleaned_data["result"]
        answered = attempt(
            form,
            lambda: services.answer_consultation(actor=request.actor, consultation_id=row.pk, result=result),
        )
        if answered is not None:
            messages.success(request, _("已公布结果。"))
            return redirect("portal:question", row.pk)
    context = {
        "row": row,
        "form": form,
        "ideas": row.ideas.select_related("matter")[:200],
        "can_answer": request.actor.can(Right.MATTERS_DISPATCH, row.place_code),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "portal/desk/question.html", context, status=status)
