"""Who sits where: persons, posts and bodies of a list of members, told apart by surname and ending."""

import re
from dataclasses import dataclass, replace

from gongjian.engines.plandoc.names import is_unit, split_names

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐傅皮卞齐康伍余卜顾孟平黄穆萧肖尹姚邵湛汪祁毛"
    "禹狄米贝明臧伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路娄江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘缪解应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀惠甄曲封储靳段焦巴侯全仲伊宫宁仇栾甘"
    "厉祖武符刘景詹束龙叶司黎薄白蒲邰索赖卓蔺屠蒙池乔闻翟谭姬申冉雍桑桂牛边燕冀尚温庄晏柴瞿阎闫慕连茹艾容向古易戈廖耿满匡文寇欧聂敖冷辛简饶曾沙鞠关查荆游权岳帅亓涂覃奉佟呼付代仝时于某牟丛晋佘苟隋逯鄢阳粟冼麦"
    "訾车谷弓牧蓬郗仰秋暴钭戎幸韶郜蓟宿鄂咸籍胥莘贡劳逄扶堵宰郦却璩濮寿扈郏浦习宦鱼慎庾暨衡弘禄阙殳沃蔚越夔隆巩厍晁勾融阚饶毋乜丰巢竺盖桓岑"
)
_NAME = rf"(?:(?:欧阳|上官|司徒|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|端木|东方|夏侯)[\u3400-\u9fff]{{1,2}}|[{_SURNAMES}](?:[\u3400-\u9fff]|[*×]){{1,2}}|[\u3400-\u9fff]?某某?|[*×]{{2,3}})"
_POST = r"(?:书记|主任|主席|[局县区市镇乡所站校院馆队组科处部厅村社行股厂园片段路街会楼团]长|政委|常委|委员|秘书|经理|总监|教导员|指导员|调研员|巡视员|主管|干事|专员|民警|网格员|党组成员|负责人)"
_NAMED = re.compile(rf"(?P<name>{_NAME})(?:同志)?")
_POSTED = re.compile(rf"(?P<post>[^（）]{{0,30}}?{_POST})(?P<name>{_NAME})(?:同志)?")
_BRACKETED = re.compile(r"(?P<name>[\u3400-\u9fff*×]{2,4})(?:同志)?（(?P<post>[^）]*)）")
_NEXT_PERSON = re.compile(r"(?<=）)(?=[\u3400-\u9fff]{2,4}（|各|其他|相关)")
_WITH_POST = re.compile(r"(?P<who>[^（）]{2,24})（兼）")
_IS_POST = re.compile(rf"{_POST}$")
_SIDE_POST = re.compile(r"(?:常委|党组成员|党组书记|委委员|副?书记|主任|副?[县区市镇乡局]长|委员)$")
"""Posts that are held beside another one."""
_MANY = re.compile(r"^(?:各|全体|其他|其余|相关|有关|分管)")
_IN_CHARGE = re.compile(r"(?:分管|主管|协管)[^，；。]{1,40}?的")


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of a group with the place of its words; `post` only beside a person's name."""

    who: str
    role: str
    post: str | None
    start: int
    end: int


def is_person(word: str) -> bool:
    """Tell whether a word reads as a person's name: a surname and one or two characters."""
    return bool(_NAMED.fullmatch(word)) and not _IS_POST.search(word) and not is_unit(word)


def read_seats(text: str, role: str, start: int) -> list[Seat]:
    """Return the seats of a list of members that begins at `start`.

    Words parted by spaces are names, or names and posts in either order; others are parted by 、.
    """
    bare = text.rstrip("。；，、：: ")
    seats: list[Seat] = []
    at = 0
    for token in [bare] if _one_person(bare) else _tokens(bare):
        place = max(bare.find(token[:2], at), at)
        at = place + len(token)
        seats.extend(
            _spaced(token, role, start + place)
            if re.search(r"\s", token)
            else [_seat(token, role, start + place)]
        )
    return _with_side_posts(seats, role, "、" in bare)


