"""Words of the parties app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What a body is."""

    DEPARTMENT = "department", _("党政部门")
    PARTY_BODY = "party_body", _("党组织")
    STREET_OFFICE = "street_office", _("街道办、乡镇政府")
    RESIDENTS_COMMITTEE = "residents_committee", _("居委会、村委会")
    RESIDENT_UNIT = "resident_unit", _("驻区单位")
    SOCIAL_ORGANISATION = "social_organisation", _("社会组织")
    OTHER = "other", _("其他")


JOINING_KINDS = (
    OrganisationKind.RESIDENT_UNIT,
    OrganisationKind.SOCIAL_ORGANISATION,
    OrganisationKind.RESIDENTS_COMMITTEE,
)
"""Kinds of which whoever is on the ground is expected to join the alliance of the place."""


class GroupRole(models.TextChoices):
    """Post in a leading group."""

    LEADER = "leader", _("组长")
    DEPUTY = "deputy", _("副组长")
    MEMBER = "member", _("成员")
    OFFICE = "office", _("办公室设在")
    OFFICE_HEAD = "office_head", _("办公室主任")


class ResidentGroup(models.TextChoices):
    """What a resident is in his community; panels are drawn by it."""

    REPRESENTATIVE = "representative", _("居民代表")
    COMMITTEE = "committee", _("居委会成员")
    PARTY_MEMBER = "party_member", _("党员")
    RESIDENT = "resident", _("居民")


class RelationKind(models.TextChoices):
    """How two residents stand to each other."""

    SPOUSE = "spouse", _("夫妻")
    PARENT = "parent", _("父母子女")
    SIBLING = "sibling", _("兄弟姐妹")
    OTHER_KIN = "other_kin", _("其他亲属")
    DISPUTE = "dispute", _("有矛盾纠纷")
    INTEREST = "interest", _("有其他利害关系")

    @classmethod
    def kin(cls) -> frozenset["RelationKind"]:
        """List the kinds that are kinship."""
        return frozenset({cls.SPOUSE, cls.PARENT, cls.SIBLING, cls.OTHER_KIN})


class RelationSource(models.TextChoices):
    """How a relation came to be known."""

    DECLARED = "declared", _("本人申报")
    REGISTERED = "registered", _("户籍或婚姻登记")
    REPORTED = "reported", _("他人反映，已核实")


class FeedReminder(models.IntegerChoices):
    """How many minutes before a meeting a calendar program is to speak up."""

    QUARTER = 15, _("提前 15 分钟")
    HALF = 30, _("提前 30 分钟")
    HOUR = 60, _("提前 1 小时")
    DAY = 1440, _("提前 1 天")
