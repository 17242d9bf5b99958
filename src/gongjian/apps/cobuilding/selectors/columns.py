"""The columns that the lists of needs and resources can show."""

from django.utils.translation import gettext_lazy as _

from gongjian.core.listing import Column

NEED_COLUMNS = (
    Column("category", _("类别")),
    Column("amount", _("还差")),
    Column("for_whom", _("为谁")),
    Column("when", _("什么时候")),
    Column("urgency", _("多急")),
    Column("status", _("状态")),
    Column("expires", _("有效到")),
    Column("place", _("哪里")),
    Column("people", _("受益人数"), is_usual=False),
    Column("source", _("来源"), is_usual=False),
    Column("number", _("编号"), is_usual=False),
)
RESOURCE_COLUMNS = (
    Column("unit", _("单位")),
    Column("category", _("类别")),
    Column("amount", _("还能给")),
    Column("when", _("什么时候")),
    Column("conditions", _("使用条件")),
    Column("status", _("状态")),
    Column("expires", _("有效到")),
    Column("place", _("哪里"), is_usual=False),
    Column("number", _("编号"), is_usual=False),
)
