"""The forms in which the same document may be written, each as a change of a text and its gold."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

from .rewriting import (
    Piece,
    Sample,
    edits,
    heading_of,
    joined,
    marker_number,
    number_of,
    parents,
    renamed,
    rewrite,
    sections,
    shape,
    spoken,
)
from .word import through_word

Change: TypeAlias = Callable[[Sample], Sample]
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
STYLES: dict[str, Callable[[int, str], str]] = {
    "一、": lambda n, above: f"{spoken(str(n))}、",
    "（一）": lambda n, above: f"（{spoken(str(n))}）",
    "1.": lambda n, above: f"{n}.",
    "1、": lambda n, above: f"{n}、",
    "（1）": lambda n, above: f"（{n}）",
    "1）": lambda n, above: f"{n}）",
    "1.1": lambda n, above: f"{above}.{n} " if above else f"{n} ",
    "①": lambda n, above: _CIRCLED[n - 1],
    "第一章": lambda n, above: f"第{spoken(str(n))}章 ",
    "第一条": lambda n, above: f"第{spoken(str(n))}条 ",
    "一是": lambda n, above: f"{spoken(str(n))}是",
    "壹、": lambda n, above: f"{_FORMAL[n - 1]}、",
    "甲、": lambda n, above: f"{_STEMS[n - 1]}、",
    "A1": lambda n, above: f"A{n} ",
    "●": lambda n, above: "●",
}
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code) not in ",.-\"'~|<>_"}
_NARROW = str.maketrans("，：；（）！？％", ",:;()!?%")
_SPOKEN_UNITS = ("元", "平方米", "亩", "米", "人", "户")
_AMOUNT = r"(?P<n>(?<![\d.,A-Za-z〔\[(（#—\-/])(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d+)?)"
_COUNTED = re.compile(_AMOUNT + r"(?=(?P<unit>%|个百分点|[\u4e00-\u9fff㎡]))")
_HAN = "零一二两三四五六七八九十百千"
_IN_NUMERALS = re.compile(
    rf"(?P<year>[〇零○一二三四五六七八九]{{4}})(?=年)|百分之(?P<share>[{_HAN}点]+)|(?P<tenths>[一二两三四五六七八九])成(?P<half>半)?(?![立员为功果效绩本长交都])"
    rf"|(?<![第{_HAN}点\d农历])(?P<n>[{_HAN}]+)(?P<scale>[万亿])?(?=(?:万元|亿元|元(?!旦)|平方米|亩|米|公里"
    r"|名(?!单)|户(?!外)|月(?:[一二三十]|[底前中上下末至到、，—]|份)|[日号](?:前|至|到|—)|天(?:内|前)|个月|个工作日|小时|分(?:以|及|（|，|。|；|至|—|为)))"
)
_COUNTED_NUMERALS = re.compile(
    rf"(?<![第{_HAN}点\d农历])[{_HAN}]+(?=(?:次(?!性)|个(?!别)|场|项|处|件|季度|周|年(?!来)|起|家|册|篇|本(?!项)|期))"
)
_NOT_COUNTED = "号期版栋楼届号热线路"


# ---------------------------------------------------------------- numbering
SCHEMES = {
    "章 一、 （一） 1.": ("第一章", "一、", "（一）", "1."),
    "1. （1） ①": ("1.", "（1）", "①", "1）"),
    "一、 1. （1）": ("一、", "1.", "（1）", "①"),
    "1 1.1 1.1.1": ("1.1", "1.1", "1.1", "1.1"),
    "甲、 （一） 1）": ("甲、", "（一）", "1）", "①"),
}
"""The numbering of a whole document, the outermost level first."""


def renumbered(levels: dict[int, str], sample: Sample) -> Sample:
    """Write the markers of some levels in other styles, in each document where no other level has them."""
    changes: list[tuple[int, int, str]] = []
    new_markers: list[dict[int, str]] = []
    for document in sample.gold["documents"]:
        markers = _new_markers(document["outline"], levels)
        if any(
            _is_run_in(words) and _is_inside(sample.text, document["outline"][i])
            for i, words in markers.items()
        ):
            markers = {}
        new_markers.append(markers)
        for i, words in markers.items():
            start = document["outline"][i]["start"]
            end = start + len(document["outline"][i]["marker"])
            if words.endswith(" ") and sample.text[end : end + 1] in (" ", "\u3000"):
                end += 1
            changes.append((start, end, words))
    moved = rewrite(sample, edits(sample.text, changes))
    for before, document, markers in zip(
        sample.gold["documents"], moved.gold["documents"], new_markers, strict=True
    ):
        _carry_markers(before, document, markers)
    return moved


def _new_markers(outline: Sequence[dict[str, Any]], levels: dict[int, str]) -> dict[int, str]:
    known: dict[int, str] = {}
    counts: dict[tuple[int, ...], int] = {}
    written: dict[int, int] = {}
    for i, path in parents(list(outline)):
        counts[path] = counts.get(path, 0) + 1
        number = marker_number(outline[i]["marker"]) or counts[path]
        written[i] = number
        style = levels.get(outline[i]["level"])
        if style:
            if number > (20 if style == "①" else 10 if style in ("一是", "壹、", "甲、") else 99):
                return {}
            known[i] = STYLES[style](number, ".".join(str(written[k]) for k in path))
    if any(not outline[i]["heading"] for i in known):
        return {}  # a text in articles stays one: its rules are named after them
    others = {shape(item["marker"]) for item in outline if item["level"] not in levels}
    return {} if others & {shape(marker) for marker in known.values()} else known


def _is_run_in(marker: str) -> bool:
    """Tell whether a marker is of a style that the schema takes for a list where it stands inside a line."""
    return marker[0] in _CIRCLED or marker.endswith("是")


def _is_inside(text: str, item: dict[str, Any]) -> bool:
    start = item["start"]
    return bool(text[text.rfind("\n", 0, start) + 1 : start].strip())


def _carry_markers(before: dict[str, Any], document: dict[str, Any], markers: dict[int, str]) -> None:
    """Put new markers into the outline, the headings and the paths that name them."""
    outline = document["outline"]
    for i, words in markers.items():
        item, marker = outline[i], words.strip()
        item["heading"] = "" if marker.endswith("条") else item["heading"]
        item["marker"] = marker
    for task in document.get("tasks", ()):
        task["path"] = _new_path(before["outline"], outline, task)


def _new_path(old: list[dict[str, Any]], new: list[dict[str, Any]], task: dict[str, Any]) -> list[str]:
    path = []
    for depth, marker in enumerate(task["path"], start=1):
        same = [i for i, x in enumerate(old) if x["level"] == depth and _bare(x["marker"]) == _bare(marker)]
        near = [i for i in same if new[i]["start"] <= task.get("start", 0)] or same[:1]
        path.append(new[near[-1]]["marker"] if near else marker)
    return path


def _bare(marker: str) -> str:
    return "".join(marker.split())


# ---------------------------------------------------------------- width, numerals, wrapping
def _kept_commas(text: str) -> set[int]:
    """Return where a wide comma stands between digits, so that it would be read as theirs."""
    return {m.start() for m in re.finditer(r"(?<=\d)[，：](?=\d)", text)}


def widened(sample: Sample) -> Sample:
    """Write digits, letters and marks in full width."""
    changes = [(i, i + 1, c.translate(_WIDE)) for i, c in enumerate(sample.text) if ord(c) in _WIDE]
    return rewrite(sample, edits(sample.text, changes))


def narrowed(sample: Sample) -> Sample:
    """Write the punctuation in half width."""
    kept = _kept_commas(sample.text)
    changes = [
        (i, i + 1, c.translate(_NARROW))
        for i, c in enumerate(sample.text)
        if ord(c) in _NARROW and i not in kept
    ]
    return rewrite(sample, edits(sample.text, changes))


def in_han(sample: Sample) -> Sample:
    """Write amounts, shares, marks and dates in Chinese numerals; what the schema then leaves out goes."""
    kept = _kept_spans(sample)
    changes = []
    for found in _COUNTED.finditer(sample.text):
        if found["unit"] in _NOT_COUNTED or any(a <= found.start() < b for a, b in kept):
            continue
        if sample.text[found.end() : found.end() + 1] == "年" and len(found["n"]) == 4:
            words = "".join("〇一二三四五六七八九"[int(c)] for c in found["n"])
        elif found["unit"] == "%":
            changes.append((found.start(), found.end() + 1, "百分之" + spoken(found["n"])))
            continue
        else:
            words = spoken(found["n"])
        changes.append((found.start(), found.end(), words))
    changed = {start for start, _, _ in changes}
    moved = rewrite(sample, edits(sample.text, changes))
    for before, document in zip(sample.gold["documents"], moved.gold["documents"], strict=True):
        for item in document["outline"]:
            line = moved.text[item["start"] + len(item["marker"]) :].split("\n", 1)[0]
            item["heading"] = item["heading"] and heading_of(line)
        document["quantities"] = [
            item
            for old, item in zip(before["quantities"], document["quantities"], strict=True)
            if item["unit"] in _SPOKEN_UNITS or not _starts_in(changed, old, sample.text)
        ]
    return moved


def in_arabic(sample: Sample) -> Sample:
    """Write dates, times, money, areas, lengths, people, marks and shares in digits where they stand in numerals.

    Counted things change only in targets, ratings and rubrics: elsewhere in digits they would be quantities, which
    the gold does not list. A share in tenths that a claim states stays, for its tolerance is that of a tenth.
    """
    kept = _kept_spans(sample)
    claimed = _spans_of(sample, "claims")
    bounded = _spans_of(sample, "targets", "ratings", "rubric_items")
    changes = []
    for found in _IN_NUMERALS.finditer(sample.text):
        spans = kept + claimed if found["tenths"] else kept
        if not any(a <= found.start() < b for a, b in spans):
            changes.append((found.start(), found.end(), _in_digits(found)))
    for found in _COUNTED_NUMERALS.finditer(sample.text):
        inside = any(a <= found.start() < b for a, b in bounded)
        if inside and not any(a <= found.start() < b for a, b in kept):
            changes.append((found.start(), found.end(), str(number_of(found[0]))))
    moved = rewrite(sample, edits(sample.text, changes))
    for document in moved.gold["documents"]:
        for item in document["outline"]:
            line = moved.text[item["start"] + len(item["marker"]) :].split("\n", 1)[0]
            item["heading"] = item["heading"] and heading_of(line)
    return moved


def _spans_of(sample: Sample, *kinds: str) -> list[tuple[int, int]]:
    """Return where the words of the items of some kinds stand."""
    return [
        (item["start"], item["start"] + len(item["quote"]))
        for document in sample.gold["documents"]
        for kind in kinds
        for item in document[kind]
        if isinstance(item.get("start"), int)
    ]


def _in_digits(found: re.Match[str]) -> str:
    if found["year"]:
        return "".join(
            str("〇一二三四五六七八九".index(c.replace("○", "〇").replace("零", "〇"))) for c in found["year"]
        )
    if found["tenths"]:
        return f"{10 * number_of(found['tenths']) + 5 * bool(found['half'])}%"
    if found["share"]:
        whole, _, part = found["share"].partition("点")
        digits = "".join(str("零一二三四五六七八九".index(c)) for c in part)
        return f"{number_of(whole)}{'.' * bool(digits)}{digits}%"
    return str(number_of(found["n"])) + (found["scale"] or "")


def _kept_spans(sample: Sample) -> list[tuple[int, int]]:
    """Return the stretches that hold names of documents, markers and table rows."""
    spans = [
        (m.start(), m.end()) for m in re.finditer(r"(?m)^.*[\t|].*$|〔.*?〕|第\s*\d+\s*页.*", sample.text)
    ]
    for document in sample.gold["documents"]:
        spans += [(x["start"], x["start"] + len(x["marker"])) for x in document["outline"]]
        for value in (document.get("doc_number"), document.get("title")):
            at = sample.text.find(value) if value else -1
            spans += [(at, at + len(value))] if at >= 0 else []
    return spans


def _starts_in(changed: set[int], item: dict[str, Any], text: str) -> bool:
    start = item["start"]
    found = re.search(r"\d", text[start : start + len(item["quote"])])
    return bool(found) and any(start <= at < start + len(item["quote"]) for at in changed)


def wrapped(width: int, indent: str, sample: Sample) -> Sample:
    """Break every line of prose after `width` characters; closing marks stay on their line."""
    changes = []
    at = 0
    for line in sample.text.split("\n"):
        if "\t" not in line and "|" not in line:
            changes += [(at + k, at + k, "\n" + indent) for k in _breaks(line, width)]
        at += len(line) + 1
    return rewrite(sample, edits(sample.text, changes))


def _breaks(line: str, width: int) -> Iterator[int]:
    at = width
    while at < len(line):
        while at < len(line) and line[at] in "，。；：、）〕】》”！？％%,;:)":
            at += 1
        if at < len(line):
            yield at
        at += width


# ---------------------------------------------------------------- surroundings
_BEFORE = {
    "web": "首页 > 政务公开 > 工作文件\n发布时间：2024-03-08 10:20  来源：区政府办  浏览次数：1024次  字体：[大 中 小]\n\n",
    "samples": "社区工作范文大全（精选）\n小编为大家收集整理了以下范文，供大家参考，希望对您有所帮助！\n\n",
    "download": "【导语】本站网友分享的范文，欢迎下载借鉴。\n",
}
_AFTER = {
    "web": "\n\n上一篇：关于调整值班安排的通知\n下一篇：没有了\n打印本页 关闭窗口\n",
    "samples": "\n\n【免责声明】本文由网友上传，版权归原作者所有，如有侵权请联系本站删除。\n相关推荐：活动方案范文\n",
    "download": "\n\n关注公众号，下载全文Word文档\n第 1 页 共 1 页\n",
}


def surrounded(kind: str, sample: Sample) -> Sample:
    """Put a web page's furniture before and after the text."""
    end = len(sample.text)
    return rewrite(sample, [Piece(0, 0, _BEFORE[kind]), Piece(0, end), Piece(end, end, _AFTER[kind])])


