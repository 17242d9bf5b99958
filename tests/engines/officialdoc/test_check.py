from datetime import date

import pytest

from gongjian.engines.officialdoc import Heading, OfficialDocument, Paragraph, find_problems
from tests.engines.officialdoc.samples import make_document


def test_a_document_in_order_has_no_problems():
    assert find_problems(make_document()) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"doc_number": ""}, "缺发文字号"),
        ({"doc_number": "临治办发[2026]18号"}, "六角括号"),
        ({"doc_number": "临治办发〔2026〕第18号"}, "不加“第”"),
        ({"doc_number": "临治办发〔2026〕018号"}, "不加 0"),
        ({"title": ""}, "缺标题"),
        ({"title": "关于评分情况的通报。"}, "不用标点"),
        ({"title": "关于评分情况"}, "没有文种"),
        ({"signers": ("甲",)}, "删去签发人"),
        ({"issued_on": None, "printed_on": None}, "缺成文日期"),
        ({"issuers": ()}, "缺发文机关署名"),
        ({"printed_on": date(2026, 9, 4)}, "早于成文日期"),
        ({"blocks": (Heading(1, "甲"), Heading(3, "乙"))}, "越过了一级"),
    ],
)
def test_each_breach_of_form_has_its_sentence(changes, words):
    problems = find_problems(make_document(**changes))

    assert any(words in problem for problem in problems), problems


def test_printing_on_the_day_of_issue_is_in_order():
    assert find_problems(make_document(printed_on=date(2026, 9, 5))) == ()


def test_two_levels_may_be_the_first_and_the_fourth():
    assert find_problems(make_document(blocks=(Heading(1, "甲"), Heading(4, "乙"), Heading(1, "丙")))) == ()


def test_a_report_needs_a_signer_and_may_not_ask():
    report = make_document(kind="报告", title="关于评分的报告", blocks=(Paragraph(("以上报告，请批准。",)),))

    assert ["签发人" in find_problems(report)[0], "请示事项" in find_problems(report)[1]] == [True, True]


def test_a_request_goes_to_one_body():
    request = make_document(
        kind="请示", title="关于补助的请示", signers=("甲",), addressee="区政府，区财政局"
    )

    assert any("只主送一个机关" in problem for problem in find_problems(request))


def test_papers_without_red_head_are_not_held_to_its_rules():
    assert find_problems(OfficialDocument(title="上半年工作总结", kind="总结", blocks=())) == ()
