"""Read an e-mail: who wrote, what he wrote himself, which photos came with it, whether a program sent it. Knows no Django.

What an answering program quotes below and what it signs with is cut off; if nothing would be left, all is kept.
Charsets are believed only if the bytes bear them out, since mails often say GB2312 or UTF-8 and mean another.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr

from gongjian.readers.errors import ReadError
from gongjian.readers.mail_charsets import decode_bytes, decode_header
from gongjian.readers.mail_words import own_words
from gongjian.readers.reading import read_text

MOST_PARTS = 200
DEEPEST = 40
DECORATION_BYTES = 2048
"""A picture within the text and smaller than this is a mark of the writer's program, no photo."""
ADDRESS = re.compile(r"[^\s@<>(),:;\"\[\]\\]{1,64}@[a-z0-9.-]{1,190}\.[a-z0-9-]{2,60}")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
MOST_HEAD = 65_536
ID_LINE = re.compile(rb"^message-id:\s*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".heic")
BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
SPOKEN_BY_PROGRAMS = ("x-autoreply", "x-autorespond", "x-autoresponder")
LISTS = ("list-id", "list-unsubscribe", "list-post")


@dataclass(frozen=True)
class Attached:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A mail as it was read. `automatic` is "" for one that a person wrote, else what sent it: auto, list, bounce or loop.

    `words` is what the writer wrote himself, `text` all there is; `names` holds the ids of mails it answers.
    """

    message_id: str
    sender: str
    sender_name: str
    subject: str
    words: str
    text: str
    names: str
    automatic: str
    photos: tuple[Attached, ...]
    others: tuple[str, ...]


def read_mail(source: bytes) -> Mail:
    """Read the bytes of a mail. Raises ReadError for what is nested too deep or is no mail at all."""
    try:
        message = email.message_from_bytes(source, policy=email.policy.compat32)
        parts = list(_leaves(message))
    except (RecursionError, ValueError, LookupError, AssertionError, IndexError, AttributeError) as error:
        raise ReadError("这封信的结构读不懂。") from error
    head = _head(message)
    plain, pages, photos, others = _sorted_parts(parts)
    text = "\n\n".join(one for one in plain if one.strip()) or "\n\n".join(pages)
    name, address = parseaddr(head.get("from", ""))
    found = ADDRESS.fullmatch(address.strip().lower())
    return Mail(
        message_id=next(iter(MESSAGE_ID.findall(head.get("message-id", ""))), ""),
        sender=found[0] if found else "",
        sender_name=decode_header(name)[:40],
        subject=" ".join(decode_header(head.get("subject", "")).split())[:200],
        words=own_words(text),
        text=text.strip(),
        names=f"{head.get('in-reply-to', '')} {head.get('references', '')}",
        automatic=_automatic(head, message),
        photos=tuple(photos),
        others=tuple(others),
    )


def body_of(source: bytes) -> bytes:
    """Return what follows the head of a mail: two copies of one that came by two ways differ in the head alone."""
    for mark in (b"\r\n\r\n", b"\n\n"):
        _head_bytes, found, body = source.partition(mark)
        if found:
            return body
    return source


def _head(message: Message) -> dict[str, str]:
    """Return the first value of each header, as it was sent; bytes beyond ASCII are surrogates."""
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), str(value).replace("\r", " ").replace("\n", " "))
    return found


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the parts that hold something; a mail that was attached whole is one part."""
    if depth > DEEPEST:
        raise ValueError("nested too deep")
    if not message.is_multipart() or message.get_content_maintype() == "message":
        yield message
        return
    payload = message.get_payload()
    for part in payload if isinstance(payload, list) else []:
        if isinstance(part, Message):
            yield from _leaves(part, depth + 1)


def _sorted_parts(parts: list[Message]) -> tuple[list[str], list[str], list[Attached], list[str]]:
    """Tell the parts apart: plain texts, pages as text, photos, names of what else there is."""
    plain: list[str] = []
    pages: list[str] = []
    photos: list[Attached] = []
    others: list[str] = []
    for part in parts[:MOST_PARTS]:
        kind, name = part.get_content_type(), _name_of(part)
        is_attached = part.get_content_disposition() == "attachment" or bool(name)
        if kind.startswith("image/") or name.lower().endswith(PICTURES):
            content = _bytes_of(part)
            if (is_attached and part.get_content_disposition() == "attachment") or len(
                content
            ) >= DECORATION_BYTES:
                photos.append(Attached(name or "photo.jpg", content))
        elif is_attached or not kind.startswith("text/"):
            others.append(name or kind)
        elif kind == "text/html":
            pages.append(_page_text(_text_of(part)))
        else:
            plain.append(_text_of(part))
    others += [_name_of(part) or part.get_content_type() for part in parts[MOST_PARTS:]]
    return plain, pages, photos, others


def _name_of(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, UnicodeError, TypeError, AttributeError):
        return "?"
    plain = decode_header(name).replace("\\", "/").rpartition("/")[2]
    return "".join(mark for mark in plain if mark.isprintable())[:120]


def _bytes_of(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, TypeError):
        content = None
    return content if isinstance(content, bytes) else b""


def _text_of(part: Message) -> str:
    try:
        declared = str(part.get_content_charset() or "")
    except (ValueError, LookupError, UnicodeError, TypeError):
        declared = ""
    return decode_bytes(_bytes_of(part), declared)


def _page_text(page: str) -> str:
    """Return the words of a page, up to where its program quotes an earlier mail."""
    quote = re.search(
        r"<blockquote\b|<div[^>]*(?:gmail_quote|divRplyFwdMsg|original-content)", page, re.IGNORECASE
    )
    own = page[: quote.start()] if quote else page
    for one in (own, page):
        try:
            found = read_text(
                f"<html><meta charset=utf-8><body>{one}".encode(errors="replace"), "来信.html"
            ).text
        except ReadError:
            continue
        if found.strip():
            return found
    return ""


def _automatic(head: dict[str, str], message: Message) -> str:
    sender = head.get("from", "").lower()
    if "gongjian" in head.get("x-loop", "").lower():
        return "loop"
    returned = head.get("return-path", "x").strip() == "<>"
    if (
        returned
        or "mailer-daemon@" in sender
        or "postmaster@" in sender
        or message.get_content_type() == "multipart/report"
    ):
        return "bounce"
    if any(name in head for name in LISTS) or head.get("precedence", "").strip().lower() in BULK:
        return "list"
    submitted = head.get("auto-submitted", "no").partition(";")[0].strip().lower()
    if submitted not in ("", "no") or any(name in head for name in SPOKEN_BY_PROGRAMS):
        return "auto"
    return ""


def id_of(source: bytes) -> bytes:
    """Return the Message-ID of a mail as it stands in its head, or b""."""
    head = source[: len(source) - len(body_of(source))][:MOST_HEAD]
    found = ID_LINE.search(head)
    return found[1].strip() if found else b""
