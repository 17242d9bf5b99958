"""Mask the names of persons.

Source of the forms: domain reference, section 14 (张*, 欧阳*, 张*明), and design, section 6 (赵**).
"""

from enum import StrEnum

_COMPOUND = """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶
    太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良
    漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲
    公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚
    褚师 纳兰 归海
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())
DOTS = "·•・‧∙"


class NameMask(StrEnum):
    """Which part of a name stays."""

    SURNAME = "surname"  # 张**, the form of lists
    ENDS = "ends"  # 张*明, the form of many postings; a name of two characters keeps its surname only


def mask_name(name: str, form: NameMask = NameMask.SURNAME) -> str:
    """Hide a given name, one star a character; a name with a dot keeps its first character only.

    A name of one character is hidden whole. Empty stays empty.

    >>> mask_name("张明"), mask_name("欧阳明"), mask_name("张小明", NameMask.ENDS)
    ('张*', '欧阳*', '张*明')
    """
    text = name.strip()
    if len(text) <= 1:
        return "*" * len(text)
    if any(dot in text for dot in DOTS) or text[0].isascii():
        return text[0] + "***"  # the length of such a name tells who it is
    surname = _surname(text)
    given = text[len(surname) :]
    if form is NameMask.ENDS and len(given) > 1:
        return surname + "*" * (len(given) - 1) + given[-1]
    return surname + "*" * len(given)


def _surname(text: str) -> str:
    return text[:2] if len(text) > 2 and text[:2] in COMPOUND_SURNAMES else text[:1]
