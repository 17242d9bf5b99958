"""Cutting a text at its spans: nothing is lost, nothing is said twice."""

from hypothesis import given
from hypothesis import strategies as st

from gongjian.core.spans import Span, cut_text, find_words


def span(start: int, end: int, item_id: int = 1) -> Span:
    return Span(start, end, "task", f"任{item_id}", item_id)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(alphabet="甲乙𠮷 \n", max_size=40))
    ends = st.integers(-2, len(text) + 2)
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=8))
    return text, [span(start, end, number) for number, (start, end) in enumerate(pairs)]


@given(texts_with_spans())
def test_pieces_put_together_are_the_text(given_: tuple[str, list[Span]]) -> None:
    text, spans = given_

    cut = cut_text(text, spans)

    assert "\n".join("".join(piece.text for piece in part.pieces) for part in cut) == text
    assert [text[part.start : part.end] for part in cut] == [part.text for part in cut]


@given(texts_with_spans())
def test_each_word_is_covered_by_exactly_its_spans(given_: tuple[str, list[Span]]) -> None:
    text, spans = given_
    sound = [one for one in spans if 0 <= one.start < one.end <= len(text)]

    for part in cut_text(text, spans):
        at = part.start
        for piece in part.pieces:
            for offset in range(at, at + len(piece.text)):
                assert set(piece.covers) == {one for one in sound if one.start <= offset < one.end}
            at += len(piece.text)


def test_of_nested_spans_the_inner_one_gives_the_tint() -> None:
    [part] = cut_text("由区城管局牵头清理", [span(0, 9, 1), span(1, 5, 2)])

    assert [(piece.text, piece.top.item_id) for piece in part.pieces if piece.top] == [
        ("由", 1),
        ("区城管局", 2),
        ("牵头清理", 1),
    ]
    assert [piece.item_ids for piece in part.pieces] == ["1", "1 2", "1"]


def test_a_span_over_two_lines_is_tagged_once() -> None:
    first, second = cut_text("甲乙\n丙丁", [span(1, 4)])

    assert [piece.tags for piece in (*first.pieces, *second.pieces)] == ["", "任1", "", ""]


def test_empty_lines_have_no_number() -> None:
    assert [part.number for part in cut_text("甲\n\n 乙", [])] == [1, 0, 2]


def test_words_are_found_in_a_numbered_paragraph() -> None:
    assert find_words("甲乙\n\n丙丁戊", 2, "丁戊") == (5, 7)
    assert find_words("甲乙\n\n丙丁戊", 2, "") == (4, 7)
    assert find_words("甲乙", 1, "丙") is None
    assert find_words("甲乙", 9, "") is None
