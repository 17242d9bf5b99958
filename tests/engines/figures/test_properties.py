"""Laws of the checker that hold for any text."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks._reports import make_reports
from gongjian.engines.figures import check_text

PIECES = [
    "共有", "其中", "占", "完成率", "分别占", "合计", "人均", "较上年的", "由", "提高到", "增长", "减少", "其余", "排名第", "折合", "（", "）",
    "、", "，", "；", "。", "：", "\n", "\t", " | ", "单位", "合计\t", "得分\t", "排名\n", "东村\t", "西村\t", "南村\t", "三个方面：", "一是", "二是",
    "100名", "40名", "25%", "0%", "12.5%", "3.2万元", "0元", "0户", "12亩", "1公顷", "９０个", "十二人", "三成半", "百分之五",
    "约", "余", "50", "0", "9个百分点", "亿元", "全区", "社区",
]  # fmt: skip
REPORT_LIKE = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
CALM = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@given(st.one_of(REPORT_LIKE, st.text(max_size=120)))
@CALM
def test_every_finding_quotes_its_words_and_says_a_sentence(text):
    checked = check_text(text)

    for finding in checked.findings:
        assert finding.quote == text[finding.start : finding.end]
        assert finding.proposal != finding.quote
        assert all(o.quote == text[o.start : o.end] for o in finding.operands)
        assert finding.sentence.endswith("。")
    places = [(f.start, f.end) for f in checked.findings]
    assert places == sorted(set(places))
    assert checked == check_text(text)


def test_a_corrected_copy_is_clean():
    """Writing the proposals into a report leaves nothing to find."""
    for report in random.Random(1).sample(make_reports(seed=3, count=42, planted=True), 14):
        text = report.text
        for finding in reversed(check_text(text).findings):
            if finding.proposal:
                text = text[: finding.start] + finding.proposal + text[finding.end :]

        assert check_text(text).findings == ()
