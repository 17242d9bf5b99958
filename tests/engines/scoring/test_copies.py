"""Sheets too alike to be two looks at two places."""

import random

from gongjian.engines.scoring.fairness import SheetCopy, find_copies

ITEMS = [f"第{n}项" for n in range(1, 21)]


def honest(rng: random.Random, key: str, inspector: str, place: str, chance: float = 0.25) -> SheetCopy:
    answers = {item: (rng.randint(1, 4),) if rng.random() < chance else () for item in ITEMS}
    return SheetCopy(key, inspector, place, answers)


def round_of(seed: int, sheets: int = 60, own: int = 6) -> list[SheetCopy]:
    rng = random.Random(seed)
    return [honest(rng, str(n), f"检查员{n // own}", f"社区{n}") for n in range(sheets)]


def test_honest_rounds_name_nobody_more_often_than_the_doubt():
    named = sum(bool(find_copies(round_of(seed))) for seed in range(100))

    assert named <= 3


def test_a_sheet_copied_for_the_next_place_is_named_with_what_tells_most():
    sheets = round_of(1)
    rich = max(sheets, key=lambda sheet: sum(bool(answer) for answer in sheet.answers.values()))
    copy = SheetCopy("抄", rich.inspector, "另一社区", rich.answers)

    (likeness,) = find_copies([*sheets, copy])

    assert (likeness.first, likeness.second) == (rich.key, "抄")
    assert (likeness.same, likeness.items) == (20, 20)
    assert len(likeness.rarest) == 3 and all(rich.answers[item] for item in likeness.rarest)


def test_a_copy_with_two_answers_changed_is_still_named():
    sheets = round_of(2)
    rich = max(sheets, key=lambda sheet: sum(bool(answer) for answer in sheet.answers.values()))
    changed = dict(rich.answers) | {ITEMS[0]: (9,), ITEMS[5]: (8,)}

    found = find_copies([*sheets, SheetCopy("抄", rich.inspector, "另一社区", changed)])

    assert [(one.first, one.second) for one in found] == [(rich.key, "抄")]


def test_sheets_in_order_throughout_are_no_copies():
    clean = dict.fromkeys(ITEMS, ())
    sheets = [SheetCopy(str(n), "甲", f"社区{n}", clean) for n in range(10)]

    assert find_copies([*round_of(3), *sheets]) == ()


def test_another_inspectors_sheet_copied_whole_is_named():
    sheets = round_of(4)
    rich = max(sheets, key=lambda sheet: sum(bool(answer) for answer in sheet.answers.values()))

    found = find_copies([*sheets, SheetCopy("抄", "别人", "另一社区", rich.answers)])

    assert [(one.first, one.second) for one in found] == [(rich.key, "抄")]


def test_two_inspectors_who_agree_about_one_place_are_not_accused():
    sheets = round_of(5)
    rich = max(sheets, key=lambda sheet: sum(bool(answer) for answer in sheet.answers.values()))

    assert find_copies([*sheets, SheetCopy("同看", "别人", rich.place, rich.answers)]) == ()


def test_a_photo_or_a_long_note_in_common_is_named_even_at_one_place():
    first = SheetCopy("1", "甲", "社区1", {"一": (1,)}, notes=("楼道里堆了 三辆旧车",), photos=("ab",))
    second = SheetCopy(
        "2", "乙", "社区1", {"一": (2,)}, notes=("楼道里堆了三辆旧车", "有"), photos=("ab", "cd")
    )
    third = SheetCopy("3", "丙", "社区1", {"一": (2,)}, notes=("有",))

    (likeness,) = find_copies([first, second, third])

    assert (likeness.first, likeness.second) == ("1", "2")
    assert likeness.photos == ("ab",)
    assert likeness.notes == ("楼道里堆了三辆旧车",)
    assert likeness.bits is None
