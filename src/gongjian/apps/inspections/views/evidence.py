"""Sentences for what looks copied, impossible or wild in a round, each with the sheets it is read from."""

from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.inspections.models import ScoreSheet
from gongjian.apps.inspections.selectors.fairness import FairnessReport
from gongjian.engines.scoring import fairness, round_half_up

MOST_LINES = 200
SHORTEST_NOTE = 24


def evidence_lines(report: FairnessReport, names: dict[str, str]) -> list[dict[str, Any]]:
    """Write one line for each thing to look at: its kind, the sentence, the sheets."""
    by_look = {(str(one.inspector_id), one.place_code): one for one in report.sheets.values()}
    found = [_oddity(flag, report.sheets, names) for flag in report.oddities]
    found += [_copy(one, report.sheets, names) for one in report.copies]
    found += [_deviation(one, by_look, names) for one in report.fit.deviations]
    return found[:MOST_LINES]


def _line(kind: str, words: str, sheets: list[ScoreSheet], names: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": kind,
        "words": words,
        "who": "、".join(dict.fromkeys(str(sheet.inspector) for sheet in sheets)),
        "sheets": [
            {
                "name": names.get(sheet.place_code, sheet.place_code),
                "url": reverse("inspections:sheet", args=[sheet.pk]),
            }
            for sheet in sheets
        ],
    }


def _oddity(flag: fairness.Flag, sheets: dict[str, ScoreSheet], names: dict[str, str]) -> dict[str, Any]:
    measured, bound = _number(flag.measured), _number(flag.bound)
    words = {
        fairness.Oddity.TOGETHER: _("两份评分表同时开着 %(measured)s 分钟"),
        fairness.Oddity.TOO_FAST: _("两张照片相距 %(measured)s 公里，中间的时间最多能走 %(bound)s 公里"),
        fairness.Oddity.TOO_SHORT: _("整份只用了 %(measured)s 秒，照最快也要 %(bound)s 秒"),
        fairness.Oddity.FAR_OFF: _("照片拍在 %(measured)s 米以外，超过 %(bound)s 米要核对"),
        fairness.Oddity.WRONG_DAY: _("照片和检查日相差 %(measured)s 天"),
    }[flag.oddity]
    return _line(
        _("时间地点"),
        words % {"measured": measured, "bound": bound},
        [sheets[key] for key in flag.keys],
        names,
    )


def _copy(one: fairness.Likeness, sheets: dict[str, ScoreSheet], names: dict[str, str]) -> dict[str, Any]:
    parts = []
    if one.bits is not None:
        parts.append(
            _("%(items)d 项里 %(same)d 项一样，碰巧的可能不到百分之一")
            % {"items": one.items, "same": one.same}
        )
    if one.photos:
        parts.append(_("有 %(n)d 张照片是同一张") % {"n": len(one.photos)})
    for note in one.notes[:1]:
        shown = note if len(note) <= SHORTEST_NOTE else f"{note[:SHORTEST_NOTE]}……"
        parts.append(_("说明一字不差：%(note)s") % {"note": shown})
    return _line(_("雷同"), "；".join(parts), [sheets[one.first], sheets[one.second]], names)


def _deviation(
    one: fairness.Deviation, by_look: dict[tuple[str, str], ScoreSheet], names: dict[str, str]
) -> dict[str, Any]:
    words = _("评了 %(score)s 分；照同看的人和他自己的尺度，约 %(expected)s 分") % {
        "score": _number(one.score),
        "expected": _number(one.expected),
    }
    return _line(_("离群"), words, [by_look[one.inspector, one.place]], names)


def _number(value: float) -> str:
    places = 1 if value < 100 else 0
    text = f"{round_half_up(Fraction(value), places):,}"
    return text.rstrip("0").rstrip(".") if "." in text else text
