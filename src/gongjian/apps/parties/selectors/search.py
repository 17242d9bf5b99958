"""What the global search finds among parties."""

from django.urls import reverse

from gongjian.apps.parties.selectors.groups import list_groups
from gongjian.apps.parties.selectors.organisations import search_parties
from gongjian.apps.parties.selectors.people import search_users
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, Right
from gongjian.core.search import SearchHit


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find bodies, people and groups the actor may see; at most `limit` of each kind."""
    if not text.strip() or not actor.can(Right.PARTIES_VIEW):
        return []
    bodies = search_parties(actor, text, limit)
    people = search_users(actor, text, limit)
    groups = list(list_groups(actor, text=text)[:limit])
    places = names_of({row.place_code for row in [*bodies, *people, *groups]})
    return [
        *(
            SearchHit(
                "单位",
                row.name,
                f"{row.get_kind_display()}　{places.get(row.place_code, '')}",
                reverse("parties:organisation", args=[row.pk]),
            )
            for row in bodies
        ),
        *(
            SearchHit(
                "人员",
                row.full_name,
                f"{row.organisation or ''}　{row.post}　{places.get(row.place_code, '')}".strip("　"),
                reverse("parties:user", args=[row.pk]),
            )
            for row in people
        ),
        *(
            SearchHit(
                "领导小组", row.name, places.get(row.place_code, ""), reverse("parties:group", args=[row.pk])
            )
            for row in groups
        ),
    ]
