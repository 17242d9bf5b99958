"""Reading what was said in a mediation: for its mediators, each time with a line in the trail."""

from django.db import transaction

from gongjian.apps.matters.models import Mediation, MediationAgreement, MediationNote
from gongjian.apps.matters.selectors.mediation.cases import CaseFile, case_file_of, get_mediation, notes_of
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound
from gongjian.core.files import read_sealed

FILE = ("parties", "sessions", "proposals", "agreements", "referrals")


@transaction.atomic
def open_case(*, actor: Actor, case_id: int, reason: str = "办理调解") -> CaseFile:
    """Open the file of a case, without its notes, as one of its mediators; the reading is written down."""
    row = get_mediation(actor, case_id)
    audit.record_read(actor, row, FILE, reason)
    return case_file_of(row)


@transaction.atomic
def read_notes(*, actor: Actor, case_id: int) -> tuple[Mediation, list[MediationNote]]:
    """Open the confidential notes of a case; the reading is written down with the numbers of the notes."""
    row = get_mediation(actor, case_id)
    found = notes_of(row)
    audit.record_read(actor, row, ("notes",), f"看调解笔录 {len(found)} 条")
    return row, found


@transaction.atomic
def read_scan(*, actor: Actor, case_id: int, agreement_id: int) -> tuple[MediationAgreement, bytes]:
    """Open the signed paper of an agreement; the reading is written down."""
    row = get_mediation(actor, case_id)
    found = row.agreements.filter(pk=agreement_id, scan__isnull=False).select_related("scan").first()
    if found is None:
        raise NotFound()
    audit.record_read(actor, row, ("scan",), "看签过的协议")
    return found, read_sealed(found.scan)
