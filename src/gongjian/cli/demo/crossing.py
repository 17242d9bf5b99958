"""The demo's cross-inspection: inspectors of five counties, a verifiable draw, a roster by the engine."""

from datetime import date

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import Draw, Round, RubricVersion
from gongjian.apps.parties.services import UserSpec, create_user, grant_role
from gongjian.apps.parties.services.users import make_one_time
from gongjian.apps.places.selectors import names_of
from gongjian.cli.demo.cast import CITY
from gongjian.cli.demo.cross_sheets import go_round
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import SYSTEM, Role
from gongjian.core.clock import at

NUMBERS = ("甲", "乙")
SALT = "20261026" * 4
DISTRICTS = ("510903", "510904")
PLACES, MORE = 2, 3
"""How many communities are drawn of a county; the two districts have more."""


def cross_inspect(demo: Demo, version: RubricVersion) -> None:
    """Draw communities of each county in public, send to each three inspectors from elsewhere, and take their sheets."""
    demo.say("交叉检查：公开抽取、排班、评分、宽严")
    office = demo.people["shi"]
    with at(aware(2026, 10, 26)):
        _add_inspectors(demo)
        row = services.start_round(
            actor=office,
            place_code=CITY,
            title="2026年11月区县交叉检查",
            version_id=version.pk,
            starts_on=date(2026, 11, 2),
            ends_on=date(2026, 11, 27),
            visits_per_place=3,
            is_demo=True,
        )
    _draw(demo, row)
    with at(aware(2026, 10, 28)):
        run = services.propose_roster(actor=office, round_id=row.pk)
        services.confirm_roster(actor=office, run_id=run.pk)
    go_round(demo, row)


def _add_inspectors(demo: Demo) -> None:
    """Each county lends two inspectors to the city; the hash of one password serves all, since nobody signs in."""
    names, shared = names_of(demo.counties), make_one_time()
    for code in demo.counties:
        for index, number in enumerate(NUMBERS, start=1):
            spec = UserSpec(
                username=f"jc{code}{index}",
                full_name=f"演示·{names[code][:2]}{number}",
                post=f"{names[code]}抽调检查员",
                place_code=code,
            )
            user = create_user(actor=SYSTEM, spec=spec, is_demo=True, one_time=shared).user
            grant_role(actor=SYSTEM, user_id=user.pk, role=Role.INSPECTOR, place_code=CITY)


def _draw(demo: Demo, row: Round) -> Draw:
    """Publish the list one day, draw with a public number the next."""
    office = demo.people["shi"]
    with at(aware(2026, 10, 26, 15)):
        lot = services.make_draw(
            actor=office,
            round_id=row.pk,
            title="11月交叉检查抽社区",
            source="演示：福彩3D第2026286期开奖号码",
            take={code: MORE if code in DISTRICTS else PLACES for code in demo.counties},
        )
        Draw.objects.filter(pk=lot.pk).update(salt=SALT)  # a real one is a secret; every demo draws the same
        services.publish_draw(actor=office, draw_id=lot.pk)
    with at(aware(2026, 10, 27, 9)):
        services.run_draw(actor=office, draw_id=lot.pk, number="4 0 7", witnesses="演示·纪检、演示·代表")
        return services.apply_draw(actor=office, draw_id=lot.pk)
