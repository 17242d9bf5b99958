"""The roles, the rights, and the one table between them."""

from collections.abc import Mapping
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(StrEnum):
    """One thing a person may do; `<app>.<act>`."""

    WORKBENCH_VIEW = "workbench.view"
    PLACES_VIEW = "places.view"
    PLACES_MANAGE = "places.manage"
    PARTIES_VIEW = "parties.view"
    PARTIES_MANAGE = "parties.manage"
    USERS_MANAGE = "users.manage"
    GRANTS_MANAGE = "grants.manage"
    HANDOVER_MANAGE = "handover.manage"
    RESIDENTS_VIEW = "residents.view"
    RESIDENTS_MANAGE = "residents.manage"
    HEARINGS_VIEW = "hearings.view"
    HEARINGS_MANAGE = "hearings.manage"
    HEARINGS_DECIDE = "hearings.decide"
    INDICATORS_VIEW = "indicators.view"
    INDICATORS_MANAGE = "indicators.manage"
    INDICATORS_ENTER = "indicators.enter"
    INDICATORS_CONFIRM = "indicators.confirm"
    SCREENS_MANAGE = "screens.manage"
    DOCUMENTS_VIEW = "documents.view"
    DOCUMENTS_CHECK = "documents.check"
    DOCUMENTS_DRAFT = "documents.draft"
    DOCUMENTS_SIGN = "documents.sign"
    DOCUMENTS_ISSUE = "documents.issue"
    INSPECTIONS_VIEW = "inspections.view"
    INSPECTIONS_MANAGE = "inspections.manage"
    INSPECTIONS_SCORE = "inspections.score"
    RECTIFICATIONS_VIEW = "rectifications.view"
    RECTIFICATIONS_ANSWER = "rectifications.answer"
    RATINGS_VIEW = "ratings.view"
    RATINGS_DECIDE = "ratings.decide"
    APPEALS_FILE = "appeals.file"
    PROGRAMMES_VIEW = "programmes.view"
    PROGRAMMES_MANAGE = "programmes.manage"
    ASSIGNMENTS_HAND_DOWN = "assignments.hand_down"
    ASSIGNMENTS_ANSWER = "assignments.answer"
    REPORTS_WRITE = "reports.write"
    REPORTS_CONFIRM = "reports.confirm"
    SUPERVISION_VIEW = "supervision.view"
    SUPERVISION_MANAGE = "supervision.manage"
    SUPERVISION_NOTE = "supervision.note"
    SUPERVISION_ANSWER = "supervision.answer"
    LETTERS_SIGN = "letters.sign"
    PHONE_USE = "phone.use"
    MATTERS_VIEW = "matters.view"
    MATTERS_REPORT = "matters.report"
    MATTERS_DISPATCH = "matters.dispatch"
    MATTERS_ACT = "matters.act"
    MATTERS_CHECK = "matters.check"
    MATTERS_DECIDE = "matters.decide"
    MATTERS_REVEAL = "matters.reveal"
    MATTERS_MEDIATE = "matters.mediate"
    COUNCILS_VIEW = "councils.view"
    COUNCILS_MANAGE = "councils.manage"
    COUNCILS_TAKE_PART = "councils.take_part"
    ELECTIONS_VIEW = "elections.view"
    ELECTIONS_MANAGE = "elections.manage"
    COBUILDING_VIEW = "cobuilding.view"
    COBUILDING_MANAGE = "cobuilding.manage"
    COBUILDING_OFFER = "cobuilding.offer"
    PLANS_VIEW = "plans.view"
    PLANS_EDIT = "plans.edit"
    PLANS_ACTIVATE = "plans.activate"
    RULES_MANAGE = "rules.manage"
    AUDIT_VIEW = "audit.view"
    SYSTEM_VIEW = "system.view"
    TOKENS_MANAGE = "tokens.manage"
    WEBHOOKS_MANAGE = "webhooks.manage"


