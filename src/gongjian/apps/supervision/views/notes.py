"""Notes: list, one, write one by phone, turn a problem into a matter."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.places.selectors import current_scope, names_of, path_name
from gongjian.apps.programmes.services import Upload
from gongjian.apps.supervision import services
from gongjian.apps.supervision.forms import NoteForm
from gongjian.apps.supervision.selectors.notes import get_note
from gongjian.apps.supervision.selectors.notes import list_notes as notes_in_sight
from gongjian.apps.supervision.selectors.who import offered_names
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb
from gongjian.core.listing import page_of

KINDS = ("", "problem", "open", "good")


@allows(Right.SUPERVISION_VIEW)
@require_GET
def list_notes(request: ActorRequest) -> HttpResponse:
    """List the notes in sight, the newest day first."""
    page = page_of(notes_in_sight(request.actor, request.GET), request.GET)
    names = names_of({row.place_code for row in page.rows})
    kind = request.GET.get("kind", "")
    labels = (_("全部"), _("问题"), _("没有交办的问题"), _("做得好"))
    context = {
        "page": page,
        "rows": [(row, names.get(row.place_code, row.place_code)) for row in page.rows],
        "tabs": [
            {"label": label, "url": f"?kind={value}" if value else "?", "current": value == kind}
            for value, label in zip(KINDS, labels, strict=True)
        ],
        "kind": kind,
        "q": request.GET.get("q", "")[:60],
        "can_write": request.actor.can(Right.SUPERVISION_NOTE),
    }
    return render(request, "supervision/notes.html", context)


@allows(Right.SUPERVISION_VIEW)
@require_GET
def show_note(request: ActorRequest, note_id: int) -> HttpResponse:
    """Show one note with its photos, and the act of giving it on."""
    note = get_note(request.actor, note_id)
    context = {
        "note": note,
        "place_name": path_name(note.place_code),
        "shows_programme": request.actor.can(Right.PROGRAMMES_VIEW),
        "can_open": request.actor.can(Right.SUPERVISION_NOTE, note.place_code) and note.is_problem,
        "crumbs": [crumb(_("督查记录"), "supervision:notes"), crumb(note.seen_on.isoformat())],
    }
    return render(request, "supervision/note.html", context)


@allows(Right.SUPERVISION_NOTE)
@require_http_methods(["GET", "POST"])
def add_note(request: ActorRequest) -> HttpResponse:
    """Write a note, with photos; what was typed stays when something is wrong."""
    actor = request.actor
    within = next(iter(actor.place_prefixes(Right.SUPERVISION_NOTE)), "")
    scope = current_scope(request)
    initial = {"place": names_of([scope]).get(scope, ""), "kind": "problem"}
    form = NoteForm(actor, within, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        photos = [Upload(file.name or "", file.read()) for file in request.FILES.getlist("photos")]
        note = attempt(form, lambda: services.write_note(actor=actor, photos=photos, **form.asked()))
        if note:
            messages.success(request, _("记下了。"), extra_tags="draft:supervision-note")
            return redirect("supervision:note", note.pk)
    context = {
        "form": form,
        "offered": offered_names(actor, within),
        "back": reverse("supervision:notes"),
        "crumbs": [crumb(_("督查记录"), "supervision:notes"), crumb(_("记一条"))],
    }
    return render(
        request, "supervision/note_form.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@allows(Right.SUPERVISION_NOTE)
@require_POST
def make_matter_of_note(request: ActorRequest, note_id: int) -> HttpResponse:
    """Give a problem on as a matter, with one press."""
    matter = services.make_matter_of_note(actor=request.actor, note_id=note_id)
    return redirect("supervision:matter", matter.pk)