def _one_person(text: str) -> bool:
    """Tell whether a list is one name with posts that hold a 、: 周甲  县委常委、副县长."""
    name, _, posts = text.partition(" ")
    words = re.split(r"[\s、]+", posts.strip())
    if not posts.strip() or re.search(r"[、，；（]", name) or len(name) > 4 or is_unit(name):
        return False
    return bool(_IS_POST.search(words[-1])) and not any(is_person(word) for word in words)


def _tokens(text: str) -> list[str]:
    text = _NEXT_PERSON.sub("、", text)
    held = _IN_CHARGE.sub(
        lambda found: re.sub(r"[、和及与]", lambda m: chr(ord(m[0]) + 0xE0000), found[0]), text
    )
    return ["".join(_released(c) for c in token) for token in split_names(held)]


def _released(char: str) -> str:
    return chr(ord(char) - 0xE0000) if ord(char) >= 0xE0000 else char


def _spaced(token: str, role: str, start: int) -> list[Seat]:
    """Read words parted by spaces: 甲 乙 丙, 甲 局长, 局长 甲, 甲 局长 乙 所长."""
    words = [(found[0], start + found.start()) for found in re.finditer(r"[^\s|]+", token)]
    if (
        len(words) > 1
        and not any(is_person(word) for word, _ in words)
        and re.fullmatch(r"[\u3400-\u9fff]{2,4}", words[0][0])
        and not is_unit(words[0][0])
    ):
        return [
            Seat(
                words[0][0],
                role,
                " ".join(w for w, _ in words[1:]),
                words[0][1],
                words[0][1] + len(words[0][0]),
            )
        ]
    seats: list[Seat] = []
    waiting: str | None = None
    name_first = is_person(words[0][0]) if words else False
    for word, at in words:
        if is_person(word):
            seats.append(Seat(re.sub("同志$", "", word), role, waiting, at, at + len(word)))
            waiting = None
        elif name_first and seats and is_person(seats[-1].who):
            post = f"{seats[-1].post} {word}" if seats[-1].post else word
            seats[-1] = replace(seats[-1], post=post.strip("（）"))
        elif not name_first and any(is_person(w) for w, place in words if place > at):
            waiting = f"{waiting} {word}" if waiting else word
        else:
            seats.append(_seat(word, role, at))
    return seats


def _seat(token: str, role: str, start: int) -> Seat:
    also = _WITH_POST.fullmatch(token)
    token = also["who"] if also else token
    bracketed = _BRACKETED.fullmatch(token)
    if bracketed and not is_unit(bracketed["name"]):
        return Seat(bracketed["name"], role, bracketed["post"], start, start + len(bracketed["name"]))
    posted = _POSTED.fullmatch(token)
    if posted and not _IS_POST.search(token) and not is_unit(token):
        return Seat(posted["name"], role, posted["post"], start, start + len(token))
    who = re.sub(r"(?<!负责)(?<!领导)同志$", "", token)
    return Seat(who, role, None, start, start + len(who))


def _with_side_posts(seats: list[Seat], role: str, together: bool) -> list[Seat]:
    """Give a person the post written before theirs: 县委常委、|副县长曾某; so a lone leader of two posts."""
    if (
        together
        and role == "leader"
        and len(seats) == 2
        and not any(s.post or is_person(s.who) for s in seats)
        and re.search("常委|党组|委副?书记$|工委书记$|委员$", seats[0].who)
    ):
        return [replace(seats[0], who=f"{seats[0].who}、{seats[1].who}", end=seats[1].end)]
    kept: list[Seat] = []
    for seat in seats:
        before = kept[-1] if kept else None
        if (
            seat.post
            and before
            and not before.post
            and before.end + 1 == seat.start
            and _SIDE_POST.search(before.who)
            and not _MANY.match(before.who)
        ):
            kept[-1] = replace(seat, post=f"{before.who}、{seat.post}", start=before.start)
        else:
            kept.append(seat)
    return kept
