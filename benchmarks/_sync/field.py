"""A street full of communities, a rubric, a round, and inspectors who are signed in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from benchmarks._server import session_of

STREET = "510903001"


@dataclass(frozen=True)
class Field:
    """What the phones need to know: the round, its items with a rule each, the places, a session each."""

    round_id: int
    items: tuple[tuple[int, int], ...]
    places: tuple[str, ...]
    sessions: tuple[str, ...]
    user_ids: tuple[int, ...]


def make_field(phones: int, sheets: int, items: int) -> Field:
    """Make all of it in the database that the environment names, emptied first."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)
    from gongjian.core.rules import load_first_versions

    load_first_versions()
    places = _places(sheets)
    row = _round(items)
    pairs = tuple((item.pk, item.rules.all()[0].pk) for item in row.version.items.all())
    people = [_inspector(number) for number in range(phones)]
    return Field(
        row.pk, pairs, places, tuple(session_of(one) for one in people), tuple(one.pk for one in people)
    )


def _places(sheets: int) -> tuple[str, ...]:
    from gongjian.apps.places.models import Place

    codes = tuple(f"{STREET}{number:03d}" for number in range(1, sheets + 1))
    rows = [Place(code=STREET, name="测试街道", level=9, parent_code=STREET[:6])]
    rows += [Place(code=code, name=f"{code[-3:]}社区", level=12, parent_code=STREET) for code in codes]
    Place.objects.bulk_create(rows)
    return codes


def _round(items: int) -> Any:
    from gongjian.apps.inspections import services
    from gongjian.core.access import SYSTEM

    rule = services.RuleSpec("楼道堆物", Decimal(1))
    specs = [services.ItemSpec(f"第 {number} 项", Decimal(10), (rule,)) for number in range(1, items + 1)]
    version = services.create_rubric(actor=SYSTEM, place_code=STREET, title="评分标准", items=specs)
    services.publish_version(actor=SYSTEM, version_id=version.pk, effective_on=date(2020, 1, 1))
    return services.start_round(
        actor=SYSTEM,
        place_code=STREET,
        title="巡检",
        version_id=version.pk,
        starts_on=date(2020, 1, 2),
        ends_on=date(2099, 12, 31),
    )


def _inspector(number: int) -> Any:
    from gongjian.apps.parties.models import Grant, User
    from gongjian.core.access import Role

    person = User.objects.create(username=f"phone{number}", full_name=f"检查员{number}", place_code=STREET)
    Grant.objects.create(user=person, role=Role.INSPECTOR, place_code=STREET)
    return person
