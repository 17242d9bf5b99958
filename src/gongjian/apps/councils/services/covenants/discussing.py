"""A draft is discussed in public for some days; what people say is kept with a masked name, and answered."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.choices.covenants import OpinionSource, Verdict, VersionStatus
from gongjian.apps.councils.models import CovenantClause, CovenantOpinion, CovenantVersion
from gongjian.apps.councils.selectors.covenants import days_of, get_opinion, later_versions
from gongjian.apps.councils.services.covenants.steps import managed_version, take_step
from gongjian.apps.matters.services import RESIDENT
from gongjian.apps.parties.services.notices import notify
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.engines.masking import mask_name

AT_A_TIME = 200


@dataclass(frozen=True, kw_only=True)
class OpinionSpec:
    """What somebody says; `clause_id` None is about the whole. `name` is masked before it is kept."""

    version_id: int
    words: str
    clause_id: int | None = None
    name: str = ""
    source: str = OpinionSource.PORTAL


@transaction.atomic
def open_discussion(*, actor: Actor, version_id: int, last_on: date | None = None) -> CovenantVersion:
    """Let everybody read a draft and say what he thinks, from today to `last_on`, as long as the rule asks at least."""
    version = managed_version(actor, version_id)
    today = timezone.localdate()
    days = days_of("discussion_days", version.place_code, today)
    least = today + timedelta(days=days - 1)
    last = last_on or least
    if last < least:
        raise Invalid(f"征求意见不少于 {days} 天，最早到 {least.month}月{least.day}日。请改结束的日期。")
    version.first_on, version.last_on = today, last
    take_step(version, VersionStatus.DISCUSSING, "first_on", "last_on")
    audit.record(
        actor,
        "councils.covenant_opened",
        version,
        after=audit.snapshot(version, "first_on", "last_on"),
        place_code=version.place_code,
    )
    return version


@transaction.atomic
def take_opinion(*, actor: Actor, spec: OpinionSpec) -> CovenantOpinion:
    """Write down what was said at the desk, on paper or at a meeting, until the discussion's answers are given."""
    version = managed_version(actor, spec.version_id)
    if version.status != VersionStatus.DISCUSSING:
        raise Conflict("这一稿没有在征求意见。")
    return _keep(actor, version, spec)


@transaction.atomic
def receive_opinion(*, spec: OpinionSpec) -> CovenantOpinion:
    """Take in what came through the public door on the days of the discussion; NotFound for no such version."""
    rows = CovenantVersion.objects.select_related("covenant").prefetch_related("clauses")
    version = rows.filter(pk=spec.version_id).first()
    if version is None:
        raise NotFound()
    if not version.is_open_on(timezone.localdate()):
        raise Conflict("征求意见已经结束。")
    return _keep(RESIDENT, version, spec)


def _keep(actor: Actor, version: CovenantVersion, spec: OpinionSpec) -> CovenantOpinion:
    words, name = spec.words.strip(), spec.name.strip()
    if not words:
        raise Invalid("还没有写意见。")
    clause: CovenantClause | None = None
    if spec.clause_id is not None:
        clause = next((one for one in version.clauses.all() if one.pk == spec.clause_id), None)
        if clause is None:
            raise Invalid("这一稿里没有你选的那一条。请重新选。")
    opinion = CovenantOpinion.objects.create(
        version=version,
        clause=clause,
        words=words,
        masked_name=mask_name(name)[:20] if name else "",
        source=spec.source,
        received_at=timezone.now(),
    )
    audit.record(
        actor,
        "councils.opinion_taken",
        opinion,
        after=audit.snapshot(opinion, "words", "source"),
        place_code=version.place_code,
    )
    return opinion


@transaction.atomic
def publish_opinion(*, actor: Actor, opinion_id: int, is_published: bool = True) -> CovenantOpinion:
    """Show an opinion to everybody before it is answered, or take it off again."""
    opinion = _managed_opinion(actor, opinion_id)
    opinion.is_published = is_published
    opinion.save(update_fields=["is_published"])
    audit.record(
        actor,
        "councils.opinion_published",
        opinion,
        after=audit.snapshot(opinion, "is_published"),
        place_code=opinion.version.place_code,
    )
    return opinion


@transaction.atomic
def answer_opinion(
    *,
    actor: Actor,
    opinion_id: int,
    verdict: str,
    answer: str = "",
    adopted_in_id: int | None = None,
    is_published: bool = True,
) -> CovenantOpinion:
    """Say what came of an opinion: the later version that took it up, or why not. It may be said again, better."""
    opinion = _managed_opinion(actor, opinion_id)
    before = audit.snapshot(opinion, "verdict", "answer", "is_published")
    opinion.adopted_in = None
    if verdict == Verdict.DECLINED:
        if not answer.strip():
            raise Invalid("没有采纳的，要写明理由，提意见的人看得到。")
    else:
        opinion.adopted_in = _later_version(opinion, adopted_in_id)
    opinion.verdict, opinion.answer, opinion.is_published = verdict, answer.strip(), is_published
    opinion.answered_on, opinion.answered_by_id = timezone.localdate(), actor.user_id
    opinion.save()
    audit.record(
        actor,
        "councils.opinion_answered",
        opinion,
        before=before,
        after=audit.snapshot(opinion, "verdict", "answer", "is_published", "adopted_in_id"),
        place_code=opinion.version.place_code,
    )
    return opinion


def _later_version(opinion: CovenantOpinion, version_id: int | None) -> CovenantVersion:
    """Return the version that took an opinion up: a later one of the same covenant."""
    later = later_versions(opinion.version)
    found = next((one for one in later if one.pk == version_id), None)
    if found is None:
        raise Invalid("采纳了，要写明在哪一稿里改了。请先写下一稿，再答复这条意见。")
    return found


def _managed_opinion(actor: Actor, opinion_id: int) -> CovenantOpinion:
    seen = get_opinion(actor, opinion_id)
    actor.require(Right.COUNCILS_MANAGE, seen.version.place_code)
    rows = CovenantOpinion.objects.select_for_update(no_key=True, of=("self",))
    locked: CovenantOpinion = rows.select_related("version__covenant").get(pk=seen.pk)
    return locked


def remind_of_discussions() -> int:
    """Tell whoever made a draft, once, when its discussion is over and answers are due; return how many were told."""
    today = timezone.localdate()
    over = CovenantVersion.objects.filter(
        status=VersionStatus.DISCUSSING, last_on__lt=today, reminded_on__isnull=True, made_by__isnull=False
    ).select_related("covenant")
    count = 0
    for row in over.order_by("last_on", "pk")[:AT_A_TIME]:
        with transaction.atomic():
            unmarked = CovenantVersion.objects.filter(pk=row.pk, reminded_on__isnull=True)
            if not unmarked.update(reminded_on=today) or row.made_by_id is None:
                continue
            days = days_of("answer_days", row.place_code, row.last_on or today)
            notify(
                [row.made_by_id],
                f"“{row}”征求意见已经结束，请在 {days} 天内逐条答复",
                reverse("councils:covenant_version", args=[row.pk]),
                row.place_code,
            )
            count += 1
    return count
