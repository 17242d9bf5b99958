"""A form on its way: its token, the photos chosen with it, and what to do once it is filled in."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.matters.services.photos import MOST
from gongjian.apps.portal import selectors, services
from gongjian.apps.portal.models import SubmissionPhoto
from gongjian.apps.portal.selectors import PublicPlace
from gongjian.apps.portal.services import Filled
from gongjian.core import flood
from gongjian.core.attachments import Upload
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.flood import FormToken
from gongjian.core.rules import rule_value

HOUR_S = 3600


@dataclass
class Letter:
    """One showing of a form: `text` is its hidden field, `refusal` what was wrong with a photo."""

    text: str
    token: FormToken
    sender: str
    place: PublicPlace
    uploads: list[Upload] = field(default_factory=list)
    is_stale: bool = False
    refusal: str = ""

    def keep_photos(self) -> None:
        """Keep the photos that came with it; what can't be taken is said on the page."""
        if not self.uploads:
            return
        row = services.submission_of(self.token.nonce, self.place.code, self.sender)
        try:
            services.keep_photos(row, self.uploads)
        except (Invalid, Conflict) as refusal:
            self.refusal = refusal.message

    def drop_photo(self, photo_id: str) -> None:
        """Take a photo away again."""
        if photo_id.isdigit():
            row = services.submission_of(self.token.nonce, self.place.code, self.sender)
            services.drop_photo(row, int(photo_id))

    @property
    def photos(self) -> list[SubmissionPhoto]:
        """The photos chosen so far."""
        return selectors.draft_photos(self.token.nonce)

    @property
    def is_sent(self) -> bool:
        """Whether it was sent before: the answer was lost on the way, and the button is pressed again."""
        return selectors.is_sent(self.token.nonce)

    @property
    def most_photos(self) -> int:
        """How many photos may be chosen."""
        return int(rule_value(MOST, on=timezone.localdate(), place_code=self.place.code))


def letter_of(request: HttpRequest, place: PublicPlace) -> Letter:
    """Read a form's token, or give it a new one where it has none, or one that is too old to be told apart."""
    text = request.POST.get("token", "")
    token = flood.read_token(text)
    hours = int(rule_value("portal.draft_hours", on=timezone.localdate(), place_code=place.code))
    is_stale = request.method == "POST" and (token is None or token.age_s > hours * HOUR_S)
    if token is None or is_stale:
        text = flood.new_token()
        token = flood.read_token(text)
    assert token is not None  # a token just written is read
    uploads = [Upload(str(file.name), file.read()) for file in request.FILES.getlist("photos")]
    return Letter(text, token, flood.sender_of(request), place, uploads, is_stale)


def send_letter(letter: Letter, form: Form, filled: Callable[[], Filled]) -> HttpResponse | None:
    """Send what was filled in and go to the receipt; None, with the refusal on the form, when it can't be sent."""
    if letter.is_stale:
        form.add_error(None, _("这一页开得太久，或者不是从本站打开的。填的内容都还在，请再按一次提交。"))
        return None
    try:
        services.send(filled())
    except (Conflict, Invalid, NotFound) as refusal:
        form.add_error(None, refusal.message)
        return None
    return show_receipt(letter)


def show_receipt(letter: Letter) -> HttpResponse:
    """Go to the receipt of what was sent."""
    return redirect("portal:sent", letter.place.url_name, letter.text)
