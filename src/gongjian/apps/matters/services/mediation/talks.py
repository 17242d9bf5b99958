"""What goes on in a mediation: sessions, confidential notes, proposals and what the parties say to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import MediationState as State
from gongjian.apps.matters.choices import SessionState
from gongjian.apps.matters.models import (
    MediationNote,
    MediationParty,
    MediationProposal,
    MediationSession,
    ProposalAnswer,
)
from gongjian.apps.matters.services.locking import written
from gongjian.apps.matters.services.mediation.consent import note_contact
from gongjian.apps.matters.services.mediation.locking import (
    AFTER_CONSENT,
    BEFORE_END,
    mediated,
    mediated_to_end,
    own,
    save_with_next,
)
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotFound

NOTE_LIMIT = 10_000
WORDS_LIMIT = 2000
PLACE_LIMIT = 80


@transaction.atomic
def plan_session(*, actor: Actor, case_id: int, planned_at: datetime, place: str) -> MediationSession:
    """Set when and where the parties meet; the timeline of the matter says nothing of it."""
    row = mediated(actor, case_id, BEFORE_END)
    made = MediationSession.objects.create(
        mediation=row, planned_at=planned_at, place=written(place, "请写在哪里调解。", PLACE_LIMIT)
    )
    save_with_next(row)
    audit.record(actor, "matters.mediation_session_planned", row, after={"session": made.pk})
    return made


@transaction.atomic
def hold_session(
    *, actor: Actor, case_id: int, session_id: int, attending: Sequence[int], outcome: str
) -> MediationSession:
    """Write down a session that took place: who came, what came of it. Both sides have agreed to be mediated."""
    row = mediated_to_end(actor, case_id, AFTER_CONSENT)
    session = _planned(row.sessions, session_id)
    known = set(row.parties.values_list("pk", flat=True))
    if not attending or not set(attending) <= known:
        raise Invalid("请选到场的当事人。没有人到场的，记为没有开成。")
    session.outcome = written(outcome, "请写调解的情况和结果。", NOTE_LIMIT)
    session.attending, session.held_at = sorted(set(attending)), timezone.now()
    session.state = SessionState.HELD
    session.save()
    row.met_at = row.met_at or session.held_at
    save_with_next(row)
    note_contact(row.matter)
    audit.record(actor, "matters.mediation_session_held", row, after={"session": session.pk})
    return session


@transaction.atomic
def cancel_session(*, actor: Actor, case_id: int, session_id: int) -> MediationSession:
    """Write that a planned session did not come about."""
    row = mediated(actor, case_id, State.running())
    session = _planned(row.sessions, session_id)
    session.state = SessionState.CANCELLED
    session.save(update_fields=["state"])
    save_with_next(row)
    audit.record(actor, "matters.mediation_session_cancelled", row, after={"session": session.pk})
    return session


def _planned(rows: Any, session_id: int) -> MediationSession:
    session = own(rows, session_id, MediationSession)
    if session.state != SessionState.PLANNED:
        raise Conflict(f"这次调解已经是“{session.get_state_display()}”。请刷新后再看。")
    return session


@transaction.atomic
def add_note(*, actor: Actor, case_id: int, text: str, corrects_id: int | None = None) -> MediationNote:
    """Note something for the mediators of the case; what was noted stays, a later note corrects it."""
    row = mediated(actor, case_id)
    if actor.user_id is None:
        raise NotFound()
    made = MediationNote.objects.create(
        mediation=row,
        author_id=actor.user_id,
        at=timezone.now(),
        text=written(text, "没有写内容。", NOTE_LIMIT),
        corrects=own(row.notes, corrects_id, MediationNote) if corrects_id else None,
    )
    audit.record(actor, "matters.mediation_note_added", row, after={"note_number": made.pk})
    return made


@transaction.atomic
def propose(*, actor: Actor, case_id: int, words: str, party_id: int | None = None) -> MediationProposal:
    """Put a way out to the parties: a party's own, or the mediators'."""
    row = mediated(actor, case_id, AFTER_CONSENT)
    made = MediationProposal.objects.create(
        mediation=row,
        by_party=own(row.parties, party_id, MediationParty) if party_id else None,
        words=written(words, "请写方案的内容。", WORDS_LIMIT),
        at=timezone.now(),
    )
    audit.record(actor, "matters.mediation_proposed", row, after={"proposal": made.pk})
    return made


@transaction.atomic
def answer_proposal(
    *, actor: Actor, case_id: int, proposal_id: int, party_id: int, agrees: bool, words: str = ""
) -> ProposalAnswer:
    """Write what a party says to a proposal; his later word takes the place of the earlier one."""
    row = mediated(actor, case_id, AFTER_CONSENT)
    proposal = own(row.proposals, proposal_id, MediationProposal)
    party = own(row.parties, party_id, MediationParty)
    said = written(words, "", WORDS_LIMIT // 4) if words.strip() else None
    answer, _made = ProposalAnswer.objects.update_or_create(
        proposal=proposal, party=party, defaults={"agrees": agrees, "words": said, "at": timezone.now()}
    )
    audit.record(actor, "matters.mediation_proposal_answered", row, after={"proposal": proposal.pk})
    return answer
