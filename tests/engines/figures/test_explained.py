"""Every item of a compiled text is told: in short, by which rule, from which words."""

from pathlib import Path

import pytest

from gongjian.engines.figures import explain_text, schema_of_text
from gongjian.engines.figures.explained import KINDS, line_and_column

OWN = Path(__file__).parents[1] / "plandoc" / "documents"


def says(text: str, kind: str) -> list[str]:
    return [item["says"] for item in explain_text(text)["documents"][0][kind]]


def test_what_an_item_says_in_short():
    text = (
        "柳溪街道楼道清理方案\n一、目标\n到2026年底，楼道清理率达到95%。\n二、重点任务\n"
        "（一）清理楼道杂物。由城管科牵头、各社区配合，2026年9月底前完成。\n"
        "三、考核\n90分（含）以上的社区为优秀，80分至90分为良好。\n"
    )

    assert says(text, "outline")[:2] == ["第1级 一、 目标", "第1级 二、 重点任务"]
    assert says(text, "targets")[0].startswith("楼道清理率 ≥ 95%  2026年12月前")
    assert "牵头：城管科  配合：各社区  时限：2026年9月" in says(text, "tasks")[0]
    assert says(text, "ratings") == ["优秀（社区）：得分 ≥ 90分", "良好（社区）：得分 ≥ 80分、＜ 90分"]


def test_parts_of_an_item_are_told_too():
    text = (
        "卫生评比细则\n一、楼道整洁（20分）\n堆放杂物的，每处扣2分，扣完为止。\n"
        "二、组织领导\n成立评比领导小组。\n组长：王青山（街道主任）\n"
    )
    document = explain_text(text)["documents"][0]

    (rule,) = document["rubric_items"][0]["rules"]
    assert rule["says"].startswith("扣2分")
    assert rule["rule_words"] == "扣分：标题上写着分值的评分项"
    (member,) = document["groups"][0]["members"]
    assert (member["says"], member["line"]) == ("组长：王青山  街道主任", 6)


@pytest.mark.parametrize("file", sorted(OWN.glob("*.txt")), ids=lambda file: file.stem)
def test_reasons_are_added_and_nothing_else_changes(file):
    text = file.read_text(encoding="utf-8")
    explained, plain = explain_text(text), schema_of_text(text)

    for told, bare in zip(explained["documents"], plain["documents"], strict=True):
        for kind, _ in KINDS:
            assert len(told[kind]) == len(bare[kind])
            for item in told[kind]:
                offset = item.get("offset", item["start"])
                assert item["says"] and item["rule_words"]
                assert line_and_column(text, offset) == (item["line"], item["column"])
                assert text[offset : item.get("offset_end", item["end"])] == item["quote"]


def test_operands_of_a_claim_stand_where_they_say():
    text = "全镇共有党员400名，其中女党员100名，占25%。"
    (claim,) = explain_text(text)["documents"][0]["claims"]

    assert [text[one["start"] : one["end"]] for one in claim["operands"]] == ["100名", "400名"]
    assert claim["says"] == "占比 25%，复算 25%，相符"
