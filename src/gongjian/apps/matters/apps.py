"""Set-up of the matters app: the first classes are loaded after migrating."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MattersConfig(AppConfig):
    """Reports, disputes, consultations and ideas."""

    name = "gongjian.apps.matters"

    def ready(self) -> None:
        """Load the first classes after migrating."""
        post_migrate.connect(_load_classes, sender=self)


def _load_classes(sender: AppConfig, **_: Any) -> None:
    from gongjian.apps.matters.services.load import load_first_classes

    load_first_classes()
