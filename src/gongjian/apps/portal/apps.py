"""Set-up of the public door: it listens to what happens to the data of reporters."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The open door: forms, mail, messages to reporters."""

    name = "gongjian.apps.portal"

    def ready(self) -> None:
        """Destroy a person's mails with the rest of what he gave."""
        from gongjian.apps.portal.services import originals

        originals.listen()
