"""Set-up of the parties app: what happens at the entrance is written down."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Organisations, people, rights."""

    name = "gongjian.apps.parties"

    def ready(self) -> None:
        """Listen to signing in and to second factors."""
        from gongjian.apps.parties.services import sign_in

        sign_in.listen()
