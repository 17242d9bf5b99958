"""Which columns of a list a person wants to see: his own choice, kept with him."""

import re
from collections.abc import Sequence

from django.db import transaction

from gongjian.apps.parties.models import User
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Invalid

MOST_COLUMNS = 40
_NAME = re.compile(r"[a-z][a-z_.]{0,39}")


@transaction.atomic
def choose_columns(*, actor: Actor, list_name: str, columns: Sequence[str]) -> None:
    """Keep which columns of a list the actor wants; none brings the usual ones back.

    Raises Invalid for what no list can offer.
    """
    names = [list_name, *columns]
    if len(columns) > MOST_COLUMNS or not all(_NAME.fullmatch(name) for name in names):
        raise Invalid("没有这样的列。请回到列表，重新选要看的列。")
    person = User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
    kept = {name: chosen for name, chosen in person.list_columns.items() if name != list_name}
    person.list_columns = {**kept, **({list_name: list(columns)} if columns else {})}
    person.save(update_fields=["list_columns"])
    audit.record(actor, "parties.columns_chosen", person, after={"list": list_name, "columns": list(columns)})
