"""Made-up communities for the demo and for benchmarks: plausible, of our own making, always the same."""

import random
from collections.abc import Iterable

from gongjian.apps.places.register import RegisterRow

FIRST = [
    "安",
    "柏",
    "碧",
    "长",
    "朝",
    "春",
    "翠",
    "东",
    "芳",
    "丰",
    "福",
    "富",
    "高",
    "广",
    "桂",
    "海",
    "和",
    "荷",
    "红",
    "华",
    "槐",
    "佳",
    "建",
    "江",
    "金",
    "锦",
    "景",
    "静",
    "聚",
    "康",
    "兰",
    "乐",
    "联",
    "林",
    "龙",
    "绿",
    "梅",
    "明",
    "南",
    "宁",
    "平",
    "启",
    "青",
    "清",
    "庆",
    "泉",
    "荣",
    "瑞",
    "桑",
    "善",
    "石",
    "双",
    "顺",
    "松",
    "太",
    "天",
    "桐",
    "万",
    "文",
    "西",
    "湘",
    "祥",
    "向",
    "新",
    "星",
    "秀",
    "学",
    "雅",
    "杨",
    "银",
    "映",
    "永",
    "玉",
    "园",
    "云",
    "枣",
    "正",
    "芝",
    "中",
    "竹",
    "紫",
]
SECOND = [
    "安",
    "坝",
    "岸",
    "北",
    "滨",
    "坳",
    "池",
    "川",
    "村",
    "德",
    "堤",
    "店",
    "东",
    "渡",
    "丰",
    "枫",
    "福",
    "岗",
    "阁",
    "沟",
    "谷",
    "光",
    "桂",
    "河",
    "荷",
    "湖",
    "华",
    "和",
    "家",
    "江",
    "街",
    "井",
    "居",
    "坎",
    "口",
    "岭",
    "溪",
    "林",
    "龙",
    "楼",
    "路",
    "门",
    "苗",
    "明",
    "宁",
    "坪",
    "平",
    "铺",
    "桥",
    "渠",
    "泉",
    "沙",
    "山",
    "胜",
    "石",
    "水",
    "塘",
    "亭",
    "庭",
    "湾",
    "旺",
    "屋",
    "西",
    "乡",
    "祥",
    "兴",
    "秀",
    "阳",
    "涌",
    "园",
    "苑",
    "源",
    "院",
    "寨",
    "洲",
    "庄",
]
TOWN_NUMBER = 100
"""Own digits from which a street-level code is a town or township (statistical codes, domain 13)."""


def generate_communities(street_codes: Iterable[str], seed: int, per_street: int = 5) -> list[RegisterRow]:
    """Make `per_street` communities for every street or town; equal input gives equal output.

    Streets get 社区 (own digits from 001); towns and townships also villages (from 200). Names are
    unique within a street. A street's communities do not depend on which other streets are asked for.

    >>> [row.code for row in generate_communities(["510903001"], seed=1, per_street=2)]
    ['510903001001', '510903001002']
    """
    return [row for street in street_codes for row in _of_street(street, seed, per_street)]


def _of_street(street: str, seed: int, count: int) -> list[RegisterRow]:
    chance = random.Random(f"{seed}:{street}")
    is_town = int(street[-3:]) >= TOWN_NUMBER
    urban = max(1, count // 3) if is_town else count
    names: dict[str, None] = {}
    while len(names) < count:
        names[_name(chance)] = None
    rows = []
    for index, name in enumerate(names):
        if index < urban:
            rows.append(RegisterRow(f"{street}{index + 1:03d}", f"{name}社区", "121" if is_town else "111"))
        else:
            rows.append(RegisterRow(f"{street}{200 + index - urban:03d}", f"{name}村", "220"))
    return rows


def _name(chance: random.Random) -> str:
    name = chance.choice(FIRST) + chance.choice(SECOND)
    return name + chance.choice(SECOND) if chance.random() < 0.3 else name
