"""What every act writes beside itself: a line of the timeline, news for the people who wait."""

from collections.abc import Iterable
from typing import Literal

from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.choices import MessageState, MessageWay, StepKind
from gongjian.apps.matters.models import Assignment, Matter, Message, Step
from gongjian.apps.matters.selectors.hands import people_of
from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.parties.services import Topic, notify
from gongjian.core import events
from gongjian.core.access import Actor, Right

RESIDENT = Actor(user_id=None, name="反映人")
"""Who acts through the open door: a person with no account and no right."""


def add_step(
    actor: Actor,
    matter: Matter,
    kind: StepKind,
    words: str = "",
    *,
    organisation_id: int | None = None,
    is_public: bool = False,
) -> Step:
    """Add a line to the timeline; what is public the reporter reads too. Whoever listens hears of it in this transaction."""
    step = Step.objects.create(
        matter=matter,
        kind=kind,
        at=timezone.now(),
        by_id=actor.user_id,
        organisation_id=organisation_id,
        words=words.strip(),
        is_public=is_public,
    )
    events.tell("matters.step", step)
    return step


def tell_reporter(matter: Matter, kind: StepKind, words: str, follow_code: str | None = None) -> None:
    """Put a message out for the reporter, and for those whose matters were merged into this one.

    It waits to be sent if he wants messages; otherwise it is only there to be read. A code goes with it where
    he has no other way to learn it.
    """
    told = [matter, *matter.merged.filter(closed_at__isnull=True).select_related("reporter")]
    Message.objects.bulk_create([_message(one, kind, words, follow_code) for one in told])


def _message(matter: Matter, kind: StepKind, words: str, follow_code: str | None) -> Message:
    now, way = timezone.now(), way_to(matter)
    state = MessageState.WAITING if way else MessageState.KEPT
    code = follow_code if way == MessageWay.MAIL else None
    return Message(
        matter=matter, kind=kind, words=words, at=now, state=state, way=way, next_at=now, follow_code=code
    )


def way_to(matter: Matter) -> MessageWay | Literal[""]:
    """Return how the reporter of a matter is written to: by mail if he left an address, or by text message; "" if he is not."""
    reporter = matter.reporter
    if reporter is None or not reporter.wants_messages or matter.is_demo:
        return ""
    if reporter.email:
        return MessageWay.MAIL
    return MessageWay.SMS if reporter.phone else ""


def tell(matter: Matter, user_ids: Iterable[int], sentence: str, topic: Topic | None = None) -> None:
    """Tell people of the office, with the way to the matter."""
    wanted = set(user_ids)
    if wanted:
        due_on = timezone.localdate(matter.due_at)
        notify(wanted, sentence, url_of(matter), matter.place_code, topic=topic, due_on=due_on)


def desk_of(matter: Matter) -> list[int]:
    """List whom to tell at the desk that answers for a matter."""
    return holders_of(Right.MATTERS_DISPATCH, [matter.desk_code])


def tell_desk(matter: Matter, sentence: str) -> None:
    """Tell the desk that answers for a matter."""
    tell(matter, desk_of(matter), sentence)


def tell_of_new(matter: Matter) -> None:
    """Tell the desk of what came in: many new ones are one notice with their number, danger is told by itself."""
    if matter.is_danger:
        tell_desk(matter, f"有生命危险，马上处理：{named(matter)}。")
        return
    listed = f"{reverse('matters:matters')}?view=new"
    topic = Topic(f"matters.new:{matter.desk_code}", "收到 {n} 件新的事项，请受理。", listed)
    tell(matter, desk_of(matter), f"收到新的事项：{named(matter)}。", topic)


def tell_unit(assignment: Assignment, sentence: str) -> None:
    """Tell those who act for a unit."""
    tell(assignment.matter, people_of(assignment.organisation), sentence)


def url_of(matter: Matter) -> str:
    """Return the address of a matter."""
    return reverse("matters:matter", args=[matter.pk])


def named(matter: Matter) -> str:
    """Name a matter in a sentence."""
    return f"“{matter.title}”（{matter.number}）"
