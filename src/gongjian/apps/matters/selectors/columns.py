"""The columns that the list of matters can show."""

from django.utils.translation import gettext_lazy as _

from gongjian.core.listing import Column

LIST_NAME = "matters"
COLUMNS = (
    Column("place", _("在哪里")),
    Column("class", _("类别")),
    Column("state", _("状态")),
    Column("units", _("谁在办")),
    Column("received", _("收到")),
    Column("left", _("还剩")),
    Column("kind", _("类型"), is_usual=False),
    Column("source", _("来源"), is_usual=False),
    Column("level", _("哪一级负责"), is_usual=False),
    Column("due", _("到期"), is_usual=False),
    Column("met", _("也遇到"), is_usual=False),
    Column("answered", _("答复"), is_usual=False),
)
"""Beside the title with its number, which is always there."""
