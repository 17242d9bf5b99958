"""After the answer: the person rates it, has it opened again; others met the same."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from gongjian.apps.matters.choices import Outcome, Rater, Satisfaction, StepKind
from gongjian.apps.matters.models import Matter, MeToo, Rating
from gongjian.apps.matters.selectors.following import follow
from gongjian.apps.matters.services.clocks import start_clock
from gongjian.apps.matters.services.entries import RESIDENT, add_step, named, tell_desk, tell_reporter
from gongjian.apps.matters.services.locking import at_desk, lock, written
from gongjian.apps.matters.services.raising import raise_level
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.keyed import keyed_digest
from gongjian.core.rules import rule_value

RATE_DAYS = "matters.rate_days"
REOPEN_DAYS = "matters.reopen_days"
BASIC_COUNTS = "matters.basic_counts"
WORDS_LIMIT = 500


@transaction.atomic
def rate(*, number: str, code: str, is_solved: bool, satisfaction: Satisfaction, words: str = "") -> Rating:
    """Rate the answer as whoever holds the follow code, once for each answer, within the rule's days."""
    matter = lock(follow(number, code).pk, "rate")
    return _rate(RESIDENT, matter, is_solved, satisfaction, words, Rater.CODE)


@transaction.atomic
def record_callback(
    *, actor: Actor, matter_id: int, is_solved: bool, satisfaction: Satisfaction, words: str = ""
) -> Rating:
    """Write down what the person said when the desk called back (回访)."""
    matter = at_desk(actor, matter_id, "rate")
    return _rate(actor, matter, is_solved, satisfaction, words, Rater.CALLBACK)


def _rate(
    actor: Actor, matter: Matter, is_solved: bool, satisfaction: Satisfaction, words: str, rater: Rater
) -> Rating:
    if matter.outcome == Outcome.VOID or matter.closed_at is None:
        raise Conflict("这件事还没有答复，不能评价。")
    days = _number(RATE_DAYS, matter)
    if timezone.now() > matter.closed_at + timedelta(days=days):
        raise Conflict(f"答复后 {days} 天内可以评价，现在已经过了。仍有问题可以重新反映。")
    if len(words) > WORDS_LIMIT:
        raise Invalid(f"写了 {len(words)} 字，最多 {WORDS_LIMIT} 字。请写短一些。")
    if Rating.objects.filter(matter=matter, cycle=matter.cycle).exists():
        raise Conflict("这次答复已经评价过了。")
    row = Rating.objects.create(
        matter=matter,
        cycle=matter.cycle,
        is_solved=is_solved,
        satisfaction=satisfaction,
        is_satisfied=_counts_as_satisfied(matter, satisfaction),
        words=words.strip(),
        rater=rater,
        by_id=actor.user_id,
        at=timezone.now(),
    )
    solved = "已解决" if is_solved else "没有解决"
    add_step(
        actor,
        matter,
        StepKind.RATED,
        f"{solved}，{row.get_satisfaction_display()}。{row.words}",
        is_public=True,
    )
    audit.record(actor, "matters.rated", matter, after={"solved": is_solved, "satisfaction": satisfaction})
    if row.is_low:
        tell_desk(matter, f"{named(matter)}的答复评价不好：{solved}，{row.get_satisfaction_display()}。")
    return row


def _counts_as_satisfied(matter: Matter, satisfaction: Satisfaction) -> bool:
    if satisfaction == Satisfaction.BASIC:
        return bool(_number(BASIC_COUNTS, matter))
    return satisfaction == Satisfaction.SATISFIED


@transaction.atomic
def reopen(*, number: str, code: str, words: str) -> Matter:
    """Open a matter again as whoever holds the follow code: one level higher, with a new clock.

    It takes a low rating of the last answer. Raises Conflict without one, or after the rule's days.
    """
    matter = lock(follow(number, code).pk, "reopen")
    rating = Rating.objects.filter(matter=matter, cycle=matter.cycle).first()
    if rating is None or not rating.is_low:
        raise Conflict("请先评价这次答复。评为没有解决或者不满意的，可以重新打开。")
    return _reopen(RESIDENT, matter, words)


@transaction.atomic
def reopen_at_desk(*, actor: Actor, matter_id: int, words: str) -> Matter:
    """Open a matter again at the desk: the person said on the phone that it isn't solved."""
    return _reopen(actor, at_desk(actor, matter_id, "reopen"), words)


def _reopen(actor: Actor, matter: Matter, words: str) -> Matter:
    text = written(words, "请写明哪里没有解决。", WORDS_LIMIT)
    days = _number(REOPEN_DAYS, matter)
    if matter.closed_at is None or timezone.now() > matter.closed_at + timedelta(days=days):
        raise Conflict(f"答复后 {days} 天内可以重新打开，现在已经过了。请重新反映一次。")
    before = audit.snapshot(matter, "state", "outcome", "due_at")
    matter.reopen_count += 1
    matter.cycle += 1
    matter.outcome, matter.reason, matter.answer, matter.answer_digest = "", "", "", ""
    matter.answered_at = matter.closed_at = matter.done_at = None
    matter.merged_into = None
    matter.filed_at = matter.started_at = timezone.now()
    start_clock(matter)
    matter.save()
    add_step(actor, matter, StepKind.REOPENED, text, is_public=True)
    audit.record(
        actor,
        "matters.reopened",
        matter,
        before=before,
        after={**audit.snapshot(matter, "state", "due_at"), "text": text},
    )
    tell_reporter(matter, StepKind.REOPENED, "您反映的事已重新打开，由上一级督办。")
    if not raise_level(actor, matter, f"第 {matter.reopen_count} 次重新打开"):
        tell_desk(matter, f"{named(matter)}重新打开：{text}")
    return matter


def me_too(*, number: str, who: str) -> Matter:
    """Count somebody else who met the same, once each; `who` is anything that tells him apart, and only its digest is kept.

    What was merged counts where it was merged to. Raises NotFound once it is closed, Conflict for a second time.
    """
    found = Matter.objects.filter(number=number, closed_at__isnull=True).only("merged_into").first()
    if found is None:
        raise NotFound("没有找到这件事，或者已经办结。请直接反映。")
    try:
        with transaction.atomic():
            matter: Matter = Matter.objects.select_for_update(no_key=True).get(
                pk=found.merged_into_id or found.pk
            )
            MeToo.objects.create(
                matter=matter,
                who_hash=keyed_digest("matters.me_too", f"{matter.pk}:{who}"),
                at=timezone.now(),
            )
            Matter.objects.filter(pk=matter.pk).update(me_too_count=F("me_too_count") + 1)
            matter.refresh_from_db(fields=["me_too_count"])
            audit.record(RESIDENT, "matters.met_too", matter, after={"count": matter.me_too_count})
    except IntegrityError as error:
        raise Conflict("您已经点过“我也遇到”，这件事有进展会公布。") from error
    return matter


def _number(key: str, matter: Matter) -> int:
    return int(rule_value(key, on=timezone.localdate(), place_code=matter.place_code))
