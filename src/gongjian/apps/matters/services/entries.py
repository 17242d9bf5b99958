"""What every act writes beside itself: a line of the timeline, news for the people who wait."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.choices import StepKind
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


def tell_reporter(matter: Matter, kind: StepKind, words: str) -> None:
    """Put a message out for the reporter, and for those whose matters were merged into this one."""
    told = [matter, *matter.merged.filter(closed_at__isnull=True)]
    now = timezone.now()
    Message.objects.bulk_create(Message(matter=one, kind=kind, words=words, at=now) for one in told)


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
