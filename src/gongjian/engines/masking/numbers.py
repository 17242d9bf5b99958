"""Mask identity, telephone and card numbers, alone or inside a text.

Source of the forms: domain reference, section 14; design, section 6.
"""

import re

_ID = re.compile(r"(?<![0-9A-Za-z])(?:[1-9]\d{16}[0-9Xx]|[1-9]\d{14})(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")


def mask_id_number(number: str) -> str:
    """Keep the first 3 and the last 4 characters of an identity number.

    >>> mask_id_number("110101199003078515")
    '110***********8515'
    """
    return _keep_ends(number.strip(), 3, 4)


def mask_phone(number: str) -> str:
    """Hide the middle four digits of a mobile number, or the last four of any other number.

    >>> mask_phone("13912340000"), mask_phone("0825-2220000")
    ('139****0000', '0825-222****')
    """
    text = number.strip()
    digits = re.sub(r"\D", "", text)
    mobile = digits[-11:]
    if len(mobile) == 11 and mobile[0] == "1" and mobile[1] in "3456789" and len(digits) in (11, 13):
        return f"{mobile[:3]}****{mobile[-4:]}"
    if len(digits) <= 4:
        return "*" * len(text)
    return text[:-4] + "****"


def mask_bank_card(number: str) -> str:
    """Keep the last 4 digits of a card or account number, after any spaces are taken out."""
    return _keep_ends(re.sub(r"[\s-]", "", number), 0, 4)


def mask_numbers_in(text: str) -> str:
    """Mask identity, telephone and card numbers found inside a text, such as a resident's words.

    >>> mask_numbers_in("请打13912340000找我")
    '请打139****0000找我'
    """
    masked = _ID.sub(lambda found: mask_id_number(found[0]), text)
    masked = _CARD.sub(lambda found: mask_bank_card(found[0]), masked)
    masked = _MOBILE.sub(lambda found: mask_phone(found[0]), masked)
    return _LANDLINE.sub(lambda found: mask_phone(found[0]), masked)


def _keep_ends(text: str, head: int, tail: int) -> str:
    """Hide all but the ends; a text too short to hide at least half of is hidden whole."""
    hidden = len(text) - head - tail
    if hidden < head + tail and hidden < len(text) // 2:
        return "*" * len(text)
    return text[:head] + "*" * hidden + text[len(text) - tail :]
