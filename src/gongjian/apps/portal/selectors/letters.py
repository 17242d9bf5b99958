"""Mails as they came, and how the mailbox stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from gongjian.apps.matters.selectors.matters import get_matter
from gongjian.apps.portal.choices import LetterState, PassedOver
from gongjian.apps.portal.models import Mailbox, ReceivedMail
from gongjian.core.access import Actor, Right
from gongjian.core.errors import NotFound


def get_letter(actor: Actor, letter_id: int) -> ReceivedMail:
    """Return a mail at one's place; NotFound elsewhere."""
    letter: ReceivedMail | None = (
        ReceivedMail.objects.visible_to(actor).select_related("file", "matter").filter(pk=letter_id).one()
    )
    if letter is None:
        raise NotFound("没有这封信，或者不归你管。")
    return letter


def letters_of(actor: Actor, matter_id: int) -> list[ReceivedMail]:
    """List the mails that a matter was made of, for who may see its reporter."""
    matter = get_matter(actor, matter_id)
    rows = ReceivedMail.objects.visible_to(actor).filter(matter=matter)
    return list(rows.select_related("file", "matter"))


@dataclass(frozen=True)
class MailboxState:
    """How the mailbox stands: `row` is None before it was first read; counts are by what became of the mails."""

    address: str
    server: str
    place_code: str
    row: Mailbox | None
    became: Mapping[str, int]
    passed_over: Mapping[str, int]


def mailbox_state(actor: Actor) -> MailboxState | None:
    """Return how the mailbox of the settings stands; None where there is none."""
    actor.require(Right.SYSTEM_VIEW)
    if not settings.MAILBOX_HOST:
        return None
    row = Mailbox.objects.filter(place_code=settings.MAILBOX_PLACE).order_by("-pk").first()
    counted = (
        ReceivedMail.objects.filter(mailbox=row)
        .order_by()
        .values("state", "passed_over")
        .annotate(n=Count("pk"))
    )
    became: dict[str, int] = {}
    passed: dict[str, int] = {}
    for one in counted if row else ():
        label = str(LetterState(one["state"]).label)
        became[label] = became.get(label, 0) + one["n"]
        if one["passed_over"]:
            passed[str(PassedOver(one["passed_over"]).label)] = one["n"]
    server = f"{settings.MAILBOX_HOST}:{settings.MAILBOX_PORT}/{settings.MAILBOX_FOLDER}"
    return MailboxState(settings.MAILBOX_ADDRESS, server, settings.MAILBOX_PLACE, row, became, passed)
