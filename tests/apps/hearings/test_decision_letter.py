"""A refusal goes out in writing with its reason; before a decision there is no letter."""

import pytest

from gongjian.apps.hearings import services
from gongjian.core.errors import Conflict
from gongjian.readers import read_text
from tests.hearing_factories import make_application, make_attended, make_drawn, make_pool, vote

pytestmark = pytest.mark.django_db


def test_a_refusal_letter_states_the_reason_and_what_one_may_do(worker, county):
    make_pool()
    application = make_application(worker)
    hearing = make_drawn(worker, application)
    make_attended(worker, hearing)
    vote(worker, hearing, yes=2, no=13)
    with pytest.raises(Conflict, match="还没有作出决定"):
        services.render_decision(actor=worker, application_id=application.pk, form="docx")
    services.refuse(actor=county, application_id=application.pk, reason="名下有货车一辆，未如实申报")

    letter = services.render_decision(actor=worker, application_id=application.pk, form="docx")

    words = read_text(letter.content, "a.docx").text
    for part in ("不予批准告知书", "江大山", "名下有货车一辆，未如实申报", "行政复议", "船山区民政部门"):
        assert part in words
