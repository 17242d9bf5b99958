"""Decode the words of a mail whatever charset it claims: UTF-8, GB18030 and Big5 are tried by what the bytes bear out."""

import base64
import binascii
import quopri
import re

WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
BETWEEN = re.compile(r"(\?=)\s+(=\?)")
SAME_AS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "cp950",
}
GUESSED = ("gb18030", "cp950")
EVERYDAY = {"gb18030": ((0xB0, 0xA1), (0xD7, 0xFE)), "cp950": ((0xA4, 0x40), (0xC6, 0xFE))}
"""The least and the most of both bytes of the everyday characters (GB/T 2312 level 1, Big5 level 1)."""


def decode_bytes(source: bytes, declared: str = "") -> str:
    """Return the text of bytes. Never raises: what no charset bears out is shown with marks in place of bytes.

    >>> decode_bytes("楼道灯坏了".encode("gb18030"), "utf-8"), decode_bytes("路燈壞了".encode("big5"), "gb2312")
    ('楼道灯坏了', '路燈壞了')
    """
    named = SAME_AS.get(declared.strip().lower(), declared.strip().lower())
    for charset in ("utf-8", *((named,) if named not in GUESSED else ())):
        text = _strict(source, charset)
        if text is not None:
            return _clean(text)
    scored = [(_everyday(source, charset), charset == named, charset) for charset in GUESSED]
    best = max((one for one in scored if one[0] >= 0), default=None)
    return _clean(source.decode(best[2] if best else "gb18030", "replace"))


def decode_header(raw: str) -> str:
    """Return a header in words: encoded words of one charset are joined first, since clients cut characters in two.

    >>> decode_header("=?GB2312?B?wrfGpA==?= =?GB2312?B?yy+htg==?=").startswith("路")
    True
    """
    joined = BETWEEN.sub(r"\1\2", raw)
    text, at = "", 0
    held, held_charset = b"", ""
    for found in WORD.finditer(joined):
        charset = found[1].partition("*")[0].lower()
        if found.start() > at or (held and charset != held_charset):
            text += decode_bytes(held, held_charset)
            held = b""
        text += _raw(joined[at : found.start()])
        held, held_charset, at = held + _word_bytes(found[2], found[3]), charset, found.end()
    return text + (decode_bytes(held, held_charset) if held else "") + _raw(joined[at:])


def _raw(text: str) -> str:
    return decode_bytes(text.encode("utf-8", "surrogateescape")) if text else ""


def _word_bytes(how: str, text: str) -> bytes:
    plain = text.encode("ascii", "ignore")
    if how in "qQ":
        return quopri.decodestring(plain.replace(b"_", b" "), header=False)
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except binascii.Error:
        return b""


def _strict(source: bytes, charset: str) -> str | None:
    try:
        return source.decode(charset)
    except (LookupError, ValueError):
        return None


def _everyday(source: bytes, charset: str) -> float:
    """Return the share of everyday characters among those beyond ASCII; -1 if the bytes are not of the charset at all."""
    text = _strict(source, charset)
    if text is None:
        return -1.0
    beyond = [mark for mark in text if "\u3400" <= mark <= "\u9fff" or "\ue000" <= mark <= "\uf8ff"]
    return sum(_is_everyday(mark.encode(charset), charset) for mark in beyond) / max(1, len(beyond))


def _is_everyday(coded: bytes, charset: str) -> bool:
    first, last = EVERYDAY[charset]
    return len(coded) == 2 and first[0] <= coded[0] <= last[0] and first[1] <= coded[1] <= last[1]


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
