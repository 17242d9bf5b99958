"""The answer to the person: a matter is never closed without one, and an empty or copied one is none."""

import hashlib
import re
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import MatterKind, MatterState, Outcome, StepKind
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.services.entries import add_step, tell_reporter
from gongjian.apps.matters.services.locking import at_desk, written
from gongjian.apps.matters.services.parts import end_parts
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.rules import rule_value

HOLLOW = "matters.hollow_answers"
LEAST = "matters.answer_least_chars"
ANSWER_LIMIT = 4000
AT_ONCE = (MatterKind.CONSULTATION, MatterKind.IDEA)
"""Kinds that may be answered by the desk itself, without a unit and a check."""


def substance_of(answer: str, hollow: Iterable[str]) -> str:
    """Return what an answer says beyond phrases that say nothing, without signs and blanks.

    >>> substance_of("您好，您反映的问题已转相关部门处理，谢谢！", ["您好", "您反映的问题", "已转相关部门处理", "谢谢"])
    ''
    """
    rest = bare(answer)
    for phrase in sorted((bare(phrase) for phrase in hollow), key=len, reverse=True):
        rest = rest.replace(phrase, "")
    return rest


def bare(text: str) -> str:
    """Keep letters, digits and Han characters."""
    return re.sub(r"[\W_]+", "", text)


def answer_digest(answer: str) -> str:
    """Return what two answers are compared by: the same words, whatever their signs and blanks."""
    return hashlib.sha256(bare(answer).encode()).hexdigest()


def checked_answer(matter: Matter, answer: str) -> str:
    """Return an answer that says something, and says it to this person; raise Invalid with a sentence otherwise."""
    today = timezone.localdate()
    text = written(answer, "没有写答复，不能办结。请写明办了什么、结果怎样。", ANSWER_LIMIT)
    rest = substance_of(text, rule_value(HOLLOW, on=today, place_code=matter.place_code))
    least = int(rule_value(LEAST, on=today, place_code=matter.place_code))
    if len(rest) < least:
        raise Invalid(
            f"这样的答复等于没有答复：除去客套和“已转有关部门”一类的话，只有 {len(rest)} 个字，至少要 {least} 个字。"
            "请写明谁办的、办了什么、结果怎样。"
        )
    same = Matter.objects.filter(answer_digest=answer_digest(text)).exclude(pk=matter.pk)
    if twin := same.exclude(merged_into=matter).order_by("-answered_at").first():
        raise Invalid(f"这段答复和 {twin.number} 的一字不差。请针对这件事写；若是同一件事，请先合并。")
    return text


@transaction.atomic
def answer_and_close(
    *, actor: Actor, matter_id: int, answer: str, is_published: bool | None = None
) -> Matter:
    """Answer the person and close as solved; matters merged into this one are answered and closed with it.

    Raises Invalid for an answer that says nothing or copies another, Conflict before the check has passed
    (a consultation or an idea needs none).
    """
    kind = Matter.objects.visible_to(actor).filter(pk=matter_id).values_list("kind", flat=True).first()
    matter = at_desk(actor, matter_id, "answer_at_once" if kind in AT_ONCE else "answer")
    _close(actor, matter, answer, Outcome.SOLVED, "", is_published)
    return matter


@transaction.atomic
def close_unsolved(
    *, actor: Actor, matter_id: int, answer: str, reason: str, outcome: Outcome = Outcome.CLOSED_UNSOLVED
) -> Matter:
    """Close what could not be solved, or was passed to another channel, apart from what was: with the reason and an answer."""
    matter = at_desk(actor, matter_id, "close_unsolved")
    text = written(reason, "请写明为什么没有解决。统计和复查要用。")
    if outcome not in (Outcome.CLOSED_UNSOLVED, Outcome.REFERRED):
        raise Conflict("没有解决的，只能记为“已办结、未解决”或“转其他渠道”。")
    _close(actor, matter, answer, outcome, text, None)
    return matter


def _close(
    actor: Actor, matter: Matter, answer: str, outcome: Outcome, reason: str, is_published: bool | None
) -> None:
    text = checked_answer(matter, answer)
    now = timezone.now()
    end_parts(matter)
    tell_reporter(matter, StepKind.ANSWERED, text)
    for one in [matter, *_merged(matter)]:
        one.state, one.outcome, one.reason = MatterState.CLOSED, outcome, reason
        one.answer, one.answer_digest = text, answer_digest(text)
        one.answered_at = one.closed_at = now
        one.done_at = one.done_at or now
        one.contacted_at = one.contacted_at or now
        one.is_published = one.is_published if is_published is None else is_published
        one.save()
        add_step(actor, one, StepKind.ANSWERED, text, is_public=True)
        audit.record(
            actor, "matters.closed", one, after={"outcome": outcome, "reason": reason, "answer": text}
        )


def _merged(matter: Matter) -> list[Matter]:
    return list(
        Matter.objects.select_for_update(no_key=True).filter(merged_into=matter, state=MatterState.MERGED)
    )
