"""Choose, for each typeface of the standard, a font that is there; say what was put in its place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import typst

from gongjian.engines.errors import EngineInputError
from gongjian.engines.officialdoc.layout import Face

_CANDIDATES = {
    Face.FANG: (
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FangSong",
        "FZFangSong-Z02S",
        "FandolFang",
        "FandolFang R",
    ),
    Face.HEI: ("SimHei", "黑体", "FZHei-B01S", "Source Han Sans SC", "Noto Sans CJK SC", "FandolHei"),
    Face.KAI: ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "LXGW WenKai", "LXGW WenKai GB", "FandolKai"),
    Face.TITLE: ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "小标宋体"),
    Face.SONG: ("SimSun", "宋体", "Source Han Serif SC", "Noto Serif CJK SC", "FandolSong"),
}
_LAST_RESORTS = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "SimSun",
    "FandolSong",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
)
"""Tried for a face that is missing, and behind each face for characters it lacks (喆, 堃 and such names)."""

_EXPECTED = {
    Face.FANG: ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "FZFangSong-Z02S"),
    Face.HEI: ("SimHei", "黑体", "FZHei-B01S"),
    Face.KAI: ("KaiTi_GB2312", "楷体_GB2312", "KaiTi"),
    Face.TITLE: _CANDIDATES[Face.TITLE],
    Face.SONG: ("SimSun", "宋体"),
}


class FontsMissingError(EngineInputError):
    """The computer has no Chinese font, so a PDF would come out empty."""


@dataclass(frozen=True, slots=True)
class FontChoice:
    """Families for each face, first choice first, and one sentence for each face put in another's place."""

    families: MappingProxyType[Face, tuple[str, ...]]
    substitutions: tuple[str, ...]


def load_fonts(font_paths: Sequence[str] = ()) -> typst.Fonts:
    """Collect the fonts that the typesetter sees: the system's and those in the folders given."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=list(font_paths))


def choose_fonts(available: Collection[str]) -> FontChoice:
    """Pick families for every face out of those available.

    Raises FontsMissingError when none of them holds Chinese characters.
    """
    behind = tuple(name for name in _LAST_RESORTS if name in available)
    families: dict[Face, tuple[str, ...]] = {}
    notes = []
    for face in Face:
        own = tuple(name for name in _CANDIDATES[face] if name in available)
        families[face] = tuple(dict.fromkeys((*own[:1], *behind)))
        if not families[face]:
            raise FontsMissingError(
                "这台电脑没有中文字体，排不出 PDF。请安装 fonts-noto-cjk，或在设置里指定存放字体的文件夹后再试。"
            )
        if families[face][0] not in _EXPECTED[face]:
            notes.append(f"没有{face.value}字体，用 {families[face][0]} 代替。")
    return FontChoice(MappingProxyType(families), tuple(notes))
