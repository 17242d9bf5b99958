"""Read a report that somebody brings to be recomputed, and write its corrected copy. Nothing is stored."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath

from django.utils import timezone

from gongjian.apps.documents.selectors.paper import FindingCard, check_paper
from gongjian.apps.documents.services.files import RenderedFile
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid
from gongjian.core.rules import rule_value
from gongjian.readers import (
    Correction,
    ReadError,
    correct_docx,
    find_secrecy_mark,
    read_text,
    write_corrected,
)

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PASTED = "粘贴的文字"
AUTHOR = "数字复算"
MOST_CORRECTIONS = 1_000
"""In one copy: the time Word's library takes grows with the square of the comments, two seconds here."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Paper:
    """A report as read; `word` is the file itself where it is a .docx and can be corrected in place."""

    name: str
    text: str
    warnings: tuple[str, ...] = ()
    word: bytes | None = None


def read_paper(*, actor: Actor, name: str = "", content: bytes | None = None, text: str = "") -> Paper:
    """Read a file, or pasted text; Invalid says in a sentence why it can't be. Nothing is kept."""
    actor.require(Right.DOCUMENTS_CHECK)
    name = name or PASTED
    if content is None:
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        return Paper(name, _accepted(actor, _UNWRITABLE.sub(" ", lines), name))
    refuse_large(actor=actor, name=name, size=len(content))
    try:
        result = read_text(content, name)
    except ReadError as error:
        raise Invalid(str(error)) from error
    _refuse_secret("\n".join(result.margins), name)
    words = _accepted(actor, _UNWRITABLE.sub(" ", result.text), name)
    return Paper(name, words, result.warnings, content if result.kind == "docx" else None)


def correct_paper(*, actor: Actor, paper: Paper, accepted: Collection[str]) -> RenderedFile:
    """Return a copy as .docx in which the accepted findings are corrected, each with a comment.

    `accepted` holds keys of cards. A .docx is corrected in place; of anything else the text as read is
    written anew.
    """
    actor.require(Right.DOCUMENTS_CHECK)
    cards = [card for card in check_paper(paper.text).cards if card.key in accepted]
    if len(cards) > MOST_CORRECTIONS:
        raise Invalid(
            f"打勾的有 {len(cards):,} 处，一份里最多改 {MOST_CORRECTIONS:,} 处。请去掉一些勾，或分成几份再查。"
        )
    corrections = [_correction(card) for card in cards]
    try:
        if paper.word is None:
            content = write_corrected(paper.text, corrections, AUTHOR)
        else:
            content = correct_docx(paper.word, paper.name, paper.text, corrections, AUTHOR)
    except ReadError as error:
        raise Invalid(str(error)) from error
    return RenderedFile(f"{PurePath(paper.name).stem}（数字已改）.docx", WORD_TYPE, content)


def _correction(card: FindingCard) -> Correction:
    found = card.finding
    done = f"这里已由“{found.quote}”改为“{found.proposal}”。" if found.proposal else "这里没有改。"
    return Correction(found.start, found.end, found.proposal, f"{found.sentence}{done}")


def refuse_large(*, actor: Actor, name: str, size: int) -> None:
    """Refuse a file by its size in bytes, so that a caller can ask before it reads one."""
    limit = _limit(actor, "files.document_max_bytes")
    if size > limit:
        most = limit // 1_048_576
        raise Invalid(
            f"文件“{name}”有 {size / 1_048_576:.0f} MB，超过 {most} MB。请分成几个文件，或压缩图片后再查。"
        )


def _accepted(actor: Actor, text: str, name: str) -> str:
    longest = _limit(actor, "files.plan_max_characters")
    if len(text) > longest:
        raise Invalid(f"“{name}”有 {len(text):,} 个字，超过 {longest:,} 个字。请分成几份再查。")
    if not text.strip():
        raise Invalid(f"“{name}”里没有文字。扫描件和图片要先转成文字。")
    _refuse_secret(text, name)
    return text


def _refuse_secret(text: str, name: str) -> None:
    if mark := find_secrecy_mark(text):
        raise Invalid(f"“{name}”标有密级“{mark}”。涉密文件不能放进本系统，内容没有保存。请按保密规定处理。")


def _limit(actor: Actor, key: str) -> int:
    limit: int = rule_value(key, on=timezone.localdate(), place_code=actor.home_place_code)
    return limit
