"""Bodies that may join a council, and accounts that may speak for a member."""

from django.db.models import Q

from gongjian.apps.councils.models import CouncilMember
from gongjian.apps.parties.models import Organisation, User
from gongjian.core.access import Actor, prefix_range
from gongjian.core.errors import Invalid

MOST_OFFERED = 100


def find_organisation(actor: Actor, text: str) -> int | None:
    """Return the one body that a text means by its name or short name; None for an empty text.

    Raises Invalid with what to write instead when there is none, or there are several.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return None
    rows = Organisation.objects.visible_to(actor).filter(
        Q(name=wanted) | Q(short_name=wanted), is_active=True
    )
    found = list(rows.order_by("pk")[:5])
    if not found:
        raise Invalid(f"没有找到叫“{wanted}”的单位。请写登记的全名，或者先在“单位”里登记。")
    if len(found) > 1:
        raise Invalid(f"叫“{wanted}”的不止一个：{'、'.join(row.name for row in found)}。请写全名。")
    return int(found[0].pk)


def offered_organisations(actor: Actor, place_code: str) -> list[str]:
    """List names to choose from: bodies of the place and its parent's. One query."""
    near = prefix_range("place_code", place_code) | Q(place_code=place_code[:-3])
    rows = Organisation.objects.visible_to(actor).filter(near, is_active=True)
    return list(rows.order_by("place_code", "name").values_list("name", flat=True)[:MOST_OFFERED])


def users_for(member: CouncilMember) -> list[User]:
    """List the accounts of a member's body: its own people, and those with a role for it. One query."""
    if member.organisation_id is None:
        return []
    own = Q(organisation_id=member.organisation_id) | Q(grants__organisation_id=member.organisation_id)
    return list(User.objects.filter(own, is_active=True).order_by("full_name", "pk").distinct())
