"""The trail: chained, verified, sealed."""

import pytest
from django.db import connection

from gongjian.core import audit
from gongjian.core.access import SYSTEM
from gongjian.core.models import AuditEntry
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def write(count: int) -> None:
    for number in range(count):
        audit.record(SYSTEM, "test.happened", after={"number": number})
    audit.link()


def change(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_untouched_trail_has_no_fault():
    write(5)

    assert list(audit.verify()) == []
    assert audit.head().sequence == 5


def test_a_changed_row_is_named():
    write(5)

    change("UPDATE core_auditentry SET actor_name = '别人' WHERE sequence = 3")

    assert [fault.sequence for fault in audit.verify()] == [3]


def test_a_row_changed_before_it_is_linked_is_named_too():
    audit.record(SYSTEM, "test.happened")

    change("UPDATE core_auditentry SET action = 'test.other'")
    audit.link()

    assert [fault.sequence for fault in audit.verify()] == [1]


def test_a_removed_row_leaves_a_gap():
    write(5)

    change("DELETE FROM core_auditentry WHERE sequence = 2")

    assert any("缺失" in fault.sentence for fault in audit.verify())


def test_a_cut_tail_shows_against_a_kept_head():
    write(5)
    kept = audit.head()

    change("DELETE FROM core_auditentry WHERE sequence > 3")

    assert list(audit.verify()) == []
    assert any("截去" in fault.sentence for fault in audit.verify(kept))


def test_rows_can_be_neither_saved_again_nor_deleted():
    write(1)
    entry = AuditEntry.objects.get()

    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(TypeError):
        AuditEntry.objects.update(action="x")


def test_a_destroyed_key_takes_the_value_and_leaves_the_chain():
    user = make_user()
    entry = audit.record(
        SYSTEM, "parties.user_changed", user, after={"phone": "13900000000"}, personal={"phone"}
    )
    assert entry.after is not None
    assert audit.unseal(entry.after["phone"]) == "13900000000"

    audit.destroy_key(SYSTEM, user)
    audit.link()

    assert audit.unseal(entry.after["phone"]) is None
    assert list(audit.verify()) == []
