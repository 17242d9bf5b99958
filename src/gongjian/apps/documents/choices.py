"""Words of the documents app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """Kinds of document this product composes (domain: 公文种类 and 事务文书)."""

    BULLETIN = "bulletin", _("通报")
    SUMMARY = "summary", _("总结")
    NOTICE = "notice", _("通知")
    REPORT = "report", _("报告")
    BRIEF = "brief", _("简报")
    MINUTES = "minutes", _("纪要")


class DocumentStatus(models.TextChoices):
    """拟稿 → 核稿 → 签发 → 印发 → 归档."""

    DRAFT = "draft", _("拟稿")
    REVIEW = "review", _("核稿")
    SIGNED = "signed", _("签发")
    ISSUED = "issued", _("印发")
    ARCHIVED = "archived", _("归档")
