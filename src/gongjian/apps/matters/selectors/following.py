"""Follow a matter from outside: by its number and the code that was shown once."""

import re

from gongjian.apps.matters.models import Matter
from gongjian.core.errors import NotFound
from gongjian.core.keyed import is_same, keyed_digest


def code_digest(number: str, code: str) -> str:
    """Return what is kept of a follow code: letters may be typed small, with blanks or dashes.

    What was split off a matter (20261126-000123-1) is followed with the same code.
    """
    plain = re.sub(r"[\s\-]", "", code).upper()
    first = "-".join(number.split("-")[:2])
    return keyed_digest("matters.follow", f"{first}:{plain}")


def phone_digest(phone: str) -> str:
    """Return what a person's number is looked up by."""
    return keyed_digest("matters.phone", re.sub(r"[\s\-]", "", phone).removeprefix("+86"))


def follow(number: str, code: str) -> Matter:
    """Return the matter with this number to whoever holds its code; NotFound otherwise, with the same words."""
    found: Matter | None = Matter.objects.filter(number=number.strip()).first()
    if found is None or not is_same(found.follow_hash, code_digest(found.number, code)):
        raise NotFound("没有找到。请核对编号和查询码，查询码在提交后显示过一次。")
    return found
