"""Drafts: written from consented claims, their terms, steps and people; a change voids a signature that is there."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import AgreementStatus, ClaimStatus, Side
from gongjian.apps.cobuilding.models import (
    Agreement,
    AgreementLine,
    AgreementPerson,
    AgreementStep,
    Claim,
    Contributor,
    Project,
)
from gongjian.apps.cobuilding.services.agreements.steps import (
    check_turn,
    locked_agreement,
    require_side,
)
from gongjian.apps.cobuilding.services.agreements.telling import tell_other, url_of
from gongjian.apps.cobuilding.services.entries import numbered
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotFound

FIELDS = ("title", "starts_on", "ends_on", "terms", "project_id")
USUAL_DAYS = 90
"""A draft of a need without a last day ends so many days after it begins, until its sides write another."""


@dataclass(frozen=True, kw_only=True)
class TermsSpec:
    """What both sides agree on beside the lines."""

    title: str
    starts_on: date
    ends_on: date
    terms: str = ""
    project_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class StepSpec:
    """One step: what, by which side, who sees to it, by when."""

    title: str
    side: Side
    owner_name: str
    due_on: date


@transaction.atomic
def draft_from_claim(*, actor: Actor, claim: Claim) -> Agreement:
    """Write a consented claim into the draft of its unit and community, or into a new one.

    Called with need and claim locked, as consent has them. What is bundled into a draft that one side has signed
    voids that signature, as any change does. Raises Conflict for a claim that is not consented or was written already.
    """
    if claim.status != ClaimStatus.CONSENTED or AgreementLine.objects.filter(claim=claim).exists():
        raise Conflict("这次认领还没有双方同意，或者已经写进协议。")
    drafts = Agreement.objects.filter(
        place_code=claim.place_code, organisation=claim.organisation_id, status=AgreementStatus.DRAFTED
    )
    agreement: Agreement | None = drafts.order_by("pk").select_for_update(no_key=True).first()
    if agreement is None:
        agreement = _new_draft(actor, claim)
    else:
        _widen(actor, agreement, claim)
    line = AgreementLine.objects.create(
        agreement=agreement,
        claim=claim,
        need_id=claim.need_id,
        resource_id=claim.resource_id,
        promised=claim.quantity,
    )
    audit.record(
        actor, "cobuilding.line_drafted", agreement, after=audit.snapshot(line, "need_id", "promised")
    )
    return agreement


def _new_draft(actor: Actor, claim: Claim) -> Agreement:
    starts_on, ends_on = _days(claim)
    agreement = Agreement(
        place_code=claim.place_code,
        organisation_id=claim.organisation_id,
        title=f"{claim.organisation.short_name or claim.organisation.name}共建协议书：{claim.need.title}"[
            :80
        ],
        starts_on=starts_on,
        ends_on=ends_on,
        made_by_id=actor.user_id,
        is_demo=claim.is_demo,
    )
    numbered(agreement)
    audit.record(
        actor, "cobuilding.agreement_drafted", agreement, after=audit.snapshot(agreement, "number", *FIELDS)
    )
    return agreement


def _days(claim: Claim) -> tuple[date, date]:
    today = timezone.localdate()
    starts_on = max(claim.need.first_on or today, today)
    ends_on = claim.need.last_on or starts_on + timedelta(days=USUAL_DAYS)
    return starts_on, max(ends_on, starts_on)


def _widen(actor: Actor, agreement: Agreement, claim: Claim) -> None:
    """Let a draft reach as long as what is bundled into it; several things have a name of their own."""
    starts_on, ends_on = _days(claim)
    agreement.starts_on, agreement.ends_on = (
        min(agreement.starts_on, starts_on),
        max(agreement.ends_on, ends_on),
    )
    if not agreement.title.endswith("等"):
        agreement.title = f"{agreement.title[:79]}等"
    _void_signatures(actor, agreement, "又加了一项")
    agreement.save()


@transaction.atomic
def change_terms(*, actor: Actor, agreement_id: int, spec: TermsSpec) -> Agreement:
    """Change what a draft says; a signature that is there is void, and its side is told.

    Raises Conflict once both have signed: then a supplement is the way.
    """
    agreement = locked_agreement(actor, agreement_id, AgreementStatus.DRAFTED)
    if not spec.title.strip():
        raise Invalid("协议要有名称。")
    if spec.ends_on < spec.starts_on:
        raise Invalid("“到哪天止”早于“从哪天起”。请核对两个日期。")
    before = audit.snapshot(agreement, *FIELDS)
    agreement.title, agreement.terms = spec.title.strip(), spec.terms.strip()
    agreement.starts_on, agreement.ends_on = spec.starts_on, spec.ends_on
    agreement.project = _project(actor, agreement, spec.project_id)
    after = audit.snapshot(agreement, *FIELDS)
    if after != before:
        _void_signatures(actor, agreement, "改了约定")
    agreement.save()
    audit.record(actor, "cobuilding.agreement_changed", agreement, before=before, after=after)
    return agreement


def _project(actor: Actor, agreement: Agreement, project_id: int | None) -> Project | None:
    if project_id is None:
        return None
    found: Project | None = Project.objects.visible_to(actor).filter(pk=project_id).one()
    if found is None or not (
        found.place_code.startswith(agreement.place_code) or agreement.place_code.startswith(found.place_code)
    ):
        raise NotFound("没有找到这个项目。请重新选。")
    return found


def _void_signatures(actor: Actor, agreement: Agreement, why: str) -> None:
    """Void a signature that was given for other words, and tell its side."""
    voided = [side for side in Side if getattr(agreement, f"{side.value}_signed_at") is not None]
    for side in voided:
        setattr(agreement, f"{side.value}_signed_at", None)
        setattr(agreement, f"{side.value}_signed_by", None)
    if voided:
        said = "、".join(str(side.label) for side in voided)
        audit.record(actor, "cobuilding.signature_voided", agreement, after={"role": said, "reason": why})
        sentence = f"“{agreement.title}”{why}，{said}原来的签字作废，请看过再签。"
        for side in voided:
            other = Side.UNIT if side == Side.COMMUNITY else Side.COMMUNITY
            tell_other(agreement, other, sentence, url_of(agreement.pk))


@transaction.atomic
def add_step(*, actor: Actor, agreement_id: int, spec: StepSpec) -> AgreementStep:
    """Add a step with its day and owner; in a draft a signature that is there is void."""
    agreement = locked_agreement(actor, agreement_id, AgreementStatus.DRAFTED, AgreementStatus.SIGNED)
    if not spec.title.strip() or not spec.owner_name.strip():
        raise Invalid("步骤要写做什么、谁负责。")
    if not agreement.starts_on - timedelta(days=USUAL_DAYS) <= spec.due_on <= agreement.ends_on:
        raise Invalid("步骤的日期要在协议到期以前。")
    step = AgreementStep.objects.create(
        agreement=agreement,
        title=spec.title.strip(),
        side=spec.side,
        owner_name=spec.owner_name.strip(),
        due_on=spec.due_on,
    )
    if agreement.status == AgreementStatus.DRAFTED:
        _void_signatures(actor, agreement, "加了步骤")
        agreement.save()
    audit.record(
        actor, "cobuilding.step_added", agreement, after=audit.snapshot(step, "title", "side", "due_on")
    )
    return step


@transaction.atomic
def finish_step(*, actor: Actor, agreement_id: int, step_id: int, on: date, note: str = "") -> AgreementStep:
    """Note the day on which a step was done; either side may."""
    agreement = locked_agreement(actor, agreement_id, AgreementStatus.SIGNED, AgreementStatus.DELIVERED)
    step = AgreementStep.objects.filter(agreement=agreement, pk=step_id).first()
    if step is None:
        raise NotFound()
    if step.done_on is not None:
        raise Conflict("这一步已经记过做完了。")
    if on > timezone.localdate():
        raise Invalid("还没到这一天，不能记成做完。")
    step.done_on, step.note, step.done_by_id = on, note.strip(), actor.user_id
    step.save(update_fields=["done_on", "note", "done_by"])
    audit.record(
        actor, "cobuilding.step_done", agreement, after=audit.snapshot(step, "title", "done_on", "note")
    )
    return step


@transaction.atomic
def add_person(*, actor: Actor, agreement_id: int, name: str, duty: str) -> AgreementPerson:
    """Name a person of the unit who takes part; the unit says who, so that nobody is assigned by another."""
    agreement = locked_agreement(actor, agreement_id)
    require_side(actor, agreement, Side.UNIT)
    check_turn(agreement, AgreementStatus.DRAFTED, AgreementStatus.SIGNED)
    if not name.strip() or not duty.strip():
        raise Invalid("请写姓名和做什么。")
    contributor, _made = Contributor.objects.get_or_create(
        organisation_id=agreement.organisation_id, name=name.strip()
    )
    person, is_new = AgreementPerson.objects.get_or_create(
        agreement=agreement, contributor=contributor, defaults={"duty": duty.strip()}
    )
    if not is_new:
        raise Conflict(f"{contributor}已经在名单里。")
    audit.record(
        actor, "cobuilding.person_named", agreement, after={"name": contributor.name, "duty": person.duty}
    )
    return person
