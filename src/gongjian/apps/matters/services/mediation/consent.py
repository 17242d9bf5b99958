"""The parties of a dispute, and whether they want to be mediated: nobody is, against his will."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import MediationState as State
from gongjian.apps.matters.choices import PartyRole
from gongjian.apps.matters.models import Matter, Mediation, MediationParty
from gongjian.apps.matters.services.locking import written
from gongjian.apps.matters.services.mediation.ending import end_mediation
from gongjian.apps.matters.services.mediation.locking import (
    BEFORE_END,
    mediated,
    mediated_to_end,
    own,
    save_with_next,
)
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines.masking import check_id_number, check_uscc, normalise_id_number, normalise_uscc

NAME_LIMIT = 80


@dataclass(frozen=True, kw_only=True)
class PartySpec:
    """A party as taken down; `stands_for_id` is whom an agent or a guardian stands for."""

    role: PartyRole
    name: str
    contact: str = ""
    id_number: str = ""
    is_minor: bool = False
    stands_for_id: int | None = None


@transaction.atomic
def add_party(*, actor: Actor, case_id: int, spec: PartySpec) -> MediationParty:
    """Take down a party. A minor among them flags the case."""
    row = mediated(actor, case_id, State.running())
    party = MediationParty(mediation=row)
    _write(row, party, spec)
    audit.record(actor, "matters.mediation_party_added", row, after={"party": party.pk})
    return party


@transaction.atomic
def change_party(*, actor: Actor, case_id: int, party_id: int, spec: PartySpec) -> MediationParty:
    """Correct what was taken down of a party; the trail says that it was changed, not what stood there."""
    row = mediated(actor, case_id, State.running())
    party = own(row.parties, party_id, MediationParty)
    _write(row, party, spec)
    audit.record(actor, "matters.mediation_party_changed", row, after={"party": party.pk})
    return party


def _write(row: Mediation, party: MediationParty, spec: PartySpec) -> None:
    party.role = spec.role
    party.name = written(spec.name, "没有写姓名或单位名称。", NAME_LIMIT)
    party.contact = written(spec.contact, "", NAME_LIMIT) if spec.contact.strip() else None
    party.id_number = _checked_number(spec.id_number)
    party.is_minor = spec.is_minor
    party.stands_for = _represented(row, party, spec)
    party.save()
    if spec.is_minor and not row.has_minor:
        row.has_minor = True
        save_with_next(row)


def _checked_number(number: str) -> str | None:
    """Return a person's identity number or a body's social credit code as it is matched; None where none is given."""
    text = normalise_id_number(number)
    if not text:
        return None
    if check_id_number(text, today=timezone.localdate()) is None:
        return text
    if check_uscc(text) is None:
        return normalise_uscc(text)
    raise Invalid("证件号码对不上：个人填 18 位身份证号，单位填 18 位统一社会信用代码。不知道可以不填。")


def _represented(row: Mediation, party: MediationParty, spec: PartySpec) -> MediationParty | None:
    if spec.role not in PartyRole.beside():
        return None
    if spec.stands_for_id is None or spec.stands_for_id == party.pk:
        raise Invalid("代理人和监护人要写明代表谁。请先登记当事人，再选。")
    return own(row.parties, spec.stands_for_id, MediationParty)


@transaction.atomic
def record_consent(
    *, actor: Actor, case_id: int, party_id: int, agrees: bool, told_other_ways: bool = False
) -> MediationParty:
    """Write down whether a party agrees to be mediated. Once both sides do, the talks are open; a side's no ends it.

    Asking a party is the contact that the same-day rule wants.
    """
    row = mediated_to_end(actor, case_id, BEFORE_END)
    party = own(row.parties, party_id, MediationParty)
    if not party.is_side:
        raise Conflict("只问申请人和被申请人是否同意调解。")
    now = timezone.now()
    party.consents, party.answered_at = agrees, now
    party.save(update_fields=["consents", "answered_at"])
    note_contact(row.matter)
    audit.record(actor, "matters.mediation_consent", row, after={"party": party.pk})
    if not agrees:
        end_mediation(actor, row, State.REFUSED, told_other_ways=told_other_ways)
    elif row.state == State.ACCEPTED and all_agree(row):
        row.state = State.MEDIATING
        save_with_next(row)
        audit.record(actor, "matters.mediation_begun", row)
    return party


def all_agree(row: Mediation) -> bool:
    """Say whether there are two sides, and each of their people agrees."""
    sides = [(party.role, party.consents) for party in row.parties.all() if party.is_side]
    return {role for role, _ in sides} == set(PartyRole.sides()) and all(agrees for _, agrees in sides)


def note_contact(matter: Matter) -> None:
    """Write that somebody of the people was spoken to, the first time."""
    if matter.contacted_at is None:
        matter.contacted_at = timezone.now()
        matter.save(update_fields=["contacted_at"])
