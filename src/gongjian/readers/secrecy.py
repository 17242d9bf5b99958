"""Find a secrecy marking, so that a secret paper is turned away at the door."""

import re

_HEAD_LINES = 12
_STAR = "★☆*＊▲△·•"
_URGENCY = "(?:特急|加急|特提|平急|件)?"
_MARK = re.compile(
    rf"^(?:\d{{1,8}})?{_URGENCY}(?:密级[:：]?)?[{_STAR}]?(绝密|机密|秘密)"
    rf"(?:级)?(?:[{_STAR}]?(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(?:年|个月|月|日|天)|[{_STAR}](?:长期|永久|启用前|解密前)?)?"
    rf"{_URGENCY}$"
)


def find_secrecy_mark(text: str) -> str | None:
    """Return the marking at the head of a document, as 机密★1年, or None.

    A marking stands alone on one of the first lines, perhaps with the copy number before it and the
    urgency after it; a mention inside a sentence is not one. Spaces between characters do not hide it.

    >>> find_secrecy_mark("000003\\n机 密★1年\\n特急")
    '机密★1年'
    >>> find_secrecy_mark("做好机密文件管理。") is None
    True

    Source: GB/T 9704-2012, 7.2.2.
    """
    lines = [line for line in text.splitlines() if line.strip()][:_HEAD_LINES]
    for line in lines:
        for part in re.split(r"\t|\|| {2,}|\s(?=密级)", line):
            found = _match(part)
            if found:
                return found
        found = _match(line)
        if found:
            return found
    return None


def _match(words: str) -> str | None:
    compact = re.sub(r"\s+", "", words.replace("　", "")).strip("【】（）()[]〔〕")
    return compact if _MARK.match(compact) else None
