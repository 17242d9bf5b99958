"""Papers of a mediation are made when they are asked for and kept nowhere; each time who took one is written down."""

from django.db import transaction

from gongjian.apps.documents.services.files import CONTENT_TYPES, Format, RenderedFile, set_page
from gongjian.apps.matters.selectors.mediation.cases import case_file_of, get_mediation
from gongjian.apps.matters.selectors.mediation.papers import agreement_page, referral_page
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound


@transaction.atomic
def render_agreement(*, actor: Actor, case_id: int, agreement_id: int, form: Format) -> RenderedFile:
    """Set an agreement as the official paper that the parties sign."""
    row = get_mediation(actor, case_id)
    case = case_file_of(row)
    found = next((one for one in case.agreements if one.pk == agreement_id), None)
    if found is None:
        raise NotFound()
    audit.record_read(actor, row, ("parties", "agreements"), "出调解协议书")
    content = set_page(agreement_page(case, found), form)
    return RenderedFile(f"{row.matter.number}调解协议书.{form}", CONTENT_TYPES[form], content)


@transaction.atomic
def render_letter(*, actor: Actor, case_id: int, referral_id: int, form: Format) -> RenderedFile:
    """Set the letter by which a dispute is passed on."""
    row = get_mediation(actor, case_id)
    case = case_file_of(row)
    found = next((one for one in case.referrals if one.pk == referral_id), None)
    if found is None:
        raise NotFound()
    audit.record_read(actor, row, ("parties", "referrals"), "出转办函")
    content = set_page(referral_page(case, found), form)
    return RenderedFile(f"{row.matter.number}转办函.{form}", CONTENT_TYPES[form], content)
