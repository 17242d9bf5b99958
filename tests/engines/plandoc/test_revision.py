"""Two versions of a plan: what is the same item, what of it changed, and the laws that hold for any two."""

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.cli.main import main
from gongjian.engines.plandoc import CompiledDocument, Task, compile_text
from gongjian.engines.plandoc.revision import compare_documents, pair_documents
from gongjian.engines.plandoc.revision.assignment import best_pairs
from gongjian.engines.plandoc.revision.likeness import Item, grams
from gongjian.engines.plandoc.revision.pairing import pair_items

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
OLD = """关于河道清洁行动的实施方案

一、工作目标
到2026年12月底，河道保洁覆盖率达到90%以上，建成亲水步道12处，拆除旧码头30座。

二、实施步骤
（一）摸底阶段（2026年3月1日至3月31日）。逐段登记。
（二）治理阶段（2026年4月1日至10月31日）。全面治理。

三、重点任务
（一）清理沿河垃圾。完成120公里河岸清理。牵头单位：区水务局；配合单位：区城管局；完成时限：2026年9月30日前。
（二）修复破损护栏。更换护栏500米。牵头单位：区住建局；完成时限：2026年6月底前。
（三）开展护河宣传。组织一次巡河活动。牵头单位：区水务局；完成时限：2026年5月31日前。

四、考核评级
得分90分以上的评为示范河段，80分以上的评为达标河段。

五、组织领导
成立河道清洁行动领导小组，由副区长任组长，区水务局局长任副组长，区城管局为成员单位。
"""


def document(text):
    return compile_text(text).documents[0]


def compared(new, old=OLD):
    return compare_documents(document(old), document(new)).differences


def only(differences):
    assert len(differences) == 1, [difference.sentence for difference in differences]
    return differences[0]


@pytest.mark.parametrize(
    ("was", "now", "kind", "sentence"),
    [
        ("90%以上", "95%以上", "target", "目标“河道保洁覆盖率”：目标值由“90%”改为“95%”。"),
        ("12处", "15处", "target", "目标“建成亲水步道”：目标值由“12处”改为“15处”。"),
        ("至10月31日", "至11月15日", "phase", "阶段“治理阶段”：结束由“2026年10月31日”改为“2026年11月15日”。"),
        (
            "9月30日前",
            "10月31日前",
            "task",
            "任务“清理沿河垃圾”：完成时限由“2026年9月30日”改为“2026年10月31日”。",
        ),
        (
            "配合单位：区城管局",
            "配合单位：区交通局",
            "task",
            "任务“清理沿河垃圾”：配合单位由“区城管局”改为“区交通局”。",
        ),
        (
            "牵头单位：区住建局",
            "牵头单位：区交通局",
            "task",
            "任务“修复破损护栏”：牵头单位由“区住建局”改为“区交通局”。",
        ),
        (
            "完成120公里",
            "完成150公里",
            "task",
            "任务“清理沿河垃圾”：数字由“完成120公里河岸清理”改为“完成150公里河岸清理”。",
        ),
        ("得分90分", "得分92分", "rating", "评级条件“示范河段”：条件由“90分”改为“92分”。"),
        (
            "由副区长",
            "由区长",
            "group",
            "领导小组“河道清洁行动领导小组”：成员由“组长 副区长”改为“组长 区长”。",
        ),
    ],
)
def test_a_changed_fact_is_one_change_said_in_one_sentence(was, now, kind, sentence):
    difference = only(compared(OLD.replace(was, now)))

    assert (difference.kind, difference.act, difference.sentence) == (kind, "changed", sentence)


def test_a_title_worded_anew_is_still_the_same_task():
    difference = only(compared(OLD.replace("开展护河宣传", "开展爱河护河宣传活动")))

    assert [(change.field, change.old, change.new) for change in difference.fields] == [
        ("title", "开展护河宣传", "开展爱河护河宣传活动")
    ]


def test_an_unlike_title_over_the_same_sentences_is_still_the_same_task():
    difference = only(compared(OLD.replace("修复破损护栏", "更新安全设施")))

    assert difference.act == "changed" and difference.name == "修复破损护栏"


def test_a_renamed_phase_is_known_by_its_dates():
    difference = only(compared(OLD.replace("摸底阶段", "调查登记阶段")))

    assert (difference.act, difference.fields[0].new) == ("changed", "调查登记阶段")


def test_tasks_in_another_order_and_numbered_anew_are_one_move():
    first, second, third = OLD.index("（一）清理"), OLD.index("（二）修复"), OLD.index("（三）开展")
    end = OLD.index("\n四、")
    new = OLD[:first] + "".join(
        marker + words[3:]
        for marker, words in zip(
            ("（一）", "（二）", "（三）"),
            (OLD[third:end], OLD[first:second], OLD[second:third]),
            strict=True,
        )
    )

    difference = only(compared(new + OLD[end:]))

    assert difference.act == "moved"
    assert difference.sentence == "任务“开展护河宣传”：位置由第 3 项挪到第 1 项。"


