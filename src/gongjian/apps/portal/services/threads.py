"""The ids of our letters: the same however often one is sent, and telling which matter an answer to it is about."""

import re

from django.conf import settings

from gongjian.core.keyed import is_same, keyed_digest

NUMBER = re.compile(r"(?<!\d)\d{8}-\d{6,12}(?:-\d{1,3})?(?!\d)")
OURS = re.compile(r"<gj\.(\d{1,18})\.(\d{1,18})\.([0-9a-f]{24})@")


def letter_id(matter_id: int, message_id: int) -> str:
    """Return the Message-ID of a letter; message 0 is the root that all letters of a matter hang on."""
    return f"<gj.{matter_id}.{message_id}.{_seal(matter_id, message_id)}@{_host()}>"


def letters_named(text: str) -> list[tuple[int, int]]:
    """List the letters of ours that a text names, as (matter, message); ids that we did not make are passed over."""
    found = [(int(one[1]), int(one[2]), one[3]) for one in OURS.finditer(text)]
    return [(matter, message) for matter, message, seal in found if is_same(seal, _seal(matter, message))]


def number_in(subject: str) -> str:
    """Return the number of a matter that a subject holds, or "".

    >>> number_in("回复：您反映的事 20261118-000042 已受理")
    '20261118-000042'
    """
    found = NUMBER.search(subject)
    return found[0] if found else ""


def _seal(matter_id: int, message_id: int) -> str:
    return keyed_digest("portal.letter", f"{matter_id}.{message_id}")[:24]


def _host() -> str:
    name = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    return name or "localhost"
