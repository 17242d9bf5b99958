"""What everybody may read: only what the desk published, masked; never a dispute; photos marked as public alone."""

import pytest
from django.test import Client
from django.utils import timezone

from gongjian.apps.matters.choices import ClassKind, MatterKind, MatterState, PhotoStage
from gongjian.apps.matters.models import Matter, MatterPhoto
from gongjian.apps.matters.selectors.public import masked
from gongjian.core.access import SYSTEM, Right
from gongjian.core.files import store_photo
from tests.factories import COMMUNITIES, COUNTY, STREET
from tests.inspection_factories import photo_bytes
from tests.matter_factories import class_of, make_matter
from tests.portal_factories import DOOR, HERE

pytestmark = pytest.mark.usefixtures("door")
SECRET = "张大爷家（3单元501室）楼道堆物，打13912345678找我"
PUBLIC_PAGES = (
    "",
    "results/",
    "results/?kind=report",
    "figures/",
    "ideas/",
    "report/near/?address=滨江路18号3栋&words=楼道堆物",
)


def publish(**fields: object) -> Matter:
    matter = make_matter(words=SECRET, address="滨江路18号3栋2单元501室", latitude=None, longitude=None)
    given = {
        "is_published": True,
        "matter_class": class_of(),
        "answer": "已清走，联系王师傅 13900001111",
        **fields,
    }
    for name, value in given.items():
        setattr(matter, name, value)
    matter.answered_at = timezone.now()
    matter.save()
    return matter


@pytest.mark.parametrize("place", [HERE, f"/p/{STREET}", f"/p/{DOOR}"])
def test_what_is_published_is_read_at_its_place_and_above(client: Client, place: str) -> None:
    matter = publish()

    assert matter.number in client.get(f"{place}/results/").content.decode()
    assert "楼道堆物" in client.get(f"{place}/results/{matter.number}/").content.decode()
    assert "楼道堆物" in client.get(f"{place}/").content.decode()


def test_it_is_masked_wherever_it_stands(client: Client) -> None:
    matter = publish()

    for page in (*PUBLIC_PAGES, f"results/{matter.number}/"):
        text = client.get(f"{HERE}/{page}").content.decode()
        for secret in (
            "13912345678",
            "13900001111",
            "501室",
            "2单元",
            "张大爷",
            "王师傅",
            "赵某",
            "13900000000",
        ):
            assert secret not in text, f"{page} shows {secret}"


@pytest.mark.parametrize(
    "fields",
    [
        {"is_published": False},
        {"kind": MatterKind.DISPUTE},
        {"state": MatterState.VOID},
        {"state": MatterState.MERGED},
        {"place_code": COMMUNITIES[1]},
    ],
    ids=str,
)
def test_what_is_not_for_everybody_is_nowhere(client: Client, fields: dict[str, object]) -> None:
    matter = publish(**fields)

    for page in PUBLIC_PAGES:
        text = client.get(f"{HERE}/{page}").content.decode()
        assert "楼道堆物，打" not in text
    assert client.get(f"{HERE}/results/{matter.number}/").status_code == 404


def test_a_matter_of_one_s_own_shows_no_address(client: Client) -> None:
    matter = publish(matter_class=class_of("9902", ClassKind.REQUEST))

    assert "滨江路" not in client.get(f"{HERE}/results/{matter.number}/").content.decode()


def test_only_photos_marked_as_public_are_shown(client: Client) -> None:
    matter = publish()
    file = store_photo(
        actor=SYSTEM, content=photo_bytes(), name="a.jpg", right=Right.MATTERS_VIEW, place_code=COUNTY
    )
    hidden, shown = (
        MatterPhoto.objects.create(
            matter=matter, file=file, stage=PhotoStage.AFTER, is_public=is_public, at=timezone.now()
        )
        for is_public in (False, True)
    )
    page = f"{HERE}/results/{matter.number}/"

    assert client.get(f"{page}photos/{shown.pk}/").status_code == 200
    assert client.get(f"{page}photos/{hidden.pk}/").status_code == 404
    assert f"photos/{hidden.pk}/" not in client.get(page).content.decode()
    Matter.objects.update(is_published=False)
    assert client.get(f"{page}photos/{shown.pk}/").status_code == 404


def test_a_long_list_is_cut_into_pages(client: Client, django_assert_max_num_queries) -> None:
    for _ in range(23):
        publish()

    with django_assert_max_num_queries(12):
        page = client.get(f"{HERE}/results/").content.decode()

    assert "1–20" in page
    assert "page=2" in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请联系张先生", "请联系张**"),
        ("3单元501室漏水", "***漏水"),
        ("我叫李小明，住在这里", "我叫李**，住在这里"),
        ("路灯坏了 3 天", "路灯坏了 3 天"),
    ],
)
def test_free_words_are_masked_by_how_they_speak(text: str, shown: str) -> None:
    assert masked(text) == shown