def bundles(samples: Sequence[Sample], step: int, marked: bool) -> list[Sample]:
    """Join each sample with two others, plainly or behind 篇一, 篇二, 篇三."""

    def between(i: int) -> str:
        return f"\n篇{'一二三'[i]}\n" if marked else "\n\n" if i else ""

    count = len(samples)
    return [
        joined([samples[i], samples[(i + step) % count], samples[(i + 2 * step) % count]], between)
        for i in range(count)
    ]


# ---------------------------------------------------------------- names and figures
_UNITS = {
    "民政局": "社会事务局",
    "财政局": "财政金融局",
    "城管局": "城市管理局",
    "住建局": "住房城乡建设局",
    "公安分局": "公安局",
    "妇联": "妇女联合会",
    "居委会": "居民委员会",
    "卫健委": "卫生健康局",
    "司法局": "司法所",
    "文旅局": "文化体育局",
    "物业站": "物业管理站",
    "执法队": "综合执法中队",
    "派出所": "公安派出所",
}
_PLACE = re.compile(r"(?:^|(?<=[，。、：；\s“《]))([\u4e00-\u9fff]{2})(?:市|县|区|街道|社区|镇|乡|村)")
_NEW_PLACES = ("青萝湾", "望海", "石臼", "柳林河", "东篱", "大埠", "临泽湾", "云岫", "柘溪", "平湖岭")
_COMMON = set(
    "全各该本市县城乡社街辖试示老新每当由请为对向在从及和与按一二三四五六七八九十园小校农山居个地分功院"
)


