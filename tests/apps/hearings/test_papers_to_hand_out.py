"""The notice for the panel and the posting for the board, as files: what each must say, and what it must not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.hearings import services
from gongjian.apps.hearings.models import Posting
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, NotFound
from gongjian.core.models import AuditEntry
from gongjian.readers import read_text
from tests.factories import make_actor, make_user
from tests.hearing_factories import COMMUNITY, make_application, make_attended, make_drawn, make_pool, vote

pytestmark = pytest.mark.django_db
SECRETS = ("江小0", "13900001234", "南津路", "患病", "入户看过")


def words_of(paper):
    return read_text(paper.content, paper.name).text


def test_a_notice_names_the_household_so_that_kin_can_step_aside_and_nothing_else_of_it(worker):
    make_pool()
    hearing = make_drawn(worker, make_application(worker))
    with pytest.raises(Conflict, match="还没有定时间"):
        services.render_notice(actor=worker, hearing_id=hearing.pk, form="docx")
    make_attended(worker, hearing)

    words = words_of(services.render_notice(actor=worker, hearing_id=hearing.pk, form="docx"))

    for part in ("关于召开民主评议会的通知", "江大山", "社区会议室", "亲属", "无记名投票"):
        assert part in words
    assert not any(secret in words for secret in SECRETS)
    assert AuditEntry.objects.filter(action="read.sensitive", after__reason="出评议通知").count() == 1


@pytest.fixture
def posting(worker):
    make_pool()
    application = make_application(worker)
    vote(worker, make_attended(worker, make_drawn(worker, application)), yes=13, no=2)
    return services.post_result(
        actor=worker, application_id=application.pk, place_words="公示栏", phone="0825-1234567"
    )


def test_a_posting_as_a_file_shows_what_the_law_lets_be_shown_until_it_is_taken_down(worker, posting):
    words = words_of(services.render_posting(actor=worker, posting_id=posting.pk, form="docx"))

    for part in ("最低生活保障评议结果公示", "江大山", "2 人", "同意 13 票", "0825-1234567", "24 时止"):
        assert part in words
    assert not any(secret in words for secret in SECRETS)
    Posting.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Conflict, match="已经撤下"):
        services.render_posting(actor=worker, posting_id=posting.pk, form="docx")


def test_the_pages_hand_both_out_to_those_who_run_hearings_only(worker, posting, sign_in):
    hearing = posting.application.hearings.get()
    desk = sign_in(make_user(Role.WORKER, COMMUNITY))

    for name, key in (("take_posting", posting.pk), ("take_notice", hearing.pk)):
        answer = desk.post(reverse(f"hearings:{name}", args=[key]), {"form": "pdf"})
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert answer["Cache-Control"] == "no-store"
    assert b"Word" in desk.get(reverse("hearings:posting", args=[posting.pk])).content
    with pytest.raises(NotFound):
        services.render_posting(
            actor=make_actor(Role.WORKER, COMMUNITY[:9] + "999"), posting_id=posting.pk, form="pdf"
        )
