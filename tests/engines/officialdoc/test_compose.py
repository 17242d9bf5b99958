from datetime import date

import pytest

from gongjian.engines.errors import EngineInputError
from gongjian.engines.officialdoc import (
    Attachment,
    Heading,
    OfficialDocument,
    Role,
    Table,
    Urgency,
    compose,
    list_figures,
)
from gongjian.engines.officialdoc.layout import layout_on, text_width_chars
from gongjian.engines.officialdoc.model import plain_text
from gongjian.engines.officialdoc.tables import column_aligns, column_widths
from tests.engines.officialdoc.samples import make_document


def one(pieces, role):
    (found,) = [piece for piece in pieces if piece.role is role]
    return found


def test_parts_come_in_the_order_of_the_standard():
    roles = [piece.role for piece in compose(make_document(copy_number="000001", urgency=Urgency.URGENT))]

    order = [
        Role.COPY_NUMBER,
        Role.URGENCY,
        Role.RED_HEAD,
        Role.DOC_NUMBER,
        Role.RED_RULE,
        Role.TITLE,
        Role.ADDRESSEE,
        Role.BODY,
        Role.ATTACHMENT_LIST,
        Role.SIGNATURE,
        Role.DATE,
        Role.NOTES,
        Role.ATTACHMENT_LABEL,
        Role.COPY_TO,
        Role.PRINTED,
    ]
    assert sorted(order, key=roles.index) == order


def test_empty_parts_leave_nothing_behind():
    roles = {piece.role for piece in compose(OfficialDocument(title="小结", blocks=()))}

    assert roles == {Role.TITLE, Role.BLANK}


def test_marks_that_the_page_adds_are_not_doubled():
    pieces = compose(make_document(addressee="各街道：", copy_to="区委办。", notes="（此件公开发布）"))

    assert plain_text(one(pieces, Role.ADDRESSEE).runs) == "各街道："
    assert plain_text(one(pieces, Role.COPY_TO).runs) == "区委办。"
    assert plain_text(one(pieces, Role.NOTES).runs) == "（此件公开发布）"


def test_one_annex_has_no_number_and_several_have():
    single = compose(make_document(attachments=(Attachment("评分明细表。"),)))
    several = [piece for piece in compose(make_document()) if piece.role is Role.ATTACHMENT_LIST]

    assert (one(single, Role.ATTACHMENT_LIST).label, one(single, Role.ATTACHMENT_LIST).runs) == (
        "附件：",
        ("评分明细表",),
    )
    assert [piece.label for piece in several] == ["附件：1.", "2."]
    assert several[0].left_chars == several[1].left_chars  # names stand under each other


def test_an_annex_without_text_gets_no_page():
    assert [piece.role for piece in compose(make_document())].count(Role.PAGE_BREAK) == 1


def test_without_a_seal_the_date_starts_two_characters_after_the_issuer():
    pieces = compose(make_document())
    issuer, day = one(pieces, Role.SIGNATURE), one(pieces, Role.DATE)

    issuer_start = issuer.right_chars + text_width_chars(plain_text(issuer.runs))
    day_start = day.right_chars + text_width_chars(plain_text(day.runs))
    assert (issuer.right_chars, issuer_start - day_start) == (2, 2)


def test_a_date_longer_than_the_issuer_keeps_two_characters_from_the_edge():
    pieces = compose(make_document(issuers=("区治办",), issued_on=date(2026, 11, 15)))
    issuer, day = one(pieces, Role.SIGNATURE), one(pieces, Role.DATE)

    assert day.right_chars == 2
    assert issuer.right_chars + 3 - (day.right_chars + text_width_chars("2026年11月15日")) == 2


def test_under_a_seal_the_issuer_is_centred_on_the_date():
    pieces = compose(make_document(is_sealed=True, issuers=("区治理办",)))
    issuer, day = one(pieces, Role.SIGNATURE), one(pieces, Role.DATE)

    assert day.right_chars == 4
    assert issuer.right_chars + 4 / 2 == day.right_chars + text_width_chars("2026年9月5日") / 2


def test_text_and_signature_are_kept_together():
    pieces = compose(make_document(attachments=(), notes=""))
    signature = [piece.role for piece in pieces].index(Role.SIGNATURE)

    assert all(piece.keep_next for piece in pieces[signature - 2 : signature + 1])


def test_headings_are_numbered_by_place_and_may_opt_out():
    blocks = (Heading(1, "甲"), Heading(2, "乙"), Heading(1, "丙"), Heading(1, "丁", is_numbered=False))

    leads = [piece.lead for piece in compose(make_document(blocks=blocks)) if piece.lead]

    assert leads == ["一、甲", "（一）乙", "二、丙", "丁"]


def test_figures_are_listed_in_reading_order_also_from_tables():
    assert [figure.ref for figure in list_figures(make_document())] == [
        f"figure:{order}" for order in (1, 2, 3, 4)
    ]


def test_a_row_of_another_length_than_the_head_is_named():
    table = Table(("街道", "达标"), (("望江",),), caption="达标情况")

    with pytest.raises(EngineInputError, match=r"达标情况.*第 1 行有 1 格"):
        column_widths(table)


def test_narrow_columns_get_what_they_need_and_long_ones_share_the_rest():
    table = Table(("序号", "街道", "问题"), (("1", "望江街道", "占道摆摊和乱停车" * 8),))

    widths = column_widths(table)

    assert sum(widths) == pytest.approx(1)
    assert widths[1] * 36 >= text_width_chars("望江街道") + 1
    assert widths[2] > 0.5


def test_amounts_stand_right_long_text_left_and_the_rest_in_the_middle():
    table = Table(("项", "元", "说明"), (("1", "1,200.00", "用于公共停车棚建设补助"), ("2", "80.50", "")))

    assert column_aligns(table) == ["center", "right", "left"]


def test_the_layout_of_its_day_is_used_and_older_days_are_refused():
    assert layout_on(date(2012, 7, 1)).lines_per_page == 22
    with pytest.raises(EngineInputError, match="2012年"):
        layout_on(date(2012, 6, 30))


def test_28_characters_and_22_lines_fill_the_text_area_exactly():
    layout = layout_on(None)

    assert layout.char_pitch_pt * 28 == pytest.approx(156 * 72 / 25.4)
    assert layout.line_pitch_pt * 22 == pytest.approx(225 * 72 / 25.4)
    assert (layout.right_mm, layout.bottom_mm) == (26, 35)
