"""Backup and restore: whole, checked, refused where it would harm."""

import io
import tarfile

import pytest
from django.apps import apps
from django.db import transaction
from PIL import Image

from gongjian.apps.parties.models import Organisation, User
from gongjian.core import audit, files
from gongjian.core.access import SYSTEM, Right
from gongjian.core.backup import restore_backup, write_backup
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.models import AuditEntry, StoredFile
from tests.factories import COUNTY, make_organisation, make_places, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def a_photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return out.getvalue()


def empty_the_product() -> None:
    from gongjian.core.backup import _clear, _models

    with transaction.atomic():
        for model in reversed(_models()):
            _clear(model)


@pytest.fixture
def product(tmp_path):
    from gongjian.core.rules import load_first_versions

    load_first_versions()
    make_places()
    make_user(phone="13900001111")
    make_organisation(COUNTY, "区城管局", contact_phone="08251234567")
    stored = files.store_photo(
        actor=SYSTEM, content=a_photo(), name="a.jpg", right=Right.WORKBENCH_VIEW, place_code=COUNTY
    )
    audit.record(SYSTEM, "test.happened")
    audit.link()
    target = tmp_path / "backup.tar.gz"
    write_backup(target)
    return target, stored


def counts() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)
    }


def test_all_rows_secrets_and_files_come_back(product):
    target, stored = product
    before = counts()
    head = audit.head()
    empty_the_product()
    files.path_of(stored.sha256).unlink()

    restore_backup(target)

    assert counts() == before
    assert User.objects.get().phone == "13900001111"
    assert Organisation.objects.get().contact_phone == "08251234567"
    assert files.read_bytes(StoredFile.objects.get()) == files.read_bytes(stored)
    assert audit.head() == head and list(audit.verify()) == []


def test_personal_values_are_not_readable_in_the_backup(product):
    target, _ = product

    with tarfile.open(target) as archive:
        text = archive.extractfile("tables/parties.user.jsonl").read().decode()

    assert "13900001111" not in text


def test_new_rows_get_new_numbers_after_a_restore(product):
    target, _ = product
    empty_the_product()
    restore_backup(target)

    assert make_user().pk not in (None, 0)
    assert User.objects.count() == 2


def test_an_installation_with_data_is_not_overwritten(product):
    target, _ = product

    with pytest.raises(Conflict):
        restore_backup(target)


def test_a_damaged_backup_is_refused_and_nothing_is_written(product, tmp_path):
    target, _ = product
    empty_the_product()
    damaged = tmp_path / "damaged.tar.gz"
    with tarfile.open(target) as old, tarfile.open(damaged, "w:gz") as new:
        for member in old:
            content = old.extractfile(member).read()
            if member.name == "tables/places.place.jsonl":
                content = content.replace("船山区".encode(), "川山区".encode())
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))

    with pytest.raises(Invalid, match=r"places\.place"):
        restore_backup(damaged)

    assert not AuditEntry.objects.exists() and not User.objects.exists()


def test_a_cut_backup_is_refused(product, tmp_path):
    target, _ = product
    empty_the_product()
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(target.read_bytes()[:2000])

    with pytest.raises(Invalid):
        restore_backup(cut)
