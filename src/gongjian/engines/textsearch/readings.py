"""How place names are read, where a general dictionary errs or knows no single answer.

Data, not rules: a name or part of one, and its syllables. Source: 中国地名读音 as in the Ministry of Civil
Affairs' register of names; only names that pypinyin 0.55 reads otherwise need to be here.
"""

PLACE_READINGS: dict[str, str] = {
    "长子": "zhang zi",
    "长": "chang",
    "单县": "shan xian",
    "荥经": "ying jing",
    "涡阳": "guo yang",
    "召陵": "shao ling",
    "会稽": "kuai ji",
    "朝阳": "chao yang",
    "重": "chong",
    "莘庄": "xin zhuang",
    "泌阳": "bi yang",
    "浚县": "xun xian",
    "蔚县": "yu xian",
    "乐": "le",
    "乐清": "yue qing",
    "乐亭": "lao ting",
}
"""Longer keys go before shorter ones that they contain."""

OTHER_READINGS: dict[str, str] = {
    "单": "dan",
    "重": "zhong",
    "长": "zhang",
    "朝": "zhao",
    "莘": "xin",
    "会": "kuai",
    "行": "hang",
    "乐": "yue",
    "曾": "ceng",
    "车": "ju",
    "厦": "sha",
    "堡": "pu",
    "埔": "bu",
    "圩": "xu",
    "解": "xie",
    "尉": "yu",
    "阿": "e",
    "洞": "tong",
    "宿": "xiu",
    "召": "shao",
    "泊": "po",
    "巷": "hang",
    "弄": "long",
    "铅": "yan",
    "涡": "guo",
    "荥": "ying",
    "浚": "xun",
    "蔚": "yu",
    "枞": "zong",
    "涌": "chong",
    "栖": "xi",
    "强": "jiang",
}
"""A second living reading with another first letter. Dictionaries list more, but archaic ones (区 as ou)
would find a place by letters that nobody types."""

PLACE_SUFFIXES = (
    "特别行政区",
    "社区居委会",
    "社区居民委员会",
    "村民委员会",
    "居民委员会",
    "民族自治县",
    "街道办事处",
    "自治区",
    "自治州",
    "自治县",
    "居委会",
    "村委会",
    "街道",
    "社区",
    "地区",
    "新区",
    "林区",
    "省",
    "市",
    "区",
    "县",
    "镇",
    "乡",
    "村",
    "盟",
    "旗",
)
"""What a name ends with that people leave out when they search; the first that fits is taken off."""
