"""The days from a need's entry to its signature, as the databases count them."""

from typing import Any

from django.conf import settings
from django.db.models import F, FloatField, Func, IntegerField
from django.db.models.functions import TruncDate
from django.utils import timezone


class DaysBetween(Func):
    """Whole days from the second date to the first, in both databases."""

    output_field = IntegerField()
    template, arg_joiner = "(%(expressions)s)", " - "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Count days by their Julian numbers, since SQLite keeps dates as text."""
        counted = self.copy()
        counted.set_source_expressions(
            [Func(one, function="julianday") for one in self.get_source_expressions()]
        )
        template = "CAST(ROUND(%(expressions)s) AS INTEGER)"
        return super(DaysBetween, counted).as_sql(compiler, connection, template=template, **context)


class LocalDate(TruncDate):
    """The date of a moment in the office's zone.

    Django sets the process to the zone of the settings, and SQLite knows that one by itself: asking it saves a call of Python
    for each row.
    """

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Leave the zone to SQLite unless another was activated."""
        if timezone.get_current_timezone_name() != settings.TIME_ZONE or settings.USE_TZ is False:
            return super().as_sql(compiler, connection, **context)
        sql, params = compiler.compile(self.lhs)
        return f"date({sql}, 'localtime')", params


DAYS_TO_AGREEMENT = DaysBetween(F("agreement__signed_on"), LocalDate("need__made_at"))
"""Of a line of an agreement; days are those of the office's zone."""


class Wait(Func):
    """How long it was from a moment to the first moment of a date, for putting rows in order and nothing else."""

    template, arg_joiner = "(%(expressions)s)", " - "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Take Julian numbers, which the database reckons by itself; Django's own difference calls Python for each row."""
        counted = self.copy()
        counted.set_source_expressions(
            [
                Func(one, function="julianday", output_field=FloatField())
                for one in self.get_source_expressions()
            ]
        )
        return super(Wait, counted).as_sql(compiler, connection, **context)


WAIT_FOR_AGREEMENT = Wait(F("agreement__signed_on"), F("need__made_at"), output_field=FloatField())
"""Of a line. By it rows stand in the order of DAYS_TO_AGREEMENT too, wherever the zone keeps one offset, as China does."""