def with_other_names(sample: Sample) -> Sample:
    """Give places and units other names, of other lengths."""
    stems: list[str] = []
    for document in sample.gold["documents"]:
        for value in (document.get("title"), document.get("issuer")):
            stems += _PLACE.findall(value or "")
    stems = [s for s in dict.fromkeys(stems) if not set(s) & _COMMON]
    places = dict(zip(stems, _NEW_PLACES, strict=False))
    units = {name: new for name, new in _UNITS.items() if new not in sample.text}
    return renamed(sample, {**places, **units})


def with_other_figures(sample: Sample) -> Sample:
    """Change the figures that no claim rests on, each everywhere in its document."""
    changes: list[tuple[int, int, str]] = []
    for document in sample.gold["documents"]:
        for literal, new, items in _new_figures(document, sample.text):
            own = sample.text[document["start"] : document["end"]]
            pattern = rf"(?<![\d.,]){re.escape(literal)}(?![\d.,])"
            changes += [
                (document["start"] + m.start(), document["start"] + m.end(), new)
                for m in re.finditer(pattern, own)
            ]
            for item in items:
                item["new"] = item["value"] * float(new) / float(literal)
    moved = rewrite(sample, edits(sample.text, changes))
    for document in [*moved.gold["documents"], *sample.gold["documents"]]:
        for item in [*document["targets"], *document["quantities"]]:
            item["value"] = (
                item.pop("new", item["value"]) if document in moved.gold["documents"] else item["value"]
            )
    return moved


