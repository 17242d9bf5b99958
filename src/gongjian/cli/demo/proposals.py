"""The demo's proposal: a street's winter needs paired with what units offer it; one pair accepted, one ruled out."""

from datetime import date

from gongjian.apps.cobuilding.choices import PairStatus
from gongjian.apps.cobuilding.models import ProposedPair
from gongjian.apps.cobuilding.services import proposals as services
from gongjian.apps.cobuilding.services.needs import NeedSpec, enter_need
from gongjian.apps.cobuilding.services.proposals import RunSpec
from gongjian.apps.cobuilding.services.resources import ResourceSpec, offer_resource
from gongjian.apps.parties.models import Organisation
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core.clock import at

LAST = date(2027, 3, 31)
CLINIC, HALL = "春节前义诊", "合唱队过年排练"
WANTS = (
    ("people.clinic", CLINIC, 20, "老年居民", 4),
    ("venue.hall", HALL, 4, "合唱队", 2),
    ("people.lecture", "冬天用电用火讲座", 2, "租住的住户", 4),
    ("people.tutoring", "寒假作业辅导", 24, "留守的孩子", 3),
)
GIFTS = (
    ("遂宁市演示医院", "people.clinic", "冬季下社区的医生", 30),
    ("演示银行网点", "venue.hall", "节前借用的会议室", 6),
    ("演示供电所", "people.lecture", "冬季安全用电讲座", 3),
    ("演示小学", "people.tutoring", "寒假老师志愿辅导", 20),
)


def propose_pairs(demo: Demo) -> None:
    """Enter the wishes of the community next door, let units offer to the whole street, propose and decide."""
    demo.say("整体方案：街道的需求和资源，认定一对、排除一对")
    street, community = demo.shown()
    office = demo.people["jiedao"]
    other = next(code for code in demo.communities if code.startswith(street) and code != community)
    with at(aware(2026, 11, 23)):
        for category, title, quantity, for_whom, urgency in WANTS:
            need = NeedSpec(
                place_code=other,
                published_to=street,
                category=category,
                title=title,
                quantity=quantity,
                for_whom=for_whom,
                urgency=urgency,
                first_on=date(2026, 12, 15),
                last_on=LAST,
                is_demo=True,
            )
            enter_need(actor=office, spec=need)
        for unit, category, title, quantity in GIFTS:
            gift = ResourceSpec(
                organisation_id=Organisation.objects.get(name=unit).pk,
                place_code=street,
                published_to=street,
                category=category,
                title=title,
                quantity=quantity,
                expires_on=LAST,
                is_demo=True,
            )
            offer_resource(actor=office, spec=gift)
    with at(aware(2026, 11, 25)):
        spec = RunSpec(place_code=street, starts_on=date(2026, 11, 25), ends_on=LAST, is_demo=True)
        run = services.start_run(actor=office, spec=spec)
        proposed = ProposedPair.objects.filter(run=run, status=PairStatus.PROPOSED)
        clinic, hall = (proposed.filter(need__title=title).order_by("pk")[0].pk for title in (CLINIC, HALL))
        services.accept_pairs(actor=office, run_id=run.pk, pair_ids=[clinic])
        reason = "银行说节前要盘点，会议室不一定空得出来，先不排"
        services.forbid_pair(actor=office, run_id=run.pk, pair_id=hall, reason=reason)
