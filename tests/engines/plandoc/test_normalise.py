import pytest

from gongjian.engines.plandoc.normalise import normalise


def test_full_width_digits_and_letters_become_ascii():
    assert normalise("完成率９５％，Ａ类").text == "完成率95%，A类"


def test_a_comma_between_thousands_stays_and_a_clause_comma_becomes_chinese():
    assert normalise("共1,150户,已完成8户").text == "共1,150户，已完成8户"


def test_letters_that_scanning_put_among_digits_become_digits():
    assert normalise("2O24年1l月3O日").text == "2024年11月30日"
    assert normalise("每曰巡查").text == "每日巡查"


def test_letter_spaced_headings_close_up_and_columns_stay_apart():
    assert normalise("一 、工 作 目 标").text == "一、工作目标"
    assert normalise("组  长：王  甲  区长").text == "组长：王甲  区长"


def test_hard_wrapped_lines_are_one_paragraph():
    wrapped = (
        "为进一步改善老旧小区的居住环境和公共服务水平，区政府决\n"
        "定在全区范围内开展老旧小区改造提升工作，现将有关情况和\n"
        "下一步的安排向各位代表作如下说明，请各位代表提出宝贵的\n"
        "意见建议，我们将认真研究吸收，不断改进工作方法，切实把\n"
        "好事办好。\n一、总体情况"
    )

    lines = normalise(wrapped).text.split("\n")

    assert len(lines) == 2
    assert lines[1] == "一、总体情况"


def test_page_numbers_leave_and_offsets_still_lead_to_the_raw_text():
    raw = "第 1 页 共 2 页\n甲乙丙\n- 2 -\n丁戊"
    source = normalise(raw)

    assert source.text == "甲乙丙\n丁戊"
    place = source.text.index("丁")
    assert raw[slice(*source.raw_span(place, place + 2))] == "丁戊"


def test_a_line_repeated_beside_page_numbers_is_a_running_head():
    page = "某区年度报告\n第{}页\n这是第{}页的正文内容。\n"
    raw = "".join(page.format(n, n) for n in range(1, 5))

    assert "某区年度报告" not in normalise(raw).text


def test_an_empty_text_stays_empty():
    assert normalise("").text == ""
    assert normalise("").raw_span(0, 0) == (0, 0)


def wrap(words: str, length: int) -> str:
    return "\n".join(words[i : i + length] for i in range(0, len(words), length))


def test_lines_wrapped_by_their_number_of_characters_are_joined_whatever_their_width():
    words = "街道办事处会同社区居委会改造管网8.4公里、规范停车位1150个，补助2023年老旧院落120户，" * 4

    assert normalise(wrap(words, 28)).text == words


def test_a_number_cut_by_a_wrap_is_one_number():
    words = (
        "年度得分九十五分以上的街道评为优秀等次并且奖励工作经费1500元用于改善社区办公条件和服务设施建设" * 3
    )

    assert "1500元" in normalise(wrap(words, 28)).text


def test_amounts_in_words_are_read_as_digits_and_lead_back_to_their_words():
    raw = "改造管网八点四公里，覆盖率达到百分之九十，惠及一千二百六十户。"

    found = normalise(raw)

    assert found.text == "改造管网8.4公里，覆盖率达到90%，惠及1260户。"
    start = found.text.index("90%")
    assert raw[slice(*found.raw_span(start, start + 3))] == "百分之九十"


@pytest.mark.parametrize(
    "words",
    [
        "打造十五分钟生活圈，人人受益。",
        "按照第二十三条规定执行。",
        "一方面，三个社区一起来。",
        "一百二十个院落整治方案",
    ],
)
def test_names_ranks_and_loose_words_stay_words(words):
    assert normalise(words).text == words


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("本季收入十八万六千四百元，", "186400元"),
        ("惠及居民两万三千余人，", "23000余人"),
        ("共投入一亿二千万元，", "120000000元"),
        ("总计三亿零五百万元，", "305000000元"),
        ("发放三万零七十份，", "30070份"),
        ("补助三千万元，", "3000万元"),
    ],
)
def test_numbers_over_ten_thousand_in_words_are_one_number(words, digits):
    assert digits in normalise(words).text


@pytest.mark.parametrize("words", ["大约十五六万元，", "来了三四百人，", "三万五元，"])
def test_about_so_many_is_no_exact_number(words):
    assert normalise(words).text == words


@pytest.mark.parametrize(
    ("scanned", "read"),
    [
        ("2O24年l2月3l日", "2024年12月31日"),
        ("lO月l日—3O日", "10月1日—30日"),
        ("满分l00分，扣O.5分", "满分100分，扣0.5分"),
        ("共3,2O0件，占5O%", "共3,200件，占50%"),
        ("投入l.5万元", "投入1.5万元"),
        ("VIP会员、PM2.5、CO2浓度", "VIP会员、PM2.5、CO2浓度"),
    ],
)
def test_letters_that_stand_for_digits(scanned, read):
    assert normalise(scanned).text == read


def test_a_longer_line_around_a_wrapped_text_does_not_hide_its_wraps():
    words = "街道办事处会同社区居委会改造管网8.4公里、规范停车位1150个，补助2023年老旧院落120户，" * 4
    head = "发布时间：2026-04-01 10:20  来源：区政府办公室  浏览次数：1024次  字体：大中小"

    assert normalise(f"{head}\n\n{wrap(words, 28)}").text.split("\n")[-1] == words


def test_a_list_of_lines_between_paragraphs_is_not_wrapped_text():
    names = [
        "桃溪社区居民委员会主任",
        "梅岭社区居民委员会主任",
        "柳湾社区居民委员会主任",
        "兰亭社区居民委员会主任",
    ]
    paragraphs = [
        "各社区要把楼道清理作为一件实事来办，逐户登记，按月报送进度，年底前全部完成，确保群众满意。"
    ] * 8

    text = "\n".join([*paragraphs, *names])
    assert normalise(text).text == text


@pytest.mark.parametrize(("cut", "is_joined"), [("责任书的签订率", True), ("责任单位：住建局和", False)])
def test_a_label_begins_a_line_and_the_same_word_in_a_sentence_does_not(cut, is_joined):
    line = "各村每月底前把门前三包、楼道清理、河道保洁三项工作的"
    text = "\n".join([line, cut + line[: 26 - len(cut)], line, line, line])

    assert (f"{line}{cut}" in normalise(text).text) is is_joined
