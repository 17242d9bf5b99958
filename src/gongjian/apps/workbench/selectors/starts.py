"""What a person may begin, who below him owes what, and the number on the bell."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongjian.apps.programmes import selectors as programmes
from gongjian.core.access import Actor, Right


@dataclass(frozen=True)
class Start:
    """One thing a person may begin."""

    label: str | Promise
    icon: str
    url: str


_STARTS = (
    (Right.PLANS_EDIT, _("导入方案"), "file-import", "plans:import"),
    (Right.MATTERS_REPORT, _("登记一件事项"), "message", "matters:add_matter"),
    (Right.COBUILDING_OFFER, _("我们能提供"), "heart-handshake", "cobuilding:add_resource"),
    (Right.COBUILDING_MANAGE, _("登记一条需求"), "list-check", "cobuilding:add_need"),
    (Right.HEARINGS_MANAGE, _("登记救助申请"), "users-group", "hearings:add_application"),
    (Right.ELECTIONS_MANAGE, _("计划一次选举"), "user-check", "councils:add_election"),
    (Right.INSPECTIONS_MANAGE, _("开一轮检查"), "clipboard-check", "inspections:add_round"),
    (Right.DOCUMENTS_DRAFT, _("写通报"), "file-text", "documents:new"),
    (Right.SUPERVISION_NOTE, _("记一条督查记录"), "camera", "supervision:add_note"),
    (Right.INSPECTIONS_SCORE, _("去评分"), "clipboard-check", "inspections:my_sheets"),
    (Right.ASSIGNMENTS_ANSWER, _("看我的任务"), "report", "programmes:mine"),
    (Right.DOCUMENTS_SIGN, _("看公文"), "file-text", "documents:list"),
    (Right.DOCUMENTS_SIGN, _("看行动进展"), "sitemap", "programmes:list"),
    (Right.DOCUMENTS_SIGN, _("看评级"), "award", "inspections:ratings"),
    (Right.USERS_MANAGE, _("加一个人员"), "user", "parties:add_user"),
    (Right.USERS_MANAGE, _("批量导入人员"), "file-import", "parties:import_users"),
    (Right.GRANTS_MANAGE, _("选人授权"), "user-check", "parties:users"),
    (Right.GRANTS_MANAGE, _("看授权"), "key", "parties:grants"),
    (Right.AUDIT_VIEW, _("看审计记录"), "shield-check", "core:audit"),
)


def list_starts(actor: Actor) -> list[Start]:
    """List what a person may begin, by his rights."""
    return [Start(label, icon, reverse(name)) for right, label, icon, name in _STARTS if actor.can(right)]


def list_below(actor: Actor) -> list[programmes.BelowRow]:
    """List who below owes what, worst first. Three queries."""
    return programmes.below_status(actor) if actor.can(Right.PROGRAMMES_VIEW) else []


def count_for_shell(actor: Actor) -> dict[str, int]:
    """Count unread notices for the bell, as read with the person's grants: no query."""
    return {"waiting": actor.unread}
