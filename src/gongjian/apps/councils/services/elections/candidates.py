"""Candidates: nominated, looked into with reasons, withdrawn, posted once there are as many as the rule asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.elections import (
    BallotKind,
    CandidateStatus,
    ElectionCause,
    ElectionStatus,
    NominationKind,
)
from gongjian.apps.councils.models.elections import (
    Candidate,
    Election,
    ElectionPost,
    Nominator,
    RollEntry,
)
from gongjian.apps.councils.selectors.elections import get_candidate, last_day_to_list, paper_name
from gongjian.apps.councils.services.elections.steps import managed_election, take_step
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotFound

OPEN = (CandidateStatus.NOMINATED, CandidateStatus.QUALIFIED)


@dataclass(frozen=True, kw_only=True)
class NominationSpec:
    """Who is put forward for which post, and by whom: voters together, himself, or a body that is named."""

    post_id: int
    entry_id: int
    kind: NominationKind
    nominators: Sequence[int] = ()
    body: str = ""
    about: str = ""


@transaction.atomic
def nominate(*, actor: Actor, election_id: int, spec: NominationSpec) -> Candidate:
    """Put a voter of the frozen roll forward for a post."""
    election = managed_election(actor, election_id, ElectionStatus.FROZEN)
    post = election.posts.filter(pk=spec.post_id).first()
    entry = election.roll.select_related("resident").filter(pk=spec.entry_id, is_struck=False).first()
    if post is None or entry is None:
        raise NotFound()
    if post.candidates.filter(resident_id=entry.resident_id).exists():
        raise Conflict(f"{entry.resident.masked_name}已经提名为{post.name}候选人。")
    nominators = _nominators(election, spec, entry)
    candidate = Candidate.objects.create(
        post=post,
        resident=entry.resident,
        name=paper_name(post, entry),
        nominated_by=spec.kind,
        body=spec.body.strip(),
        about=spec.about.strip(),
    )
    Nominator.objects.bulk_create(Nominator(candidate=candidate, entry=one) for one in nominators)
    audit.record(
        actor,
        "councils.election_nominated",
        candidate,
        after={"post": post.name, "by": spec.kind, "nominators": len(nominators)},
        place_code=election.place_code,
    )
    return candidate


def _nominators(election: Election, spec: NominationSpec, entry: RollEntry) -> list[RollEntry]:
    if spec.kind == NominationKind.BODY and not spec.body.strip():
        raise Invalid("组织推荐的要写明是哪个组织。")
    if spec.kind != NominationKind.JOINT:
        return []
    wanted = set(spec.nominators) - {entry.pk}
    found = list(election.roll.filter(pk__in=wanted, is_struck=False))
    least = int(election.rule["joint_nominators"])
    if len(found) < least:
        raise Conflict(f"联名提名要 {least} 名选民，名册上找到 {len(found)} 名（不算被提名人自己）。")
    return found


@transaction.atomic
def check_candidate(*, actor: Actor, candidate_id: int, is_qualified: bool, reason: str) -> Candidate:
    """Say whether a candidate may stand, and why; may be said anew until the list is posted."""
    candidate = _open_candidate(actor, candidate_id)
    if not reason.strip():
        raise Invalid("请写审查意见：查了什么，为什么合格或不合格。")
    candidate.status = CandidateStatus.QUALIFIED if is_qualified else CandidateStatus.REFUSED
    candidate.reason = reason.strip()
    candidate.save(update_fields=["status", "reason"])
    _record(actor, "councils.election_candidate_checked", candidate)
    return candidate


@transaction.atomic
def withdraw_candidate(*, actor: Actor, candidate_id: int, reason: str) -> Candidate:
    """Let a candidate step back, before the vote opens."""
    candidate = _open_candidate(actor, candidate_id, ElectionStatus.LISTED)
    if not reason.strip():
        raise Invalid("请写明本人为什么退出。")
    post = candidate.post
    if post.election.status == ElectionStatus.LISTED:
        left = post.candidates.filter(status=CandidateStatus.QUALIFIED).exclude(pk=candidate.pk).count()
        if left < 1:
            raise Conflict(f"{post.name}只剩这一名候选人，退出后没有人可选。请作废这次选举，重新提名。")
    candidate.status, candidate.reason = CandidateStatus.WITHDRAWN, reason.strip()
    candidate.save(update_fields=["status", "reason"])
    _record(actor, "councils.election_candidate_withdrawn", candidate)
    return candidate


@transaction.atomic
def post_candidates(*, actor: Actor, election_id: int) -> Election:
    """Post the final list: all looked into, more of them than seats by the rule, not too late."""
    election = managed_election(actor, election_id, ElectionStatus.FROZEN)
    last = last_day_to_list(election)
    if election.cause != ElectionCause.SECOND_ROUND and timezone.localdate() > last:
        raise Conflict(
            f"候选人名单要在选举日的 {election.rule['candidates_days']} 日前公布，最晚是{last:%Y-%m-%d}。"
        )
    for post in election.posts.all():
        refuse_short(election, post)
    election.listed_on = timezone.localdate()
    take_step(election, ElectionStatus.LISTED, "listed_on")
    audit.record(actor, "councils.election_candidates_posted", election)
    return election


def refuse_short(election: Election, post: ElectionPost) -> None:
    """Raise Conflict when a post has candidates that nobody looked into, or too few, or too many for yes and no."""
    if waiting := post.candidates.filter(status=CandidateStatus.NOMINATED).count():
        raise Conflict(f"{post.name}还有 {waiting} 名候选人没有审查资格。")
    number = post.candidates.filter(status=CandidateStatus.QUALIFIED).count()
    if post.ballot_kind == BallotKind.YES_NO:
        if number != 1:
            raise Conflict(f"{post.name}投同意、不同意、弃权，要正好 1 名候选人，现在 {number} 名。")
        return
    more = int(election.rule["more_candidates"].get(election.kind, 0))
    least = post.seats + more
    if number < least:
        words = f"差额选举，候选人至少 {least} 名" if more else f"候选人至少 {least} 名"
        raise Conflict(
            f"{post.name}应选 {post.seats} 人，{words}，合格的 {number} 名，差 {least - number} 名。"
        )


def _open_candidate(actor: Actor, candidate_id: int, *also: ElectionStatus) -> Candidate:
    found = get_candidate(actor, candidate_id)
    managed_election(actor, found.post.election_id, ElectionStatus.FROZEN, *also)
    if found.status == CandidateStatus.WITHDRAWN:
        raise Conflict("这名候选人已经退出。")
    return found


def _record(actor: Actor, act: str, candidate: Candidate) -> None:
    after = {"status": candidate.status, "reason": candidate.reason, "post": candidate.post.name}
    audit.record(actor, act, candidate, after=after, place_code=candidate.post.election.place_code)
