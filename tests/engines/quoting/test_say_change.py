"""Changes in words."""

from fractions import Fraction

import pytest

from gongjian.engines.quoting import ChangeToken, FigureToken, Kind, parse, say_change


@pytest.mark.parametrize(
    ("now", "base", "kind", "is_difference", "words"),
    [
        ("597/740", "419/740", Kind.RATE, False, "提高24.1个百分点"),
        ("1/2", "3/5", Kind.RATE, True, "下降10.0个百分点"),
        ("740", "600", Kind.AMOUNT, False, "增长23.3%"),
        ("740", "600", Kind.AMOUNT, True, "增加140.0项"),
        ("600", "740", Kind.AMOUNT, False, "下降18.9%"),
        ("6", "0", Kind.AMOUNT, False, "由0项增加到6.0项"),
        ("86.2", "85", Kind.MEAN, False, "提高1.2项"),
        ("5", "5", Kind.AMOUNT, False, "持平"),
        ("80.001", "80", Kind.MEAN, False, "基本持平"),
        ("0", None, Kind.AMOUNT, False, "缺数据"),
    ],
)
def test_a_change_is_said_by_its_kind(now, base, kind, is_difference, words):
    scale = 100 if kind is Kind.RATE else 1
    values = [None if text is None else Fraction(text) * scale for text in (now, base)]

    assert say_change(*values, kind=kind, unit="项", decimals=1, is_difference=is_difference) == words


def test_a_change_asks_for_both_figures():
    (line,) = parse("比上期{{完成率;地方=船山区;比=上期}}。")

    assert line.parts[1] == ChangeToken(
        FigureToken("完成率", {"地方": "船山区"}, "完成率;地方=船山区", 1),
        FigureToken("完成率", {"地方": "船山区", "期间": "上期"}, "完成率;地方=船山区;期间=上期", 1),
    )
