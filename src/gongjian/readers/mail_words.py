"""Cut from the text of a mail what its writer did not write now: earlier mails that are quoted, and signatures."""

import re

CUTS = (
    re.compile(
        r"^\s*[-—_－=]{2,}\s*(?:原始邮件|原邮件|原信|转发邮件|回复的原邮件|Original Message|Forwarded message).*$",
        re.IGNORECASE,
    ),
    re.compile(r"^\s*_{20,}\s*$"),
    re.compile(r"^\s*On\b.{4,200}\bwrote:\s*$", re.IGNORECASE),
    re.compile(r"^\s*(?:在|于)?\s*\d{4}\s*[-年/.].{0,120}(?:写道|写到|寫道)\s*[：:]\s*$"),
    re.compile(r"^\s*.{0,120}<[^<>\s]+@[^<>\s]+>\s*(?:写道|于.{0,60}写道|寫道)\s*[：:]\s*$"),
    re.compile(r"^--\s?$"),
    re.compile(
        r"^\s*(?:发自我的|來自我的|来自我的|从我的.{0,10}发送|发自.{0,12}邮箱|Sent from my|Get Outlook for).{0,40}$",
        re.IGNORECASE,
    ),
)
HEADERS = re.compile(r"^\s*\**(?:发件人|寄件者|From)\**\s*[：:].*$", re.IGNORECASE)
SECOND = re.compile(
    r"^\s*\**(?:发送时间|日期|时间|收件人|主题|寄件日期|Sent|Date|To|Subject)\**\s*[：:].*$", re.IGNORECASE
)


def own_words(text: str) -> str:
    """Return the lines before the first quoted mail or signature, without lines that begin with the sign of a quote.

    All is kept if nothing would be left, and if it starts with the quote: some write their answer below it.

    >>> own_words("灯还是不亮。\\n\\n------------------ 原始邮件 ------------------\\n发件人: 值班台\\n")
    '灯还是不亮。'
    >>> own_words("> 请说明是哪一盏\\n门口左边那盏。")
    '门口左边那盏。'
    """
    lines = text.split("\n")
    end = next((at for at in range(len(lines)) if _begins_quote(lines, at)), len(lines))
    own = [line for line in lines[:end] if not line.lstrip().startswith(">")]
    said = _packed(own)
    return said or _packed([line for line in lines if not line.lstrip().startswith(">")]) or text.strip()


def _begins_quote(lines: list[str], at: int) -> bool:
    line = lines[at][:300]
    if any(cut.match(line) for cut in CUTS):
        return True
    return bool(HEADERS.match(line)) and any(SECOND.match(one[:300]) for one in lines[at + 1 : at + 4])


def _packed(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
