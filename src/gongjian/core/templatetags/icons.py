"""Icons as inline SVG, and the words of states with their shape and colour (design §7)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.template import TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop

register = template.Library()

_SIZES = {"": "ic", "s": "ic s", "l": "ic l", "xl": "ic xl"}
_SVG = re.compile(r"<svg[^>]*>(?P<body>.*)</svg>", re.DOTALL)
_FILL = re.compile(r'<svg[^>]*?\bfill="([^"]+)"')


@dataclass(frozen=True)
class Mark:
    """How a state is shown: the file of its shape, its colour, and whether the word is struck through."""

    shape: str
    tone: str
    is_struck: bool = False


_MARKS: dict[Mark, str] = {
    Mark("s-none", "grey"): "未开始 未报 缺数据 未检 未调查 未评 不适用 拟稿",
    Mark("s-received", "brand"): "待签收 待派办 已签收 待受理 待办 已报名 待上传",
    Mark("s-doing", "brand"): "进行中 处置中 调解中 整改中 填报中 核稿 在办 待核对 待签",
    Mark("s-checking", "brand"): "待确认 待核查 待审核 待审定 待核实 待签发 待验收 已上报 已报送",
    Mark("s-disputed", "plum"): "申诉中 有冲突 争议 手工填写 待裁决",
    Mark(
        "s-done", "ok"
    ): "已完成 已办结 已确认 已达目标 已整改 已解决 已签发 已印发 已启用 启用 通过 已核对 已定稿 已公布 已签 "
    "按时完成 与记录一致 签发 印发 有效",
    Mark("s-returned", "warn"): "退回 已退回 退回修改",
    Mark("s-paused", "grey"): "暂停 已停用 停用",
    Mark("s-late", "bad"): "逾期 已逾期 迟 迟报 超期 超时 不通过",
    Mark("s-void", "grey", is_struck=True): "作废 不予受理 已作废",
    Mark("s-void", "grey"): "撤回 已撤回 已撤销 已终止",
    Mark("s-warn", "warn"): "预计迟 差 提级 记录已变 待定 已办结、未解决",
    Mark("s-star", "ok"): "示范",
    Mark("s-medal", "ink"): "达标",
    Mark("s-warn", "bad"): "不达标",
    Mark("s-flag", "seal"): "流动红旗",
}
MARK_OF_WORD: dict[str, Mark] = {word: mark for mark, words in _MARKS.items() for word in words.split()}
_UNKNOWN = Mark("s-none", "grey")
_ALONE = (
    gettext_noop("未开始"),
    gettext_noop("待办"),
    gettext_noop("通过"),
    gettext_noop("不通过"),
    gettext_noop("填报中"),
    gettext_noop("达标"),
    gettext_noop("示范"),
)
"""Words that are read out with a shape only: no other place gives them to the translator."""


class IconMissing(TemplateSyntaxError):
    """An icon was named that set-up has not fetched."""


@lru_cache(maxsize=512)
def _read_svg(name: str) -> tuple[str, bool]:
    """Return the inner SVG of an icon and whether it is drawn by fill (our shapes) or by stroke.

    Raises IconMissing with the step that helps.
    """
    for folder in ("icons", "vendor/tabler-icons"):
        found = finders.find(f"{folder}/{name}.svg")
        if isinstance(found, str):
            text = Path(found).read_text(encoding="utf-8")
            match = _SVG.search(text)
            fill = _FILL.search(text)
            if match:
                body = match["body"].replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
                return re.sub(r">\s+<", "><", body.strip()), bool(fill and fill[1] == "currentColor")
    raise IconMissing(
        f"图标 {name} 不在 static/icons 和 static/vendor/tabler-icons 里。"
        f"请把它写进 assets.toml 的图标清单，再运行 python3 run.py up，它会取来。"
    )


@register.simple_tag
def icon(name: str, size: str = "", tone: str = "", label: str = "") -> SafeString:
    """Draw an icon, 16 px; `size` s (12), l (20) or xl (24). Give `label` only when it stands alone."""
    body, is_filled = _read_svg(name)
    classes = f"{_SIZES[size]} {tone}".strip()
    paint = (
        'fill="currentColor"'
        if is_filled
        else 'fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"'
    )
    words = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" focusable="false" {} {}>{}</svg>',
        classes,
        mark_safe(paint),  # one of two constants
        mark_safe(words),  # escaped just above
        mark_safe(body),  # a file of ours or of the pinned icon set
    )


def mark_of(word: str) -> Mark:
    """Return how a state word is shown; a word with a tail ("逾期 2 天") is found by its beginning."""
    text = str(word).strip()
    if text in MARK_OF_WORD:
        return MARK_OF_WORD[text]
    known = MARK_OF_WORD | _marks_in(get_language() or "")
    head = max((begin for begin in known if text.startswith(begin)), key=len, default="")
    return known.get(head, _UNKNOWN)


@lru_cache(maxsize=8)
def _marks_in(language: str) -> dict[str, Mark]:
    """Return the marks by their words in the active language: a page in English passes what it shows."""
    return {gettext(word): mark for word, mark in MARK_OF_WORD.items()}


@register.simple_tag
def status_mark(word: str, kind: str = "") -> Mark:
    """Return the Mark of `kind`, or else of `word`."""
    return mark_of(kind or word)


@register.simple_tag
def shape(word: str, tone: str = "") -> SafeString:
    """Draw only the shape of a state word, in its colour; the word itself is read to those who listen."""
    mark = mark_of(word)
    return icon(mark.shape, tone=f"shape {tone or mark.tone}", label=gettext(str(word)) if word else "")