class Role(models.TextChoices):
    """What a person is to a place or a unit."""

    OFFICE = "office", _("治理办（方案、下达、汇总）")
    LEADER = "leader", _("领导（看全局、签发）")
    WORKER = "worker", _("社区工作者（签收、填报）")
    INSPECTOR = "inspector", _("检查员（评分）")
    DEPARTMENT = "department", _("部门（牵头或配合）")
    UNIT_CONTACT = "unit_contact", _("驻区单位联络员")
    VIEWER = "viewer", _("查阅")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


_READ = frozenset(
    {
        Right.WORKBENCH_VIEW,
        Right.PLACES_VIEW,
        Right.PARTIES_VIEW,
        Right.INDICATORS_VIEW,
        Right.DOCUMENTS_VIEW,
        Right.INSPECTIONS_VIEW,
        Right.RECTIFICATIONS_VIEW,
        Right.RATINGS_VIEW,
        Right.PROGRAMMES_VIEW,
        Right.SUPERVISION_VIEW,
        Right.MATTERS_VIEW,
        Right.COUNCILS_VIEW,
        Right.COBUILDING_VIEW,
    }
)

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.OFFICE: _READ
    | {
        Right.PHONE_USE,
        Right.PLACES_MANAGE,
        Right.PARTIES_MANAGE,
        Right.RESIDENTS_VIEW,
        Right.RESIDENTS_MANAGE,
        Right.HEARINGS_VIEW,
        Right.HEARINGS_MANAGE,
        Right.HEARINGS_DECIDE,
        Right.HANDOVER_MANAGE,
        Right.INDICATORS_MANAGE,
        Right.INDICATORS_ENTER,
        Right.INDICATORS_CONFIRM,
        Right.SCREENS_MANAGE,
        Right.DOCUMENTS_CHECK,
        Right.DOCUMENTS_DRAFT,
        Right.DOCUMENTS_ISSUE,
        Right.INSPECTIONS_MANAGE,
        Right.INSPECTIONS_SCORE,
        Right.RATINGS_DECIDE,
        Right.APPEALS_FILE,
        Right.PROGRAMMES_MANAGE,
        Right.ASSIGNMENTS_HAND_DOWN,
        Right.ASSIGNMENTS_ANSWER,
        Right.REPORTS_WRITE,
        Right.REPORTS_CONFIRM,
        Right.PLANS_VIEW,
        Right.PLANS_EDIT,
        Right.PLANS_ACTIVATE,
        Right.RULES_MANAGE,
        Right.SUPERVISION_MANAGE,
        Right.SUPERVISION_NOTE,
        Right.SUPERVISION_ANSWER,
        Right.LETTERS_SIGN,
        Right.MATTERS_REPORT,
        Right.MATTERS_DISPATCH,
        Right.MATTERS_ACT,
        Right.MATTERS_CHECK,
        Right.MATTERS_DECIDE,
        Right.MATTERS_REVEAL,
        Right.MATTERS_MEDIATE,
        Right.COUNCILS_MANAGE,
        Right.COUNCILS_TAKE_PART,
        Right.ELECTIONS_VIEW,
        Right.ELECTIONS_MANAGE,
        Right.COBUILDING_MANAGE,
    },
    Role.LEADER: _READ
    | {
        Right.PLANS_VIEW,
        Right.DOCUMENTS_CHECK,
        Right.DOCUMENTS_SIGN,
        Right.SUPERVISION_NOTE,
        Right.LETTERS_SIGN,
        Right.MATTERS_DECIDE,
    },
    Role.WORKER: _READ
    | {
        Right.PHONE_USE,
        Right.RESIDENTS_VIEW,
        Right.RESIDENTS_MANAGE,
        Right.HEARINGS_VIEW,
        Right.HEARINGS_MANAGE,
        Right.ASSIGNMENTS_ANSWER,
        Right.REPORTS_WRITE,
        Right.DOCUMENTS_CHECK,
        Right.APPEALS_FILE,
        Right.SUPERVISION_ANSWER,
        Right.LETTERS_SIGN,
        Right.RECTIFICATIONS_ANSWER,
        Right.INDICATORS_ENTER,
        Right.MATTERS_REPORT,
        Right.MATTERS_ACT,
        Right.MATTERS_CHECK,
        Right.MATTERS_REVEAL,
        Right.MATTERS_MEDIATE,
        Right.COUNCILS_MANAGE,
        Right.COUNCILS_TAKE_PART,
        Right.ELECTIONS_VIEW,
        Right.ELECTIONS_MANAGE,
        Right.COBUILDING_MANAGE,
    },
    Role.INSPECTOR: frozenset(
        {
            Right.WORKBENCH_VIEW,
            Right.PHONE_USE,
            Right.PLACES_VIEW,
            Right.INSPECTIONS_VIEW,
            Right.INSPECTIONS_SCORE,
            Right.SUPERVISION_VIEW,
            Right.SUPERVISION_NOTE,
            Right.RECTIFICATIONS_VIEW,
            Right.MATTERS_VIEW,
            Right.MATTERS_REPORT,
            Right.MATTERS_CHECK,
        }
    ),
    Role.DEPARTMENT: _READ
    | {
        Right.PHONE_USE,
        Right.PLANS_VIEW,
        Right.DOCUMENTS_CHECK,
        Right.ASSIGNMENTS_HAND_DOWN,
        Right.ASSIGNMENTS_ANSWER,
        Right.RECTIFICATIONS_ANSWER,
        Right.REPORTS_WRITE,
        Right.SUPERVISION_ANSWER,
        Right.LETTERS_SIGN,
        Right.MATTERS_REPORT,
        Right.MATTERS_ACT,
        Right.MATTERS_REVEAL,
        Right.MATTERS_MEDIATE,
        Right.COUNCILS_TAKE_PART,
        Right.COBUILDING_OFFER,
    },
    Role.UNIT_CONTACT: frozenset(
        {
            Right.WORKBENCH_VIEW,
            Right.PHONE_USE,
            Right.PROGRAMMES_VIEW,
            Right.ASSIGNMENTS_ANSWER,
            Right.RECTIFICATIONS_VIEW,
            Right.RECTIFICATIONS_ANSWER,
            Right.REPORTS_WRITE,
            Right.DOCUMENTS_VIEW,
            Right.DOCUMENTS_CHECK,
            Right.SUPERVISION_VIEW,
            Right.SUPERVISION_ANSWER,
            Right.LETTERS_SIGN,
            Right.MATTERS_VIEW,
            Right.MATTERS_ACT,
            Right.COUNCILS_VIEW,
            Right.COUNCILS_TAKE_PART,
            Right.COBUILDING_VIEW,
            Right.COBUILDING_OFFER,
        }
    ),
    Role.VIEWER: _READ,
    Role.SYSTEM_ADMIN: frozenset(
        {
            Right.WORKBENCH_VIEW,
            Right.USERS_MANAGE,
            Right.SYSTEM_VIEW,
            Right.PLACES_VIEW,
            Right.PARTIES_VIEW,
            Right.WEBHOOKS_MANAGE,
        }
    ),
    Role.SECURITY_ADMIN: frozenset(
        {
            Right.WORKBENCH_VIEW,
            Right.GRANTS_MANAGE,
            Right.PLACES_VIEW,
            Right.PARTIES_VIEW,
            Right.TOKENS_MANAGE,
        }
    ),
    Role.AUDIT_ADMIN: frozenset({Right.WORKBENCH_VIEW, Right.AUDIT_VIEW}),
}

SEPARATED_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""三员分立 (GB/T 22239-2019, level 3): nobody holds two of these, nor one beside any other role."""

SECOND_FACTOR_ROLES = SEPARATED_ROLES | {Role.OFFICE, Role.LEADER}
"""Roles whose holders must sign in with a second factor (at county level and above, see `needs_second_factor`)."""
