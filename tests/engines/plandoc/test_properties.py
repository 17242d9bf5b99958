"""Laws that hold for any text: no crash, honest offsets, the same answer twice, no runaway patterns."""

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gongjian.engines.figures
import gongjian.engines.plandoc
from gongjian.engines.figures import explain, find_claims, schema_of_text
from gongjian.engines.plandoc import compile_text
from gongjian.engines.plandoc.model import Evidence

DOCUMENTS = Path(__file__).parent / "documents"
PIECES = [
    "一、",
    "二、",
    "（一）",
    "1.",
    "2、",
    "①",
    "第一条 ",
    "第一章",
    "●",
    "工作目标",
    "重点任务",
    "实施步骤",
    "考核内容",
    "结果运用",
    "组织领导",
    "各社区",
    "区住建局",
    "街道办事处",
    "负责",
    "牵头",
    "配合",
    "由",
    "请",
    "2024年",
    "3月底前",
    "每月5日前",
    "每季度末",
    "1月—2月",
    "达到",
    "不低于",
    "不超过",
    "以上",
    "以内",
    "提高",
    "下降",
    "90分",
    "85%",
    "八成",
    "三分之一",
    "1,150个",
    "8.4公里",
    "1260万元",
    "人均",
    "其中",
    "占",
    "合计",
    "为优秀",
    "评为",
    "扣1分",
    "加2分",
    "（30分）",
    "扣完为止",
    "一票否决",
    "成立",
    "领导小组",
    "组长：",
    "成员：",
    "，",
    "。",
    "；",
    "：",
    "、",
    "（",
    "）",
    "“",
    "”",
    "\n",
    "\t",
    " ",
    "  ",
    "序号",
    "任务",
    "责任单位",
    "完成时限",
    "附件",
    "篇二",
    "关于开展活动的通知",
    "实施方案",
    "第 1 页",
    "０",
    "Ｏ",
    "曰",
]
PLAN_LIKE = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
ANY_TEXT = st.one_of(PLAN_LIKE, st.text(max_size=120))
LONGEST = 100_000
LONG_TEXT = st.builds(
    lambda piece, length: (piece * (length // len(piece) + 1))[:length],
    st.one_of(
        PLAN_LIKE.filter(len),
        st.text(min_size=1, max_size=300),
        st.text("一二三1234.、（）%万元年月 \n", min_size=1),
    ),
    st.sampled_from([20_000, LONGEST]),
)
CALM = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def evidence(record: object) -> Iterator[Evidence]:
    """Yield every piece of evidence inside a record, however deep."""
    if isinstance(record, Evidence):
        yield record
    if isinstance(record, tuple):
        for part in record:
            yield from evidence(part)
    elif is_dataclass(record):
        for field in fields(record):
            yield from evidence(getattr(record, field.name))


@given(ANY_TEXT)
@CALM
def test_any_text_compiles_and_every_item_quotes_its_words(text):
    compiled = compile_text(text)

    for document in compiled.documents:
        assert 0 <= document.start <= document.end <= len(text)
    for item in evidence(compiled.documents):
        assert 0 <= item.start <= item.end <= len(text)
        assert item.quote == text[item.start : item.end]
        assert 0 <= item.confidence <= 1
        assert item.rule


@given(LONG_TEXT)
@settings(CALM, max_examples=4)
def test_a_long_text_of_anything_compiles_and_every_item_quotes_its_words(text):
    compiled = compile_text(text)

    assert all(0 <= doc.start <= doc.end <= len(text) for doc in compiled.documents)
    assert all(item.quote == text[item.start : item.end] for item in evidence(compiled.documents))


@pytest.mark.parametrize("row", ["9" * 5000, "九" * 5000, "1" + ",000" * 2000])
@pytest.mark.parametrize(
    "form",
    [
        "{}个",
        "1.{}%",
        "百分之{}",
        "{}分之一",
        "优秀比例不超过{}%",
        "得{}分为优秀",
        "满分{}分",
        "第{}条 内容",
        "不少于{}家",
        "共{}个，其中{}个，占{}%",
    ],
)
def test_a_row_of_digits_too_long_for_a_number_is_no_number_and_no_crash(form, row):
    text = form.replace("{}", row)

    assert json.dumps(schema_of_text(f"一、工作目标\n{text}。\n二、评分\n{text}"))


@given(ANY_TEXT)
@CALM
def test_any_claim_quotes_its_words_and_can_be_explained(text):
    for claim in find_claims(text):
        assert claim.quote == text[claim.start : claim.end]
        assert claim.holds == (abs(claim.computed - claim.stated) <= claim.tolerance)
        assert all(o.quote == text[o.start : o.end] for o in claim.operands)
        assert explain(claim).endswith("。")


@given(ANY_TEXT)
@CALM
def test_the_same_text_gives_the_same_result_and_it_is_json(text):
    first = json.dumps(schema_of_text(text), ensure_ascii=False, allow_nan=False)

    assert first == json.dumps(schema_of_text(text), ensure_ascii=False, allow_nan=False)


DIGEST = """
import hashlib, json, sys
from gongjian.engines.figures import schema_of_text
made = [schema_of_text(text) for text in json.load(sys.stdin)]
print(hashlib.sha256(json.dumps(made, ensure_ascii=False).encode()).hexdigest())
"""


@given(st.lists(PLAN_LIKE, min_size=40, max_size=40))
@settings(CALM, max_examples=2)
def test_the_same_texts_give_the_same_result_in_another_process(texts):
    documents = [path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))]
    made = json.dumps([schema_of_text(text) for text in texts + documents], ensure_ascii=False)

    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            input=json.dumps(texts + documents),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert digests == {hashlib.sha256(made.encode()).hexdigest()}


@given(PLAN_LIKE)
@CALM
def test_documents_do_not_overlap_and_hold_their_outline(text):
    documents = compile_text(text).documents

    assert all(a.end <= b.start for a, b in pairwise(documents))
    for document in documents:
        starts = [item.start for item in document.outline]
        assert starts == sorted(starts)
        assert all(document.start <= start < document.end for start in starts)
        assert not document.outline or document.outline[0].level == 1


def patterns() -> list[str]:
    """Return every literal regular expression of the two engines."""
    found = []
    for package in (gongjian.engines.plandoc, gongjian.engines.figures):
        for path in Path(package.__path__[0]).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and "[" in node.value:
                    found.append(node.value)
    return found


@pytest.mark.parametrize(
    "nested", [r"\((?:\?:)?(?:\[[^\]]*\]|\\?.)[+*]\)[+*]", r"\[[^\]]*\][+*]\[[^\]]*\][+*]\[[^\]]*\][+*]"]
)
def test_no_pattern_repeats_a_repetition(nested):
    """Patterns such as (a+)+ take exponential time; ours must not hold one."""
    assert [p for p in patterns() if re.search(nested, p)] == []
