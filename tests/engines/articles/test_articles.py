"""Articles are read from what people paste, and versions are compared so that a person can follow."""

from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.articles import Article, compare_articles, compare_words, read_articles


def test_articles_keep_their_further_lines_and_the_title_is_left_out():
    text = "《文明公约》\n为邻里和睦，定本公约。\n第一条　爱护楼道。\n 不堆杂物。\n第二条：遛狗牵绳。"

    draft = read_articles(text, "文明公约")

    assert draft.preamble == "为邻里和睦，定本公约。"
    assert [one.words for one in draft.articles] == ["爱护楼道。\n不堆杂物。", "遛狗牵绳。"]


def test_numbers_mark_articles_where_nothing_better_does():
    assert [one.words for one in read_articles("约定如下\n1. 不乱停车\n2、不乱扔\n①细则").articles] == [
        "不乱停车",
        "不乱扔\n①细则",
    ]
    assert [one.words for one in read_articles("一、讲卫生\n二、讲礼貌").articles] == ["讲卫生", "讲礼貌"]


def test_without_marks_every_line_is_an_article_and_one_number_alone_marks_nothing():
    assert [one.words for one in read_articles("孝老爱亲\n\n邻里互助").articles] == ["孝老爱亲", "邻里互助"]
    assert len(read_articles("孝老爱亲\n3. 邻里互助").articles) == 2


def test_the_heading_of_a_chapter_goes_with_the_next_article():
    draft = read_articles("第一章 总则\n第一条 甲。\n第二章 邻里\n第二条 乙。")

    assert [(one.chapter, one.words) for one in draft.articles] == [
        ("第一章 总则", "甲。"),
        ("第二章 邻里", "乙。"),
    ]


def test_changed_added_and_dropped_articles_are_told_apart():
    old = [Article("晚上十点以后不大声喧哗。"), Article("不在楼道堆放杂物。"), Article("不散养家禽家畜。")]
    new = [Article("晚上九点半以后不大声喧哗。"), Article("不散养家禽家畜。"), Article("电动车不进楼充电。")]

    found = compare_articles(old, new)

    assert [(one.act, one.old_number, one.new_number) for one in found] == [
        ("changed", 1, 1),
        ("dropped", 2, None),
        ("same", 3, 2),
        ("added", None, 3),
    ]
    assert not any(one.is_moved for one in found)


def test_an_article_put_first_is_moved():
    old = [Article("爱护公共花木。"), Article("按时交物业费。"), Article("遛狗要牵绳子。")]

    found = compare_articles(old, [old[2], old[0], old[1]])

    assert [one.is_moved for one in found] == [True, False, False]


def test_single_common_characters_between_changes_are_not_left_standing_alone():
    kinds = [piece.kind for piece in compare_words("每月一次清扫楼道", "每周三次打扫楼道")]

    assert kinds == ["same", "gone", "come", "same"]


TEXTS = st.text("甲乙丙丁12。\n", max_size=30)


@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_texts(old, new):
    pieces = compare_words(old, new)

    assert "".join(one.words for one in pieces if one.kind != "come") == old
    assert "".join(one.words for one in pieces if one.kind != "gone") == new


@given(st.lists(TEXTS.filter(str.strip), max_size=6), st.lists(TEXTS.filter(str.strip), max_size=6))
def test_every_article_of_both_versions_appears_once(old, new):
    found = compare_articles([Article(one) for one in old], [Article(one) for one in new])

    assert sorted(one.old_number for one in found if one.old_number) == list(range(1, len(old) + 1))
    assert [one.new_number for one in found if one.new_number] == list(range(1, len(new) + 1))