def _new_figures(document: dict[str, Any], text: str) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Yield a figure as written, its new form and the items that state it."""
    own = text[document["start"] : document["end"]]
    claimed = {v for claim in document["claims"] for v in _figures_of(claim)}
    stated: dict[str, list[dict[str, Any]]] = {}
    for item in [*document["targets"], *document["quantities"]]:
        if item["value"] in claimed:
            continue
        found = re.findall(r"(?<![\d.,])\d+(?:\.\d+)?(?![\d.,])", item["quote"])
        for literal in found:
            if len(found) == 1 and item["value"]:
                stated.setdefault(literal, []).append(item)
    for literal, items in stated.items():
        times = len(re.findall(rf"(?<![\d.,]){re.escape(literal)}(?![\d.,])", own))
        new = str(int(literal[0]) % 9 + 1) + literal[1:]
        if times == len(items) and len(literal) > 1 and literal != "100" and new not in own:
            yield literal, new, items


def _figures_of(claim: dict[str, Any]) -> list[float]:
    return [abs(claim["stated"]), *(operand["value"] for operand in claim["operands"])]


# ---------------------------------------------------------------- order
def shuffled(order: Callable[[list[int]], list[int]], sample: Sample) -> Sample:
    """Put the outermost sections of each document in another order, with the numbers in theirs."""
    pieces: list[Piece] = []
    at = 0
    written: list[dict[int, str]] = []
    for document in sample.gold["documents"]:
        spans, markers = sections(document), {}
        places = order(list(range(len(spans)))) if len(spans) > 1 else list(range(len(spans)))
        by_start = {item["start"]: item["marker"] for item in document["outline"]}
        for k, (start, end) in zip(places, spans, strict=True):
            pieces.append(Piece(at, start))
            from_start, from_end = spans[k]
            marker = by_start[start]
            head = from_start + len(by_start[from_start])
            pieces += [Piece(from_start, head, marker), Piece(head, from_end)]
            markers[from_start] = marker
            at = end
        written.append(markers)
    moved = rewrite(sample, [*pieces, Piece(at, len(sample.text))])
    for before, document, markers in zip(
        sample.gold["documents"], moved.gold["documents"], written, strict=True
    ):
        _carry_order(before, document, markers)
    return moved


def _carry_order(before: dict[str, Any], document: dict[str, Any], markers: dict[int, str]) -> None:
    """Give the moved sections their new markers, in the outline and in the paths below them."""
    spans = sections(before)
    for old, task in zip(before["tasks"], document["tasks"], strict=True):
        holder = next((a for a, b in spans if a <= old.get("start", 0) < b), None)
        if task["path"] and holder is not None:
            task["path"] = [markers[holder], *task["path"][1:]]
    firsts = [item for item in document["outline"] if item["level"] == 1]
    for item, old in zip(firsts, [x for x in before["outline"] if x["level"] == 1], strict=True):
        item["marker"] = old["marker"]


def _single(change: Change, samples: Sequence[Sample]) -> list[Sample]:
    return [change(sample) for sample in samples]


def variants() -> dict[str, Callable[[Sequence[Sample]], list[Sample]]]:
    """Return every variant by name: what turns the samples into their other form."""
    changes: dict[str, Change] = {
        f"numbering level {level} {style}": partial(renumbered, {level: style})
        for level in (1, 2, 3)
        for style in STYLES
    }
    changes |= {
        f"numbering all {name}": partial(renumbered, dict(enumerate(styles, start=1)))
        for name, styles in SCHEMES.items()
    }
    changes |= {
        "full width": widened,
        "half width": narrowed,
        "Chinese numerals": in_han,
        "Arabic numerals": in_arabic,
    }
    changes |= {
        "wrapped at 28": partial(wrapped, 28, ""),
        "wrapped at 28, indented": partial(wrapped, 28, "  "),
    }
    changes |= {f"boilerplate {kind}": partial(surrounded, kind) for kind in _BEFORE}
    changes |= {"names": with_other_names, "figures": with_other_figures}
    changes |= {
        "sections reversed": partial(shuffled, lambda places: places[::-1]),
        "sections rotated": partial(shuffled, lambda places: places[1:] + places[:1]),
        "through Word": through_word,
    }
    made = {name: partial(_single, change) for name, change in changes.items()}
    for step in (1, 3):
        made[f"three joined, step {step}"] = partial(bundles, step=step, marked=False)
    return {**made, "three joined, marked": partial(bundles, step=4, marked=True)}
