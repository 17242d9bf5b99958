"""Set-up of the core: every app's indicators and navigation are collected once at start."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """The floor under all apps."""

    name = "gongjian.core"
    label = "core"

    def ready(self) -> None:
        """Collect what the apps register, word the forms, and load the first versions of the rules after migrating."""
        from gongjian.core.form_words import speak_plainly

        speak_plainly()
        autodiscover_modules("calendars", "indicators", "menu", "open_work", "outcomes", "tasks")
        post_migrate.connect(_load_rules, sender=self)


def _load_rules(sender: AppConfig, **_: Any) -> None:
    from gongjian.core.rules import load_first_versions

    load_first_versions()
