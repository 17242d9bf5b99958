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


class GroupRole(models.TextChoices):
    """Post in a leading group."""

    LEADER = "leader", _("组长")
    DEPUTY = "deputy", _("副组长")
    MEMBER = "member", _("成员")
    OFFICE = "office", _("办公室设在")
    OFFICE_HEAD = "office_head", _("办公室主任")
