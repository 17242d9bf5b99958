"""The page of GB/T 9704-2012 as dated data: measures, fonts and the citation they stand on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongjian.engines.errors import EngineInputError


class Face(StrEnum):
    """The typefaces that the standard names."""

    FANG = "仿宋"
    HEI = "黑体"
    KAI = "楷体"
    TITLE = "小标宋"
    SONG = "宋体"


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Measures of the page; sizes in points are 字号 (三号 16, 二号 22, 四号 14, 小四 12)."""

    citation: str
    effective_on: date
    width_mm: float = 210
    height_mm: float = 297
    top_mm: float = 37
    left_mm: float = 28
    text_width_mm: float = 156
    text_height_mm: float = 225
    lines_per_page: int = 22
    chars_per_line: int = 28
    body_pt: float = 16
    title_pt: float = 22
    title_pitch_pt: float = 33
    small_pt: float = 14
    table_pt: float = 12
    table_pitch_pt: float = 20
    table_cell_pt: float = 3
    red_head_drop_mm: float = 35
    red_head_max_pt: float = 54
    red_head_min_pt: float = 40
    red_rule_gap_mm: float = 4
    red_rule_mm: float = 0.7
    page_number_drop_mm: float = 7
    imprint_outer_mm: float = 0.35
    imprint_inner_mm: float = 0.25
    red: str = "FF0000"

    @property
    def right_mm(self) -> float:
        return self.width_mm - self.left_mm - self.text_width_mm

    @property
    def bottom_mm(self) -> float:
        return self.height_mm - self.top_mm - self.text_height_mm

    @property
    def char_pitch_pt(self) -> float:
        """Width of one character, so that 28 of them fill the line (15.79 pt)."""
        return points(self.text_width_mm) / self.chars_per_line

    @property
    def line_pitch_pt(self) -> float:
        """Height of one line, so that 22 of them fill the page (28.99 pt, "29 磅" in offices)."""
        return points(self.text_height_mm) / self.lines_per_page


LAYOUTS = (
    PageLayout(
        citation="GB/T 9704-2012《党政机关公文格式》5.1—5.2、7.1—7.5",
        effective_on=date(2012, 7, 1),
    ),
)
"""Oldest first. Red head size, red rule thickness and title pitch are office practice: the standard is silent."""

OFFICE_FONTS = {
    Face.FANG: "仿宋_GB2312",
    Face.HEI: "黑体",
    Face.KAI: "楷体_GB2312",
    Face.TITLE: "方正小标宋简体",
    Face.SONG: "宋体",
}
"""Names written into .docx; the office's computer supplies the fonts."""


def points(millimetres: float) -> float:
    """Turn millimetres into typographic points."""
    return millimetres * 72 / 25.4


def layout_on(day: date | None = None) -> PageLayout:
    """Return the layout in force on a day; the newest for a document that has no date yet.

    Raises EngineInputError for a day before the first layout known here.
    """
    if day is None:
        return LAYOUTS[-1]
    in_force = [layout for layout in LAYOUTS if layout.effective_on <= day]
    if not in_force:
        raise EngineInputError(f"{day.year}年的公文早于现行格式（{LAYOUTS[0].citation}），不能按它排版。")
    return in_force[-1]


def text_width_chars(text: str) -> float:
    """Measure text in full-width characters; ASCII counts one half.

    >>> text_width_chars("2026年1月5日")
    6.0
    """
    return sum(0.5 if character.isascii() else 1.0 for character in text)
