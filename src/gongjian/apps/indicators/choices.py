"""Words of the indicators app."""

from django.utils.translation import gettext_lazy as _

GROUP_NAMES = {
    "programmes": _("行动"),
    "inspections": _("检查和评级"),
    "documents": _("公文"),
    "parties": _("单位"),
    "places": _("地方"),
}
"""What the first part of an indicator's key is called; the app that registers it is that part."""
