"""What whoever holds a matter's code sees of it: his own words and photos, each public step, what he was told."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from gongjian.apps.matters.choices import MatterState, Outcome
from gongjian.apps.matters.models import Matter, MatterPhoto, Message, Rating, Step
from gongjian.apps.matters.selectors.following import follow
from gongjian.apps.matters.services.after import RATE_DAYS, REOPEN_DAYS
from gongjian.apps.places.selectors import names_of
from gongjian.core.rules import rule_value


@dataclass(frozen=True)
class Followed:
    """One matter for its reporter. `desk` is whose desk answers for it."""

    matter: Matter
    desk: str
    steps: list[Step]
    messages: list[Message]
    photos: list[MatterPhoto]
    rating: Rating | None
    can_rate: bool
    can_reopen: bool
    rate_days: int
    reopen_days: int

    @property
    def own_data(self) -> bool:
        """Whether something personal is kept with it."""
        reporter = self.matter.reporter
        return reporter is not None and reporter.erased_at is None


def followed(number: str, code: str) -> Followed:
    """Return a matter to whoever holds its code; NotFound with the same words for a wrong number and a wrong code."""
    matter = Matter.objects.select_related("matter_class", "reporter").get(pk=follow(number, code).pk)
    rating = Rating.objects.filter(matter=matter, cycle=matter.cycle).first()
    rate_days, reopen_days = _days(RATE_DAYS, matter), _days(REOPEN_DAYS, matter)
    now, closed_at = timezone.now(), matter.closed_at
    is_answered = (
        matter.state == MatterState.CLOSED and closed_at is not None and matter.outcome != Outcome.VOID
    )
    return Followed(
        matter=matter,
        desk=names_of([matter.desk_code]).get(matter.desk_code, ""),
        steps=list(matter.steps.filter(is_public=True).select_related("organisation")),
        messages=list(matter.messages.order_by("-at", "-pk")),
        photos=list(matter.photos.select_related("file")),
        rating=rating,
        can_rate=is_answered and rating is None and now <= closed_at + timedelta(days=rate_days),
        can_reopen=is_answered
        and rating is not None
        and rating.is_low
        and now <= closed_at + timedelta(days=reopen_days),
        rate_days=rate_days,
        reopen_days=reopen_days,
    )


def _days(key: str, matter: Matter) -> int:
    return int(rule_value(key, on=timezone.localdate(), place_code=matter.place_code))
