"""Suggestions are learned once and looked after, not learned at every look; classes have an English name."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import translation

from gongjian.apps.matters import services
from gongjian.apps.matters.models import MatterClass
from gongjian.apps.matters.selectors import suggestions
from gongjian.apps.matters.selectors.suggestions import FRESH_S, KEPT_S, suggest_classes
from gongjian.apps.matters.services.load import load_first_classes
from gongjian.core.access import Role
from gongjian.core.clock import at
from tests.factories import STREET, make_user
from tests.matter_factories import class_of, make_filed, make_matter


@pytest.fixture(autouse=True)
def _forgotten():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def trained(monkeypatch):
    calls = []
    real = suggestions.train
    monkeypatch.setattr(suggestions, "train", lambda *args: calls.append(1) or real(*args))
    return calls


def likely(matter):
    return [row.code for row, _why in suggest_classes(matter)]


def test_what_was_learned_is_kept_while_it_is_fresh(desk, trained, django_assert_num_queries):
    make_filed(desk, "0301", words="楼下工地半夜打桩。")
    matter = make_matter(words="工地打桩太吵。")
    first = likely(matter)

    with django_assert_num_queries(1):
        again = likely(matter)

    assert first == again and first[0] == "0301"
    assert len(trained) == 1


def test_matters_filed_since_are_learned_without_learning_all_anew(desk, trained, now):
    matter = make_matter(words="灯箱晃眼睛睡不着。")
    assert likely(matter) == []

    with at(now + timedelta(seconds=FRESH_S - 1)):
        make_filed(desk, "0204", words="灯箱晃眼睛，半夜也亮。")
        before = likely(matter)
    with at(now + timedelta(seconds=FRESH_S)):
        after = likely(matter)

    assert (before, after) == ([], ["0204"])
    assert len(trained) == 1


def test_after_some_hours_all_is_learned_anew_with_classes_that_were_changed(desk, trained, now):
    wrong = make_filed(desk, "0102", words="灯箱晃眼睛，半夜也亮。")
    matter = make_matter(words="灯箱晃眼睛睡不着。")
    assert likely(matter)[0] == "0102"
    services.classify(actor=desk, matter_id=wrong.pk, class_id=class_of("0204").pk)

    with at(now + timedelta(seconds=KEPT_S)):
        assert likely(matter)[0] == "0204"

    assert len(trained) == 2


def test_every_class_that_comes_with_the_product_has_an_english_name_for_those_who_read_it():
    row = class_of()

    with translation.override("en"):
        english = (row.shown_name, row.plain_name)

    assert english == ("Piled-up belongings", "Piled-up belongings")
    assert (row.shown_name, row.plain_name, str(row)) == ("乱堆物堆料", "楼道、路边堆东西", "乱堆物堆料")
    assert not MatterClass.objects.filter(place_code="", name_en="").exists()


def test_a_list_from_before_gets_its_english_names_and_keeps_what_was_changed():
    MatterClass.objects.filter(code="0507").update(name_en="")
    MatterClass.objects.filter(code="0505").update(name_en="Parking on the pavement")

    load_first_classes()

    assert class_of("0507").name_en == "Piled-up belongings"
    assert class_of("0505").name_en == "Parking on the pavement"


def test_the_list_shows_classes_in_english_to_an_english_reader(desk, sign_in):
    make_filed(desk)
    client = sign_in(make_user(Role.OFFICE, STREET))

    with translation.override("zh-hans"):  # what the request sets ends with it
        page = client.get("/matters/", headers={"Accept-Language": "en"}).content.decode()

    assert "Piled-up belongings" in page
