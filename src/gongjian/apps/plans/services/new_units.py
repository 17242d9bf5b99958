"""Add bodies that a plan names and the register lacks, and match the names to them at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.services import OrganisationSpec, create_organisation
from gongjian.apps.plans.models import PlanUnit
from gongjian.apps.plans.services.items import match_unit
from gongjian.apps.plans.services.rows import lock_plan
from gongjian.core.access import Actor
from gongjian.core.errors import Invalid, NotFound

_KINDS: tuple[tuple[str, OrganisationKind], ...] = (
    (r"街道办|街道$|(?:镇|乡)(?:人民)?政府$|[镇乡]$", OrganisationKind.STREET_OFFICE),
    (r"居委会|村委会|社区$|村$|居民委员会|村民委员会", OrganisationKind.RESIDENTS_COMMITTEE),
    (
        r"党委|党工委|党支部|党总支|组织部|宣传部|统战部|政法委|纪委|纪工委|社会工作部",
        OrganisationKind.PARTY_BODY,
    ),
    (r"协会|商会|学会|基金会|志愿服务队|联合会$", OrganisationKind.SOCIAL_ORGANISATION),
    (r"公司|银行|学校|小学|中学|医院|集团|企业", OrganisationKind.RESIDENT_UNIT),
)
_LEVEL_WORD = re.compile(r"^[本全]?([市区县])(?=.{2})")


@dataclass(frozen=True)
class NewUnit:
    """One name of a plan, with the full name and the kind of the body to add."""

    unit_id: int
    name: str
    kind: str


def suggest_kind(name: str) -> OrganisationKind:
    """Say what kind of body a name most likely is.

    >>> suggest_kind("区住建局"), suggest_kind("南街社区居委会")
    (OrganisationKind.DEPARTMENT, OrganisationKind.RESIDENTS_COMMITTEE)
    """
    return next((kind for pattern, kind in _KINDS if re.search(pattern, name)), OrganisationKind.DEPARTMENT)


def suggest_name(name: str, place_name: str) -> str:
    """Write the name of a body out with its place: 区住建局 in 船山区 → 船山区住建局; others stay.

    >>> suggest_name("区住建局", "船山区"), suggest_name("市民政局", "船山区")
    ('船山区住建局', '市民政局')
    """
    level = _LEVEL_WORD.match(name)
    if level and place_name.endswith(level[1]):
        return place_name + name[level.end() :]
    return name


@transaction.atomic
def create_units(*, actor: Actor, plan_id: int, rows: Sequence[NewUnit]) -> int:
    """Add the bodies to the register of the plan's place and match their names; all or nothing."""
    if not rows:
        raise Invalid("还没有选要新建的单位。请在前面打勾。")
    plan = lock_plan(actor, plan_id)
    names = dict(PlanUnit.objects.filter(plan=plan).values_list("pk", "name"))
    for row in rows:
        if row.unit_id not in names:
            raise NotFound()
        short = names[row.unit_id]
        spec = OrganisationSpec(
            place_code=plan.place_code,
            name=row.name,
            kind=row.kind,
            short_name=short[:60] if short != row.name else "",
        )
        body = create_organisation(actor=actor, spec=spec, is_demo=plan.is_demo)
        match_unit(actor=actor, plan_id=plan_id, unit_id=row.unit_id, organisation_id=body.pk)
    return len(rows)
