"""How the conditions of a grade came out, in words: what was wanted, what was found, where a quota's line lies."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from gongjian.apps.inspections.choices import CHILD_NOUNS, QUOTAS, RatingBasis
from gongjian.apps.inspections.models import Grade
from gongjian.apps.inspections.selectors.explaining import Standing
from gongjian.apps.places.choices import Level
from gongjian.engines import scoring

Row = dict[str, Any]


def standing_rows(standings: Sequence[Standing], names: dict[str, str]) -> list[Row]:
    """Write one row a condition: its label, the rule, what was found, whether it holds."""
    return [
        {
            "label": one.rule.label,
            "rule": one.rule.words,
            "found": _found(one, names),
            "holds": one.holds,
            "is_quota": one.rule.basis in QUOTAS,
        }
        for one in standings
    ]


def _found(one: Standing, names: dict[str, str]) -> str:
    rule = one.rule
    if one.cut is not None:
        return _cut_words(one, names)
    if rule.basis == RatingBasis.SCORE:
        return _("没有得分") if one.score is None else _("%(n)s 分") % {"n": scoring.plain(one.score)}
    if one.met is None or one.base is None:
        return _("当时没有记下个数")
    if rule.basis == RatingBasis.COUNT:
        return _("%(n)s 个") % {"n": one.met}
    if not one.base:
        return _("没有可数的")
    share = scoring.percent_beside(Fraction(one.met, one.base), rule.at_least / 100)
    return f"{one.met} / {one.base} = {share}"


def _cut_words(one: Standing, names: dict[str, str]) -> str:
    cut = one.cut
    if cut is None:
        return ""
    where = names.get(cut.group, "") if cut.group else _("全轮")
    noun = CHILD_NOUNS.get(one.rule.level, "")
    words = _("%(where)s %(base)s 个%(noun)s，名额 %(places)s 个，评上 %(admitted)s 个") % {
        "where": where,
        "base": cut.base,
        "noun": noun,
        "places": cut.places,
        "admitted": cut.admitted,
    }
    if cut.line is not None:
        words += _("，分数线 %(line)s 分") % {"line": scoring.plain(cut.line)}
    if one.score is not None:
        words += _("，这里 %(score)s 分") % {"score": scoring.plain(one.score)}
    return words


def quota_headline(grade: Grade, standings: Sequence[Standing]) -> str:
    """Say that a place met every condition of the next better label but its quota was full; else nothing."""
    better = _next_label(grade, standings)
    own = [one for one in standings if one.rule.label == better]
    others = [one for one in own if one.rule.basis not in QUOTAS]
    cuts = [one for one in own if one.rule.basis in QUOTAS]
    if not better or not cuts or grade.is_vetoed or not all(one.holds for one in others):
        return ""
    held = grade.label or _("没评上")
    return _("%(held)s，够%(better)s的条件，但名额已满") % {"held": held, "better": better}


def failed_words(grade: Grade, standings: Sequence[Standing]) -> str:
    """Say which condition of the next better label, other than a share, is not met; nothing if none fails."""
    better = _next_label(grade, standings)
    for one in standings:
        if one.rule.label != better or one.holds or one.rule.basis in QUOTAS:
            continue
        if one.rule.basis == RatingBasis.SCORE and one.score is not None:
            what = _("得分") if grade.level == Level.COMMUNITY else _("平均得分")
            gap = scoring.plain(one.rule.at_least - one.score)
            return _("离%(label)s，%(what)s差 %(gap)s 分") % {"label": better, "what": what, "gap": gap}
        if one.rule.basis == RatingBasis.COUNT and one.met is not None:
            short = scoring.plain(one.rule.at_least - Decimal(one.met))
            return _("离%(label)s差 %(short)s 个") % {"label": better, "short": short}
    return ""


def _next_label(grade: Grade, standings: Sequence[Standing]) -> str:
    labels = list(dict.fromkeys(one.rule.label for one in standings))
    if not labels:
        return ""
    if grade.label not in labels:
        return labels[-1]
    place = labels.index(grade.label)
    return labels[place - 1] if place else ""


def share_headline(grade: Grade, standings: Sequence[Standing], explained: str) -> str:
    """Choose the sentence above a place: a full quota, another condition that fails, or the share's own."""
    full = quota_headline(grade, standings)
    if full:
        return full
    failed = failed_words(grade, standings)
    if failed:
        return f"{grade.label or _('没评上')}，{failed}"
    return explained or grade.label or _("没评上")
