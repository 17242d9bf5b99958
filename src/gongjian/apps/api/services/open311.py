"""Writes of open reporting: a request becomes a matter, an update a supplement to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongjian.apps.api.models import ReceivedUpdate
from gongjian.apps.api.selectors.matters import class_of
from gongjian.apps.api.selectors.open311 import own_matter
from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import MatterSource
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.services import MatterSpec, Reported, ReporterSpec
from gongjian.apps.places.selectors import place_at
from gongjian.core import flood, outside
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload
from gongjian.core.errors import DomainError, NotAllowed, NotFound, TooMany
from gongjian.core.files import limit_of
from gongjian.core.jobs import task
from gongjian.core.rules import rule_value

SALT = "open311.token"
ANONYMOUS = "open311.anonymous"
ANSWER = "open311.answer"
STREET_DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class PostedRequest:
    """A request as it was sent; latitude and longitude are WGS-84 degrees. `number` is the sender's own."""

    place_code: str
    service_code: str
    words: str
    address: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    number: str = ""
    media_urls: Sequence[str] = ()
    photos: Sequence[Upload] = ()


@dataclass(frozen=True, kw_only=True)
class PostedUpdate:
    """An update as it was sent; `number` is the sender's own for it, the same when it is sent again."""

    request_number: str
    number: str
    words: str
    status: str = ""
    photos: Sequence[Upload] = ()
    media_urls: Sequence[str] = ()


def post_request(*, actor: Actor | None, sender: str, posted: PostedRequest) -> tuple[Reported, str]:
    """Take a request in; return the matter, and the token to answer with ("" where the place answers its number).

    Without an actor it takes the place's rule, and the limits of the public door (`core.flood`). What lies at a
    known point goes to the lowest place there. Pictures named by address are fetched by the worker.
    """
    place_code = _place_of(posted)
    if actor is None:
        _let_in(place_code, sender, posted.words)
    elif not actor.can(Right.MATTERS_REPORT, place_code):
        raise NotAllowed("这个令牌不能在这个地方提交。请核对 jurisdiction_id 和令牌的用途。")
    addresses = [outside.check_address(url).geturl() for url in posted.media_urls]
    reporter = ReporterSpec(name=posted.name, phone=posted.phone, email=posted.email)
    spec = MatterSpec(
        source=MatterSource.API,
        place_code=place_code,
        words=posted.words,
        address=posted.address,
        latitude=posted.latitude,
        longitude=posted.longitude,
        class_id=class_of(posted.service_code, place_code).pk,
        reporter=reporter,
        source_number=posted.number,
    )
    with transaction.atomic():
        reported = matters.report_matter(actor=actor or matters.RESIDENT, spec=spec, photos=posted.photos)
        for address in addresses:
            fetch_photo.enqueue(reported.matter.pk, address)
    says_token = rule_value(ANSWER, on=timezone.localdate(), place_code=place_code) == "token"
    return reported, signing.dumps(reported.matter.number, salt=SALT) if says_token else ""


def number_of(token: str) -> str:
    """Return the number that a token stands for, or NotFound."""
    try:
        return str(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        raise NotFound("没有这个取号凭据。请核对提交时收到的 token。") from None


def post_update(*, actor: Actor, posted: PostedUpdate) -> int:
    """Add what was sent to its matter, once for each number of the sender's; return the line of the timeline.

    Raises NotFound for another's request, Conflict for one that is closed.
    """
    actor.require(Right.MATTERS_REPORT)
    matter = own_matter(posted.request_number, actor.user_id)
    addresses = [outside.check_address(url).geturl() for url in posted.media_urls]
    key = {"user_id": actor.user_id, "number": f"{matter.pk}:{posted.number}"[:80]}
    if (before := ReceivedUpdate.objects.filter(**key).first()) is not None:
        return int(before.step_id)
    words = f"{posted.words}（对方标为 {posted.status}）" if posted.status else posted.words
    try:
        with transaction.atomic():
            step = matters.supplement(actor=actor, matter_id=matter.pk, words=words, photos=posted.photos)
            ReceivedUpdate.objects.create(**key, step=step)
            for address in addresses:
                fetch_photo.enqueue(matter.pk, address)
    except IntegrityError:
        return int(ReceivedUpdate.objects.get(**key).step_id)
    return int(step.pk)


@task()
def fetch_photo(matter_id: int, address: str) -> str:
    """Fetch a picture that a request named and keep it with the matter; return what came of it, for the log."""
    matter = Matter.objects.get(pk=matter_id)
    most = limit_of("files.photo_max_bytes", matter.place_code)
    try:
        answer = outside.call("GET", address, most=most)
        if answer.status != 200:
            raise outside.OutsideFault(f"对方回 {answer.status}")
        name = address.rpartition("/")[2][:80] or "photo.jpg"
        matters.supplement(
            actor=matters.RESIDENT,
            matter_id=matter_id,
            words="取来了提交时附的照片。",
            photos=[Upload(name, answer.content)],
        )
    except outside.OutsideFault as fault:
        return str(fault)
    except DomainError as refusal:
        return refusal.message
    return "kept"


def _place_of(posted: PostedRequest) -> str:
    if posted.latitude is None or posted.longitude is None:
        return posted.place_code
    return place_at(float(posted.latitude), float(posted.longitude), posted.place_code) or posted.place_code


def _let_in(place_code: str, sender: str, words: str) -> None:
    """Let a stranger's report in where the place's rule does, within the limits of the public door.

    Danger to life passes by its own limit, as there.
    """
    if rule_value(ANONYMOUS, on=timezone.localdate(), place_code=place_code) != "open":
        raise NotAllowed("这里不收不带令牌的提交。请带 api_key。")
    urgent = flood.limit_at("portal.danger_flood", place_code)
    if matters.danger_in(words, place_code) and flood.take("danger", sender, urgent):
        return
    street = place_code[:STREET_DIGITS]
    is_within = flood.take("report", sender, flood.limit_at("portal.report_flood", place_code))
    if not is_within or not flood.take("place", street, flood.limit_at("portal.place_flood", place_code)):
        raise TooMany("提交得太多太快，这一件没有收下。请过一会儿再试；有生命危险请拨打 110、119、120。")
