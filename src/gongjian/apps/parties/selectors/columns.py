"""Which columns of a list a person chose to see."""

from gongjian.apps.parties.models import User


def chosen_columns(person: object, list_name: str) -> list[str]:
    """Return the keys that the user of a request chose for a list; none until he does. No query."""
    return list(person.list_columns.get(list_name, ())) if isinstance(person, User) else []
