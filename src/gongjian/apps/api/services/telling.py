"""What subscribers are told of a matter or of aid: that something happened, where it stands, no word anybody wrote.

No title, words, answer, address, point, name or number of a person is in a message; who needs them reads the matter
with a token, under its rights. Disputes are never told of, nor how many voted how.
"""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django.utils import timezone

from gongjian.apps.api.choices import WebhookEvent
from gongjian.apps.api.services.webhooks import put_out
from gongjian.apps.hearings.choices import AidStatus
from gongjian.apps.hearings.models import AidApplication
from gongjian.apps.matters.choices import MatterKind, StepKind
from gongjian.apps.matters.models import Matter, Step
from gongjian.core import events

STEPS = UUID("5b0f7c0e-3f0a-4a57-9d0b-4c5f0d6f7a11")
"""The name space of message ids: one for each line of a timeline."""
EVENTS = {
    StepKind.REPORTED: WebhookEvent.REPORTED,
    StepKind.FILED: WebhookEvent.FILED,
    StepKind.REJECTED: WebhookEvent.REJECTED,
    StepKind.DISPATCHED: WebhookEvent.DISPATCHED,
    StepKind.WHISTLED: WebhookEvent.DISPATCHED,
    StepKind.ACCEPTED: WebhookEvent.ACCEPTED,
    StepKind.HANDED_BACK: WebhookEvent.HANDED_BACK,
    StepKind.ACTED: WebhookEvent.ACTED,
    StepKind.HELD: WebhookEvent.HELD,
    StepKind.RESUMED: WebhookEvent.HELD,
    StepKind.EXTENSION_ASKED: WebhookEvent.EXTENDED,
    StepKind.EXTENSION_GRANTED: WebhookEvent.EXTENDED,
    StepKind.EXTENSION_REFUSED: WebhookEvent.EXTENDED,
    StepKind.CHECK_PASSED: WebhookEvent.CHECKED,
    StepKind.CHECK_FAILED: WebhookEvent.CHECKED,
    StepKind.ANSWERED: WebhookEvent.CLOSED,
    StepKind.RATED: WebhookEvent.RATED,
    StepKind.REOPENED: WebhookEvent.REOPENED,
    StepKind.RAISED: WebhookEvent.RAISED,
    StepKind.REMINDED: WebhookEvent.RAISED,
}
"""What is not listed is some other change."""
AID_EVENTS = {
    AidStatus.APPLIED: WebhookEvent.AID_APPLIED,
    AidStatus.CHECKED: WebhookEvent.AID_CHECKED,
    AidStatus.HEARING: WebhookEvent.AID_CALLED,
    AidStatus.PASSED: WebhookEvent.AID_HEARD,
    AidStatus.FAILED: WebhookEvent.AID_HEARD,
    AidStatus.POSTED: WebhookEvent.AID_POSTED,
    AidStatus.OBJECTED: WebhookEvent.AID_OBJECTED,
    AidStatus.GRANTED: WebhookEvent.AID_DECIDED,
    AidStatus.REFUSED: WebhookEvent.AID_DECIDED,
    AidStatus.WITHDRAWN: WebhookEvent.AID_WITHDRAWN,
}


def listen() -> None:
    """Hear of every line that is added to a timeline, and of every step of an application for aid."""
    events.listen("matters.step", tell_of)
    events.listen("hearings.step", tell_of_aid)


def tell_of(step: Step) -> None:
    """Owe a line of a timeline to the subscribers of its place."""
    matter = step.matter
    if matter.kind == MatterKind.DISPUTE:
        return
    event, event_id = EVENTS.get(StepKind(step.kind), WebhookEvent.CHANGED), uuid5(STEPS, str(step.pk))
    body = {
        "id": str(event_id),
        "event": event.value,
        "at": step.at.isoformat(),
        "step": step.kind,
        "organisation_id": step.organisation_id,
        "matter": standing_of(matter),
    }
    put_out(event=event, event_id=event_id, place_code=matter.place_code, body=body)


def tell_of_aid(application: AidApplication) -> None:
    """Owe a step of an application to the subscribers of its place."""
    event, event_id = AID_EVENTS[AidStatus(application.status)], uuid4()
    body = {
        "id": str(event_id),
        "event": event.value,
        "at": timezone.now().isoformat(),
        "aid": {
            "id": application.pk,
            "number": application.number_text,
            "kind": application.kind,
            "place_code": application.place_code,
            "status": application.status,
        },
    }
    put_out(event=event, event_id=event_id, place_code=application.place_code, body=body)


def standing_of(matter: Matter) -> dict[str, Any]:
    """Write where a matter stands, in codes and moments only."""
    due, closed = matter.due_at, matter.closed_at
    return {
        "id": matter.pk,
        "number": matter.number,
        "kind": matter.kind,
        "source": matter.source,
        "service_code": matter.matter_class.service_code if matter.matter_class else None,
        "place_code": matter.place_code,
        "state": matter.state,
        "level": matter.level,
        "is_danger": matter.is_danger,
        "received_at": matter.received_at.isoformat(),
        "due_at": due.isoformat() if due else None,
        "closed_at": closed.isoformat() if closed else None,
        "outcome": matter.outcome or None,
    }