def test_a_task_put_before_the_others_moves_none_of_them():
    added = "（一）增设救生设备。安装救生圈80个。牵头单位：区应急局；完成时限：2026年7月底前。\n"
    new = OLD.replace("（三）开展", "（四）开展").replace("（二）修复", "（三）修复")
    new = new.replace("（一）清理", f"{added}（二）清理")

    difference = only(compared(new))

    assert (difference.act, difference.old, difference.name) == ("added", None, "增设救生设备")


def test_a_dropped_target_and_an_unlike_new_one_are_not_taken_for_one_changed():
    acts = {(d.act, d.name) for d in compared(OLD.replace("拆除旧码头30座", "投放鱼苗30万尾"))}

    assert acts == {("dropped", "拆除旧码头"), ("added", "投放鱼苗")}


def test_a_task_of_the_same_unit_and_the_same_form_of_words_is_not_taken_for_another():
    new = OLD.replace(
        "修复破损护栏。更换护栏500米。牵头单位：区住建局；完成时限：2026年6月底前",
        "投放鱼苗。增殖放流两次。牵头单位：区住建局；完成时限：2026年6月底前",
    )

    assert {(d.act, d.name) for d in compared(new)} == {("dropped", "修复破损护栏"), ("added", "投放鱼苗")}


def test_a_task_that_stands_under_another_heading_has_moved():
    lines = (
        "治河工作方案\n一、重点任务\n（一）清洁工程\n"
        "1.清理河面漂浮物。责任单位：区水务局；完成时限：2026年5月底前。\n"
        "2.清运岸边垃圾。责任单位：区城管局；完成时限：2026年6月底前。\n"
        "{first}（二）设施建设\n{second}"
        "{n}.修建巡河步道。责任单位：区住建局；完成时限：2026年9月底前。\n"
        "{m}.安装照明灯具。责任单位：区住建局；完成时限：2026年9月底前。\n"
    )
    task = "{}.更换警示标牌。责任单位：区交通局；完成时限：2026年8月底前。\n"
    old = lines.format(first=task.format(3), second="", n=1, m=2)
    new = lines.format(first="", second=task.format(1), n=2, m=3)

    difference = only(compared(new, old))

    assert difference.act == "moved" and difference.name == "更换警示标牌"
    assert difference.sentence == "任务“更换警示标牌”：由“清洁工程”挪到“设施建设”。"


def test_a_heading_worded_anew_moves_nothing_under_it():
    new = OLD.replace("三、重点任务", "三、主要工作内容与分工")

    assert compared(new) == ()


def test_rules_of_a_rubric_are_compared_within_their_item():
    old = "环境卫生考核评分细则\n一、道路保洁（20分）\n发现垃圾堆积的，每处扣2分，最多扣10分。\n二、公厕管理（10分）\n公厕未开放的，每次扣1分。\n"

    found = compared(old.replace("每处扣2分", "每处扣3分").replace("（10分）", "（15分）"), old)

    assert {(d.kind, d.act) for d in found} == {("rubric", "changed")}
    assert "发现垃圾堆积的，每处扣3分" in "".join(change.new for d in found for change in d.fields)


def test_quotes_stand_in_their_own_version():
    new = "　\n" + OLD.replace("90%", "95%").replace("9月30日", "10月31日")

    for difference in compared(new):
        assert OLD[difference.old.start : difference.old.end] == difference.old.quote
        assert new[difference.new.start : difference.new.end] == difference.new.quote


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_version_against_itself_differs_in_nothing(path):
    for found in compile_text(path.read_text(encoding="utf-8")).documents:
        assert compare_documents(found, found).differences == ()


def test_documents_of_a_bundle_find_their_counterparts():
    road, trees = "修路工作方案\n一、目标\n修路5公里。\n", "种树工作方案\n一、目标\n种树300棵。\n"
    one, other = document(road), document(trees)

    assert pair_documents([one, other], [other, one]) == [(0, 1), (1, 0)]
    assert pair_documents([one], [other]) == [(0, 0)]


NAMES = st.lists(
    st.text("河岸路灯桥亭树花草石墙门窗井管网站牌", min_size=3, max_size=8),
    min_size=1,
    max_size=7,
    unique=True,
)


def tasks(names, number=1):
    """Build a document of tasks as the compiler would write it, each with a number in its words."""
    found, at = [], 0
    for name in names:
        quote = f"整修{name}共{number}处"
        found.append(
            Task(
                quote, at, at + len(quote), "task:item", 0.9, f"整修{name}", (), ("区住建局",), (), "2026-09"
            )
        )
        at += len(quote)
    return CompiledDocument(0, at, "方案", "plan", None, None, None, tasks=tuple(found))


def shape(differences, swap=False):
    """Return what differs without words that depend on the direction."""
    turn = {"added": "dropped", "dropped": "added"} if swap else {}
    return sorted(
        (
            one.kind,
            turn.get(one.act, one.act),
            (one.new if swap else one.old) and (one.new if swap else one.old).order,
            (one.old if swap else one.new) and (one.old if swap else one.new).order,
            one.is_moved,
            sorted((c.field, *((c.new, c.old) if swap else (c.old, c.new))) for c in one.fields),
        ).__repr__()
        for one in differences
    )


