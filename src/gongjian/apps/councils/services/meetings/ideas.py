"""What a council does with a resident's idea comes back to the idea: where its item stands, what was decided, what was done."""

from django.urls import reverse

from gongjian.apps.councils.choices import ItemOutcome, ItemStatus, ResolutionStatus
from gongjian.apps.councils.models import AgendaItem, Resolution
from gongjian.apps.councils.services.meetings.telling import meeting_url, resolution_url
from gongjian.apps.matters.choices import CameOf
from gongjian.apps.matters.services.ideas import LinkSpec, follow_idea
from gongjian.core.access import Actor


def tell_idea_of_item(actor: Actor, item: AgendaItem) -> None:
    """Say on the idea from which an item came where the item stands."""
    if item.matter_id is None:
        return
    url = meeting_url(item.meeting) if item.meeting else reverse("councils:council", args=[item.council_id])
    spec = LinkSpec(kind=CameOf.AGENDA, words=_said(item), url=url)
    follow_idea(actor=actor, matter_id=item.matter_id, key=item.pk, spec=spec)


def _said(item: AgendaItem) -> str:
    if item.outcome != ItemOutcome.NONE and item.meeting:
        votes = f"（赞成 {item.yes}、反对 {item.no}、弃权 {item.abstain}）" if item.has_vote else ""
        outcome = "讨论过，没有表决" if item.outcome == ItemOutcome.NOTED else item.get_outcome_display()
        return f"{item.meeting}议过：{outcome}{votes}"
    if item.status == ItemStatus.ACCEPTED and item.meeting:
        return f"列入{item.meeting}的议程（{item.meeting.day}）"
    if item.status == ItemStatus.DECLINED:
        return f"{item.council}没有列入：{item.answer}"
    if item.status == ItemStatus.DEFERRED:
        return f"{item.council}以后再议：{item.answer}"
    return f"提给{item.council}，等定列不列入议程"


def tell_idea_of_resolution(actor: Actor, resolution: Resolution) -> None:
    """Say on the idea from which a decision came what was decided, and once it is done, on which day."""
    item = resolution.item
    if item is None or item.matter_id is None:
        return
    is_void = resolution.status == ResolutionStatus.VOID
    spec = LinkSpec(
        kind=CameOf.RESOLUTION,
        words=f"{resolution.text}（不再办）" if is_void else resolution.text,
        url=resolution_url(resolution),
        done_on=resolution.settled_on if resolution.status == ResolutionStatus.DONE else None,
    )
    follow_idea(actor=actor, matter_id=item.matter_id, key=resolution.pk, spec=spec)
