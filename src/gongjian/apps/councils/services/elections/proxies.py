"""Proxy votes: written, by the rule's limit, not by candidates; revoked while no ballot was handed out."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.elections import CandidateStatus, ElectionStatus
from gongjian.apps.councils.models.elections import Candidate, Election, Proxy, RollEntry
from gongjian.apps.councils.services.elections.steps import entry_of, managed_election
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotFound

TURNS = (ElectionStatus.FROZEN, ElectionStatus.LISTED, ElectionStatus.VOTING)


@dataclass(frozen=True)
class ProxySpec:
    """Who can't come, who votes for him, when that was written and why."""

    principal_id: int
    agent_id: int
    written_on: date
    reason: str


@transaction.atomic
def give_proxy(*, actor: Actor, election_id: int, spec: ProxySpec) -> Proxy:
    """Register a written power. Raises Conflict with what stands against it."""
    election = managed_election(actor, election_id, *TURNS)
    principal, agent = (entry_of(election, key) for key in (spec.principal_id, spec.agent_id))
    if not spec.reason.strip():
        raise Invalid("请照委托书写明为什么不能到场。")
    if spec.written_on > timezone.localdate():
        raise Invalid("委托书的日期还没有到。请照委托书填。")
    _refuse_unfit(election, principal, agent)
    proxy = Proxy.objects.create(
        election=election,
        principal=principal,
        agent=agent,
        written_on=spec.written_on,
        reason=spec.reason.strip(),
    )
    audit.record(actor, "councils.election_proxy_given", proxy, place_code=election.place_code)
    return proxy


def _refuse_unfit(election: Election, principal: RollEntry, agent: RollEntry) -> None:
    standing = election.proxies.filter(revoked_on__isnull=True)
    most = int(election.rule["proxies_most"])
    names = principal.resident.masked_name, agent.resident.masked_name
    if principal.pk == agent.pk:
        raise Invalid("委托人和受托人是同一个人。请选另一个人。")
    if principal.given:
        raise Conflict(f"{names[0]}已经领了{principal.get_given_display()}，不能再委托别人。")
    if standing.filter(principal=principal).exists():
        raise Conflict(f"{names[0]}已经委托了别人。先撤销那一份才能改委托。")
    if standing.filter(principal=agent).exists():
        raise Conflict(f"{names[1]}自己已经委托别人投票，不能再受托。")
    if standing.filter(agent=principal).exists():
        raise Conflict(f"{names[0]}正替别人投票，不能再把自己的票委托出去。")
    if standing.filter(agent=agent).count() >= most:
        raise Conflict(f"每人最多受托 {most} 票，{names[1]}已经受托 {most} 票。")
    stands = Candidate.objects.filter(
        post__election=election,
        resident_id=agent.resident_id,
        status__in=(CandidateStatus.NOMINATED, CandidateStatus.QUALIFIED),
    )
    if stands.exists():
        raise Conflict(f"{names[1]}是候选人，不能接受委托。")


@transaction.atomic
def revoke_proxy(*, actor: Actor, election_id: int, proxy_id: int) -> Proxy:
    """Take a power back, before a ballot was handed out on it."""
    election = managed_election(actor, election_id, *TURNS)
    proxy = election.proxies.select_related("principal").filter(pk=proxy_id).first()
    if proxy is None:
        raise NotFound()
    if proxy.revoked_on is not None:
        raise Conflict("这份委托已经撤销了。")
    if entry_of(election, proxy.principal_id).given:
        raise Conflict("受托人已经领了票，不能再撤销。")
    proxy.revoked_on = timezone.localdate()
    proxy.save(update_fields=["revoked_on"])
    audit.record(actor, "councils.election_proxy_revoked", proxy, place_code=election.place_code)
    return proxy
