"""Papers with names in full are handed out as Word or PDF; each time who took one is written down."""

from django.db import transaction

from gongjian.apps.documents.services.files import CONTENT_TYPES, Format, RenderedFile, set_page
from gongjian.apps.hearings.selectors import (
    decision_page,
    get_application,
    get_hearing,
    get_posting,
    notice_page,
    posting_page,
    record_page,
)
from gongjian.core import audit
from gongjian.core.access import Actor, Right


@transaction.atomic
def render_decision(*, actor: Actor, application_id: int, form: Format) -> RenderedFile:
    """Set the decision letter of an application for the household."""
    application = get_application(actor, application_id)
    actor.require(Right.HEARINGS_MANAGE, application.place_code)
    content = set_page(decision_page(application), form)
    audit.record_read(actor, application, ("head", "decision_reason"), "出决定告知书")
    return RenderedFile(f"{application.number_text}决定告知书.{form}", CONTENT_TYPES[form], content)


@transaction.atomic
def render_record(*, actor: Actor, hearing_id: int, form: Format) -> RenderedFile:
    """Set the record of a hearing, with the panel's names for their signatures."""
    hearing = get_hearing(actor, hearing_id)
    actor.require(Right.HEARINGS_MANAGE, hearing.place_code)
    content = set_page(record_page(hearing), form)
    audit.record_read(actor, hearing, ("record", "name"), "出评议记录")
    return RenderedFile(f"{hearing}记录.{form}", CONTENT_TYPES[form], content)


@transaction.atomic
def render_notice(*, actor: Actor, hearing_id: int, form: Format) -> RenderedFile:
    """Set the notice of a hearing for its panel."""
    hearing = get_hearing(actor, hearing_id)
    actor.require(Right.HEARINGS_MANAGE, hearing.place_code)
    content = set_page(notice_page(hearing), form)
    audit.record_read(actor, hearing.application, ("head",), "出评议通知")
    return RenderedFile(f"{hearing}通知.{form}", CONTENT_TYPES[form], content)


@transaction.atomic
def render_posting(*, actor: Actor, posting_id: int, form: Format) -> RenderedFile:
    """Set a posting to be hung; it shows the head's name and no more of a person."""
    posting = get_posting(actor, posting_id)
    application = get_application(actor, posting.application_id)
    actor.require(Right.HEARINGS_MANAGE, application.place_code)
    content = set_page(posting_page(posting, application), form)
    audit.record_read(actor, application, ("head",), "出公示")
    return RenderedFile(f"{posting}.{form}", CONTENT_TYPES[form], content)
