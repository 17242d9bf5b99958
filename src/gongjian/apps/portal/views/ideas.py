"""Ideas: the questions that were put to everybody, what came of them, and a place for one's own."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongjian.apps.matters.choices import MatterKind
from gongjian.apps.portal import selectors
from gongjian.apps.portal.forms import IdeaForm
from gongjian.apps.portal.models import Consultation
from gongjian.apps.portal.selectors import PublicPlace
from gongjian.apps.portal.views.doorway import at_door, show
from gongjian.apps.portal.views.letters import letter_of, send_letter
from gongjian.core.errors import Conflict
from gongjian.core.form_pages import UNPROCESSABLE

REASON = "anybody may read the questions and send an idea; ideas are shown once the desk published them"


@csrf_exempt  # nobody is signed in by this form, and phones that keep no cookies must be able to send it
@at_door(REASON)
@require_http_methods(["GET", "POST"])
def ideas(request: HttpRequest, place: PublicPlace) -> HttpResponse:
    """List the questions, and take an idea of one's own."""
    return _page(request, place, None)


@csrf_exempt  # as above
@at_door(REASON)
@require_http_methods(["GET", "POST"])
def consultation(request: HttpRequest, place: PublicPlace, question_id: int) -> HttpResponse:
    """Show a question with the ideas that came, and take another while it is open."""
    return _page(request, place, selectors.get_consultation(place, question_id))


def _page(request: HttpRequest, place: PublicPlace, asked: Consultation | None) -> HttpResponse:
    is_open = asked is None or asked.is_open_on(timezone.localdate())
    letter, form = letter_of(request, place), IdeaForm(request.POST or None)
    if request.method == "POST" and not is_open:
        raise Conflict("这次征集已经结束。有主意可以在“出主意”里另外写。")
    if request.method == "POST" and form.is_valid():
        about = asked.pk if asked else None
        answer = send_letter(letter, form, lambda: form.spec(place.code, letter.token, letter.sender, about))
        if answer is not None:
            return answer
    context = {
        "form": form,
        "letter": letter,
        "is_open": is_open,
        "promise": selectors.promise_at(place.code, MatterKind.IDEA),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    if asked is None:
        context["consultations"] = selectors.list_consultations(place)
        return show(request, "ideas.html", context, status)
    context["asked"] = asked
    context["came"], context["published"] = selectors.public_ideas(asked)
    return show(request, "consultation.html", context, status)
