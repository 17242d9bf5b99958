"""Who belongs to the alliance of the shown community: 26 bodies on three sides with their convener, nine of them in the council."""

from dataclasses import dataclass

from gongjian.apps.cobuilding.choices import AllianceSide
from gongjian.apps.parties.choices import OrganisationKind

KINDS = {
    AllianceSide.CONVENER: OrganisationKind.PARTY_BODY,
    AllianceSide.RESIDENTS: OrganisationKind.RESIDENTS_COMMITTEE,
    AllianceSide.UNIT: OrganisationKind.RESIDENT_UNIT,
    AllianceSide.SOCIAL: OrganisationKind.SOCIAL_ORGANISATION,
}
HOSPITAL = "遂宁市演示医院"


@dataclass(frozen=True)
class DemoMember:
    """A body with its side, the month of 2026 in which it joined (0: at the founding), whether it sits in the council."""

    name: str
    side: AllianceSide
    month: int = 0
    sits: bool = False

    @property
    def kind(self) -> OrganisationKind:
        """What the body is registered as."""
        return KINDS[self.side]


_C, _R, _U, _S = AllianceSide.CONVENER, AllianceSide.RESIDENTS, AllianceSide.UNIT, AllianceSide.SOCIAL
MEMBERS = (
    DemoMember("演示社区党委", _C),
    DemoMember("演示社区居委会", _R),
    DemoMember("演示社区居务监督委员会", _R),
    DemoMember("演示家园业主委员会", _R),
    DemoMember(HOSPITAL, _U, sits=True),
    DemoMember("演示银行网点", _U, sits=True),
    DemoMember("演示小学", _U, sits=True),
    DemoMember("演示供电所", _U, sits=True),
    DemoMember("演示派出所", _U),
    DemoMember("演示消防救援站", _U),
    DemoMember("演示律师事务所", _U),
    DemoMember("演示物业公司", _U, sits=True),
    DemoMember("演示农贸市场", _U, sits=True),
    DemoMember("演示幼儿园", _U, sits=True),
    DemoMember("演示文化馆", _U),
    DemoMember("演示图书馆", _U),
    DemoMember("演示商场", _U, 2, sits=True),
    DemoMember("演示餐饮公司", _U, 3),
    DemoMember("演示园林养护公司", _U, 4),
    DemoMember("演示志愿服务队", _S),
    DemoMember("演示社工站", _S, sits=True),
    DemoMember("演示老年协会", _S),
    DemoMember("演示合唱团", _S),
    DemoMember("演示青年志愿者协会", _S, 3),
    DemoMember("演示救援队", _S, 5),
    DemoMember("演示商会", _S, 6),
)
MISSING = ("演示健身馆", "演示汽修厂", "演示培训学校")
"""Units on the ground that have not joined."""
