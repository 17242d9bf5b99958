"""A matter goes one level up: opened again, or complained of again and again."""

from django.utils import timezone

from gongjian.apps.matters.choices import MatterLevel, StepKind
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.nearby import earlier_repeats, repeat_days
from gongjian.apps.matters.services.entries import add_step, named, tell_desk
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.rules import rule_value

REPEATS_RAISE = "matters.repeats_raise"


def raise_level(actor: Actor, matter: Matter, reason: str) -> bool:
    """Put a locked matter one level up and tell the desk there; False at the city, which has none above."""
    level = MatterLevel(matter.level)
    if level.above() == level:
        return False
    before = audit.snapshot(matter, "level")
    matter.level = level.above()
    matter.save(update_fields=["level"])
    add_step(
        actor, matter, StepKind.RAISED, f"{reason}，提到{matter.get_level_display()}一级", is_public=True
    )
    audit.record(
        actor,
        "matters.raised",
        matter,
        before=before,
        after={**audit.snapshot(matter, "level"), "reason": reason},
    )
    tell_desk(matter, f"{named(matter)}{reason}，提到你这一级。")
    return True


def note_repeats(actor: Actor, matter: Matter) -> None:
    """Count how often the same was raised here within the rule's days; from the rule's number on, raise the level."""
    today = timezone.localdate(matter.received_at)
    matter.nth = earlier_repeats(matter).count() + 1
    matter.save(update_fields=["nth"])
    if matter.nth >= int(rule_value(REPEATS_RAISE, on=today, place_code=matter.place_code)):
        raise_level(actor, matter, f"{repeat_days(matter)} 天内第 {matter.nth} 次反映")
