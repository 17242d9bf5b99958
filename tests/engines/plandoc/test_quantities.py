from decimal import Decimal
from fractions import Fraction

import pytest

from gongjian.engines.plandoc import compile_text
from gongjian.engines.plandoc.numerals import han_to_int
from gongjian.engines.plandoc.quantities import find_amounts


def amount(text: str):
    return find_amounts(text, 0, len(text))[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1260万元", 12_600_000, "元"),
        ("2.86亿元", 286_000_000, "元"),
        ("三百二十万元", 3_200_000, "元"),
        ("8.4公里", 8400, "米"),
        ("629公顷", 6_290_000, "平方米"),
        ("1.9万㎡", 19_000, "平方米"),
        ("1300亩", 1300, "亩"),
        ("650吨", 650_000, "公斤"),
        ("500斤", 250, "公斤"),
        ("136名", 136, "人"),
        ("2.3万人次", 23_000, "人次"),
        ("1,150个", 1150, "个"),
        ("两百户", 200, "户"),
        ("85%", 85, "%"),
        ("12个百分点", 12, "个百分点"),
        ("八成", 80, "%"),
        ("六成半", 65, "%"),
        ("三成八", 38, "%"),
        ("过半", 50, "%"),
        ("百分之九十五", 95, "%"),
        ("三分之一", Fraction(100, 3), "%"),
        ("全覆盖", 100, "%"),
    ],
)
def test_values_in_base_units(text, value, unit):
    found = amount(text)

    assert (found.value, found.unit) == (value, unit)


def test_clearing_to_zero_has_no_unit():
    assert (amount("隐患清零").value, amount("隐患清零").unit) == (0, "")


def test_vague_words_mark_an_amount_as_approximate_and_keep_its_value():
    assert amount("46万余元").value == 460_000
    assert amount("46万余元").approx
    assert amount("140余株").approx
    assert not amount("140株").approx


def test_ordinals_and_counted_nouns_in_fixed_words_are_no_amounts():
    assert find_amounts("第3名", 0, 3) == ()
    assert find_amounts("千人计划", 0, 4) == ()
    assert find_amounts("实现三清零", 0, 5) == ()


def test_numerals():
    assert han_to_int("一百零五") == 105
    assert han_to_int("三千二百万") == 32_000_000
    assert han_to_int("木") is None


def quantities(text: str) -> list[tuple[Decimal, str]]:
    (document,) = compile_text(text).documents
    return [(q.value, q.unit) for q in document.quantities]


def test_amounts_are_listed_once_and_rates_changes_and_averages_are_not():
    text = (
        "某镇工作汇报\n一、情况\n新建公厕9座，比上年增加4座；硬化巷道12.6公里。"
        "发放补贴45万元，人均1500元，满意率96%。公厕9座均已启用，每周保洁2次。"
    )

    assert quantities(text) == [(9, "座"), (12600, "米"), (450000, "元")]


def test_table_cells_do_not_run_into_each_other():
    text = "工作计划\n序号\t内容\t单位\n1\t种树20棵\t园林所\n2\t组织义诊\t卫生站"

    assert quantities(text) == [(20, "棵")]


def test_counted_things_in_words_are_no_quantities_but_money_length_and_people_are():
    text = "某镇工作方案\n一、任务\n投资一百二十六点五万元，改造管网八点四公里，安装路灯三百二十盏，惠及一千二百六十户。"

    [found] = compile_text(text).documents

    assert [(float(q.value), q.unit) for q in found.quantities] == [
        (1_265_000, "元"),
        (8400, "米"),
        (1260, "户"),
    ]
