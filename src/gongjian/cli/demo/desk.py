"""The demo's desk looks back and hands over: last month's analysis issued, last week's in draft, two shifts."""

from datetime import date

from gongjian.apps.documents import services as documents
from gongjian.apps.matters import services
from gongjian.apps.matters.choices import AnalysisKind
from gongjian.apps.matters.models import Matter, ShiftHandover
from gongjian.cli.demo.cast import Company, Part
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import Actor, Role, prefix_range
from gongjian.core.clock import at


def look_back(demo: Demo) -> None:
    """Write the analyses of October and of a week of November."""
    demo.say("月分析、周分析")
    office = demo.people["jiedao"]
    street, _community = demo.shown()
    with at(aware(2026, 11, 2)):
        month = services.compose_analysis(
            actor=office, place_code=street, kind=AnalysisKind.MONTH, day=date(2026, 10, 15), is_demo=True
        )
        documents.send_for_review(actor=office, document_id=month.document_id)
    with at(aware(2026, 11, 3)):
        documents.sign_document(actor=demo.people["lingdao"], document_id=month.document_id)
        documents.issue_document(actor=office, document_id=month.document_id)
    with at(aware(2026, 11, 23)):
        services.compose_analysis(
            actor=office, place_code=street, kind=AnalysisKind.WEEK, day=date(2026, 11, 18), is_demo=True
        )


def change_shifts(demo: Demo) -> None:
    """Hand the desk over for the night, and back in the morning, which still waits."""
    demo.say("派办台交接班")
    day = demo.people["jiedao"]
    street, _community = demo.shown()
    part = Part("zhiban", "演示·夜班", "街道治理办值班", street, Role.OFFICE)
    with at(aware(2026, 11, 20)):
        night = Company().add(part, {}).as_actor()
    with at(aware(2026, 11, 24, 18)):
        first = _hand_over(day, night, street, 8, "今晚有雨，地下车库和低洼处多留意。")
    with at(aware(2026, 11, 24, 19)):
        services.take_shift(
            actor=night, handover_id=first.pk, taken_ids=[row.pk for row in first.items.all()]
        )
    with at(aware(2026, 11, 25, 8)):
        _hand_over(night, day, street, 18, "夜里没有新的险情。")


def _hand_over(giver: Actor, taker: Actor, street: str, ends: int, words: str) -> ShiftHandover:
    """Hand over until an hour of 25 November, with a note on each matter in danger."""
    return services.hand_over_shift(
        actor=giver,
        place_code=street,
        taker_id=taker.user_id or 0,
        started_at=aware(2026, 11, 24, 8),
        next_ends_at=aware(2026, 11, 25, ends),
        words=words,
        notes=dict.fromkeys(_dangers(street), "电工已到场断电，等住建局复查线路。"),
        is_demo=True,
    )


def _dangers(street: str) -> list[int]:
    rows = Matter.objects.filter(prefix_range("place_code", street), is_danger=True, closed_at__isnull=True)
    return list(rows.values_list("pk", flat=True))
