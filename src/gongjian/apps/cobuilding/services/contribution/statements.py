"""Contribution statements: issued with frozen figures, their digest and a public code; revoked with a reason."""

import secrets
from collections.abc import Callable
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from gongjian.apps.cobuilding.choices import PledgeStatus, StatementStatus
from gongjian.apps.cobuilding.models import Pledge, Statement
from gongjian.apps.cobuilding.selectors.contribution import (
    digest_of,
    figures_of_year,
    get_statement,
    statement_page,
)
from gongjian.apps.cobuilding.selectors.places import signer_of
from gongjian.apps.cobuilding.selectors.units import speaks_for
from gongjian.apps.documents.services.files import CONTENT_TYPES, Format, RenderedFile, set_page
from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.selectors import names_of
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound

OFFICIAL_LANGUAGE = "zh-hans"
FORMS: tuple[Format, ...] = ("docx", "pdf")
CODE_BYTES = 18
SUPERSEDED = "另出了新的一份"


@transaction.atomic
def issue_statement(
    *, actor: Actor, place_code: str, organisation_id: int, year: int, address_of: Callable[[str], str]
) -> Statement:
    """Issue a unit's statement of a year at a place; either side may print it, since every figure was confirmed.

    One that is there is revoked by the new one. `address_of` makes the public address of a code. Raises Invalid for
    a year to come, Conflict where nothing was confirmed in it.
    """
    unit = _unit(actor, place_code, organisation_id)
    today = timezone.localdate()
    if year > today.year:
        raise Invalid("这一年还没有到。")
    with override(OFFICIAL_LANGUAGE):
        read = figures_of_year(actor, place_code=place_code, organisation_id=unit.pk, year=year)
    figures = [
        {
            "key": one.figure.indicator_key,
            "name": one.figure.name,
            "text": one.figure.text,
            "unit": one.figure.unit,
        }
        for one in read
        if one.figure.value is not None
    ]
    if not any(one["key"] == "cobuilding.deliveries" for one in figures):
        raise Conflict(f"{year} 年还没有确认过的交付，没有可证明的。")
    for row in Statement.objects.filter(
        place_code=place_code, organisation=unit, year=year, status=StatementStatus.ISSUED
    ).select_for_update(no_key=True):
        _revoke(actor, row, SUPERSEDED)
    statement = Statement(
        place_code=place_code,
        organisation=unit,
        year=year,
        number=uuid4().hex,
        code=secrets.token_urlsafe(CODE_BYTES),
        figures=figures,
        place_name=names_of([place_code]).get(place_code, place_code),
        unit_name=unit.name,
        grade=_grade(place_code, unit.pk, year),
        issued_by_id=actor.user_id,
        issued_on=today,
    )
    statement.save()
    statement.number = f"GX{year}-{statement.pk:06d}"
    statement.sha256 = digest_of(statement)
    _keep_files(actor, statement, address_of(statement.code))
    statement.save()
    audit.record(
        actor,
        "cobuilding.statement_issued",
        statement,
        after=audit.snapshot(statement, "number", "year", "unit_name", "sha256"),
    )
    return statement


def _unit(actor: Actor, place_code: str, organisation_id: int) -> Organisation:
    unit = Organisation.objects.filter(pk=organisation_id).first()
    manages = actor.can(Right.COBUILDING_MANAGE, place_code)
    if unit is None:
        raise NotFound()
    if not manages and not speaks_for(actor, organisation_id):
        raise NotAllowed("贡献证明由社区或单位自己出。")
    return unit


def _grade(place_code: str, organisation_id: int, year: int) -> str:
    rows = Pledge.objects.filter(
        place_code=place_code, organisation_id=organisation_id, year=year, status=PledgeStatus.REVIEWED
    )
    return rows.values_list("grade", flat=True).first() or ""


def _keep_files(actor: Actor, statement: Statement, address: str) -> None:
    page = statement_page(statement, address, signer_of(statement.place_code))
    for form in FORMS:
        stored = files.store_document(
            actor=actor,
            content=set_page(page, form),
            name=f"{statement.number}{statement.unit_name}.{form}",
            content_type=CONTENT_TYPES[form],
            right=Right.COBUILDING_VIEW,
            place_code=statement.place_code,
            unit_id=statement.organisation_id,
        )
        setattr(statement, form, stored)


@transaction.atomic
def revoke_statement(*, actor: Actor, statement_id: int, reason: str) -> Statement:
    """Revoke a statement, saying why; whoever scans its code is told so."""
    seen = get_statement(actor, statement_id)
    actor.require(Right.COBUILDING_MANAGE, seen.place_code)
    statement = Statement.objects.select_for_update(no_key=True).get(pk=seen.pk)
    if not reason.strip():
        raise Invalid("请写明为什么作废，扫码的人会看到。")
    if statement.status == StatementStatus.REVOKED:
        raise Conflict("这份证明已经作废。")
    return _revoke(actor, statement, reason.strip())


def _revoke(actor: Actor, statement: Statement, reason: str) -> Statement:
    statement.status, statement.revoke_reason = StatementStatus.REVOKED, reason
    statement.revoked_on = timezone.localdate()
    statement.save(update_fields=["status", "revoke_reason", "revoked_on"])
    audit.record(actor, "cobuilding.statement_revoked", statement, after={"reason": reason})
    return statement


def render_statement(*, actor: Actor, statement_id: int, form: Format) -> RenderedFile:
    """Return the kept file of a statement."""
    statement = get_statement(actor, statement_id)
    stored = statement.docx if form == "docx" else statement.pdf
    if stored is None:
        raise NotFound()
    name = f"{statement.number}{statement.unit_name}.{form}"
    return RenderedFile(name, CONTENT_TYPES[form], files.read_bytes(stored))
