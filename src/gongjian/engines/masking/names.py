"""Mask the names of persons.

Source of the forms: domain reference, section 14 (张*, 欧阳*, 张*明), and design, section 6 (赵**).
"""

import re
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
_COMMON = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申"
    "欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古"
)
_SURNAMES = f"(?:{'|'.join(sorted(COMPOUND_SURNAMES))}|[{_COMMON}])"
_TITLES = "先生|女士|小姐|师傅|老师|大爷|大妈|大叔|大娘|大姐|大哥|阿姨|叔叔|奶奶|爷爷|伯伯|医生"
_TITLED = re.compile(rf"({_SURNAMES})[\u4e00-\u9fff]{{0,2}}?(?:{_TITLES})")
_NAMED = re.compile(
    rf"(我叫|名叫|姓名[:：]?|联系人[:：]?|户主[:：]?|业主[:：]?)({_SURNAMES})[\u4e00-\u9fff]{{1,2}}(?=[^\u4e00-\u9fff]|$|的|说|家|住)"
)


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


def mask_persons_in(text: str) -> str:
    """Hide the names that a text gives away by how it speaks: a surname with 先生 and the like, or after 我叫.

    A name without such a sign is not seen: whoever publishes a text reads it first.

    >>> mask_persons_in("请联系张先生，我叫李小明，欧阳老师也在")
    '请联系张**，我叫李**，欧阳**也在'
    """
    hidden = _TITLED.sub(lambda found: f"{found[1]}**", text)
    return _NAMED.sub(lambda found: f"{found[1]}{found[2]}**", hidden)


def _surname(text: str) -> str:
    return text[:2] if len(text) > 2 and text[:2] in COMPOUND_SURNAMES else text[:1]