@given(old=NAMES, new=NAMES, numbers=st.tuples(st.integers(1, 9), st.integers(1, 9)))
def test_swapping_the_versions_swaps_added_with_dropped(old, new, numbers):
    one, other = tasks(old, numbers[0]), tasks(new, numbers[1])

    forward, backward = compare_documents(one, other), compare_documents(other, one)

    assert shape(forward.differences) == shape(backward.differences, swap=True)
    assert forward.paired("task") == {i: j for j, i in backward.paired("task").items()}


@given(names=NAMES, data=st.data())
def test_a_permutation_is_nothing_but_moves(names, data):
    order = data.draw(st.permutations(names))

    differences = compare_documents(tasks(names), tasks(order)).differences

    assert {one.act for one in differences} <= {"moved"}
    assert bool(differences) == (order != names)


@given(names=NAMES, was=st.integers(1, 999), now=st.integers(1, 999))
def test_a_changed_number_is_a_change_and_never_a_drop_and_an_addition(names, was, now):
    differences = compare_documents(tasks(names, was), tasks(names, now)).differences

    assert len(differences) == (len(names) if was != now else 0)
    assert all(one.act == "changed" and one.old.order == one.new.order for one in differences)
    assert {change.aspect for one in differences for change in one.fields} <= {"value"}


@given(old=NAMES, new=NAMES)
def test_every_item_is_accounted_for_once(old, new):
    revision = compare_documents(tasks(old), tasks(new))

    pairs = revision.paired("task")
    assert len(pairs) + revision.count("dropped") == len(old)
    assert len(pairs) + revision.count("added") == len(new)
    assert len(set(pairs.values())) == len(pairs)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=n, max_size=n)
    )
)
def test_the_pairs_chosen_weigh_as_much_as_any_choice_could(rows):
    weights = {(i, j): weight for i, row in enumerate(rows) for j, weight in enumerate(row) if weight}

    found = best_pairs(range(len(rows)), range(4), weights)

    best = max(
        sum(rows[i][j] for i, j in enumerate(columns)) for columns in permutations(range(4), len(rows))
    )
    assert sum(weights[pair] for pair in found) == best
    assert len({j for _, j in found}) == len(found)


def test_the_whole_decides_where_the_likest_pair_would_leave_another_alone():
    old = [item("沿河步道整修"), item("整修养护队")]
    new = [item("沿河步道整修养护"), item("沿河步道绿化")]

    assert pair_items(old, new).pairs == ((0, 1), (1, 0))


def item(words):
    return Item((words,), grams(words), frozenset())


def test_hundreds_of_like_items_are_paired_in_seconds():
    old = tasks([f"第{chr(0x4E00 + n)}号桥梁栏杆" for n in range(500)])
    new = tasks([f"第{chr(0x4E00 + n)}号桥梁栏杆和照明" for n in range(500)], 2)
    begun = perf_counter()

    differences = compare_documents(old, new).differences

    assert {one.act for one in differences} == {"changed"}
    assert all(one.old.order == one.new.order for one in differences)
    assert perf_counter() - begun < 20


def test_a_support_unit_taken_away_is_said_so():
    old = document(OLD)
    new = replace(old, tasks=(replace(old.tasks[0], support=()), *old.tasks[1:]))

    assert (
        only(compare_documents(old, new).differences).sentence
        == "任务“清理沿河垃圾”：去掉配合单位“区城管局”。"
    )


@pytest.fixture
def files(tmp_path):
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(OLD.replace("90%", "95%"), encoding="utf-8")
    return str(old), str(new)


def test_the_command_prints_a_sentence_a_difference_and_returns_1(files, capsys):
    assert main(["compare", *files]) == 1

    out = capsys.readouterr().out
    assert "新增 0 条，删去 0 条，改动 1 条，挪动 0 条" in out
    assert "± 目标“河道保洁覆盖率”：目标值由“90%”改为“95%”。" in out


def test_the_command_returns_0_for_two_versions_that_say_the_same(files, capsys):
    assert main(["compare", files[0], files[0]]) == 0
    assert "都一样" in capsys.readouterr().out


def test_the_command_writes_json_with_both_quotes_and_offsets(files, capsys):
    main(["compare", *files, "--format", "json"])

    found = json.loads(capsys.readouterr().out)["documents"][0]
    assert found["changed"] == 1
    assert found["differences"][0]["old"]["quote"] == "河道保洁覆盖率达到90%以上"
    assert found["differences"][0]["new"]["start"] == OLD.index("河道保洁覆盖率")


def test_the_command_returns_2_and_says_which_file_it_could_not_read(files, capsys):
    assert main(["compare", files[0], files[1] + "x"]) == 2
    assert "没有这个文件" in capsys.readouterr().err
