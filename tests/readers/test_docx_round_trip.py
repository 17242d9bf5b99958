"""A text written with Word's automatic numbers reads back as the same text."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.readers import read_text

OFFICE = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
ARTICLES = (("chineseCountingThousand", "第%1章　"), ("decimal", "%1.%2　"), ("decimalEnclosedCircle", "%3"))
CHINESE = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
Item = tuple[int, str]
"""A level counted from 0, or -1 for a plain paragraph, and the words."""


def write_numbered(items: list[Item], levels: tuple[tuple[str, str], ...]) -> bytes:
    """Return a Word file in which no number is typed: Word counts them."""
    word = docx.Document()
    numbering = word.part.numbering_part.element
    numbering.clear()
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:suff w:val="nothing"/>'
        f'{"<w:isLgl/>" if text.count("%") > 1 else ""}<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (style, text) in enumerate(levels)
    )
    numbering.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="7">{inner}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="3"><w:abstractNumId w:val="7"/></w:num>'))
    for depth, words in items:
        paragraph = word.add_paragraph()
        if depth >= 0:
            numbered = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(numbered))
        for part in (words[: len(words) // 2], words[len(words) // 2 :]):  # as edited text is: in pieces
            paragraph.add_run(part).font.size = Pt(16)
    packed = io.BytesIO()
    word.save(packed)
    return packed.getvalue()


def typed(items: list[Item], depth_shapes: tuple[str, str, str]) -> str:
    """Return the same text with the numbers typed in."""
    counts, lines = [0, 0, 0], []
    for depth, words in items:
        if depth >= 0:
            counts[depth : depth + 3] = [counts[depth] + 1, 0, 0][: 3 - depth]
            words = depth_shapes[depth].format(*(CHINESE[n - 1] for n in counts), *counts) + words
        lines.append(words)
    return "\n".join(lines)


PLAN = [
    (-1, "某区环境整治工作方案"),
    (0, "工作目标"),
    (-1, "到2026年底，达标率达到90%以上。"),
    (0, "重点任务"),
    (1, "清理楼道。由区城管局牵头。"),
    (2, "逐楼登记；"),
    (2, "限期清理。"),
    (1, "规范停车"),
    (2, "划定车位。"),
    (0, "保障措施"),
    (1, "加强领导"),
]


@pytest.mark.parametrize(
    ("levels", "shapes"),
    [
        (OFFICE, ("{0}、", "（{1}）", "{5}.")),
        (ARTICLES, ("第{0}章　", "{3}.{4}　", "①②③④⑤⑥")),
    ],
)
def test_a_plan_reads_back_as_it_was_typed(levels, shapes):
    expected = typed(PLAN, (*shapes[:2], "{5}." if levels is OFFICE else "<{5}>"))
    for number, sign in enumerate("①②③", start=1):
        expected = expected.replace(f"<{number}>", sign)

    assert read_text(write_numbered(PLAN, levels), "方案.docx").text == expected


@st.composite
def outlines(draw):
    """Return an outline in which no level is skipped."""
    items: list[Item] = [(0, "开头")]
    for words in draw(st.lists(st.text("甲乙丙，1%（）", min_size=1, max_size=6), max_size=11)):
        deepest = next((depth for depth, _ in reversed(items) if depth >= 0), -1)
        items.append((draw(st.integers(-1, min(deepest + 1, 2))), words))
    return items


@settings(max_examples=25, deadline=None)
@given(outlines())
def test_any_outline_reads_back_as_it_was_typed(items):
    assert read_text(write_numbered(items, OFFICE), "方案.docx").text == typed(
        items, ("{0}、", "（{1}）", "{5}.")
    )
