"""The demo's cross-inspection: inspectors of five counties, a verifiable draw, a roster by the engine."""

from datetime import date

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import Draw, Round, RubricVersion
from gongjian.apps.parties.services import UserSpec, create_user, grant_role
from gongjian.apps.places.selectors import names_of
from gongjian.cli.demo.cast import CITY
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import SYSTEM, Role
from gongjian.core.clock import at

PER_COUNTY = 3
NUMBERS = ("甲", "乙", "丙")


def cross_inspect(demo: Demo, version: RubricVersion) -> None:
    """Draw six communities of each county in public, and send to each two inspectors from elsewhere."""
    demo.say("交叉检查：公开抽取、排班")
    office = demo.people["shi"]
    with at(aware(2026, 11, 18)):
        _add_inspectors(demo)
        row = services.start_round(
            actor=office,
            place_code=CITY,
            title="2026年12月区县交叉检查",
            version_id=version.pk,
            starts_on=date(2026, 12, 1),
            ends_on=date(2026, 12, 18),
            visits_per_place=2,
            is_demo=True,
        )
    _draw(demo, row)
    with at(aware(2026, 11, 20)):
        run = services.propose_roster(actor=office, round_id=row.pk)
        services.confirm_roster(actor=office, run_id=run.pk)


def _add_inspectors(demo: Demo) -> None:
    """Each county lends three inspectors to the city."""
    names = names_of(demo.counties)
    for code in demo.counties:
        for number in NUMBERS[:PER_COUNTY]:
            spec = UserSpec(
                username=f"jc{code}{NUMBERS.index(number) + 1}",
                full_name=f"演示·{names[code][:2]}{number}",
                post=f"{names[code]}抽调检查员",
                place_code=code,
            )
            user = create_user(actor=SYSTEM, spec=spec, is_demo=True).user
            grant_role(actor=SYSTEM, user_id=user.pk, role=Role.INSPECTOR, place_code=CITY)


def _draw(demo: Demo, row: Round) -> Draw:
    """Publish the list one day, draw with a public number the next."""
    office = demo.people["shi"]
    with at(aware(2026, 11, 18, 15)):
        lot = services.make_draw(
            actor=office,
            round_id=row.pk,
            title="12月交叉检查抽社区",
            source="演示：福彩3D第2026308期开奖号码",
            take=dict.fromkeys(demo.counties, 6),
        )
        services.publish_draw(actor=office, draw_id=lot.pk)
    with at(aware(2026, 11, 19, 9)):
        services.run_draw(actor=office, draw_id=lot.pk, number="4 0 7", witnesses="演示·纪检、演示·代表")
        return services.apply_draw(actor=office, draw_id=lot.pk)
