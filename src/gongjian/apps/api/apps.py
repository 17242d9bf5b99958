"""Set-up of the API app: it listens to what happens to matters, for those who subscribed."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Programs of others: operations, open reporting, messages to subscribers."""

    name = "gongjian.apps.api"

    def ready(self) -> None:
        """Owe subscribers what happens."""
        from gongjian.apps.api.services import telling

        telling.listen()
