"""Draws of a round: lists, what of them may be seen by whom, certificates."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongjian.apps.inspections.models import Draw, Round, RoundTeam, Visit
from gongjian.apps.inspections.selectors.framed import list_framed
from gongjian.apps.inspections.selectors.progress import communities, next_level
from gongjian.apps.inspections.selectors.rosters import candidates
from gongjian.apps.inspections.selectors.rounds import knows_ahead
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound
from gongjian.core.listing import count_of
from gongjian.engines import draw as engine
from gongjian.engines.masking import mask_name


def draws_of(actor: Actor, row: Round) -> OwnedQuerySet:
    """List the draws of a round; before the hash is out only the organiser knows of one."""
    rows = Draw.objects.visible_to(actor).filter(round=row)
    return rows if knows_ahead(actor, row) else rows.filter(published_at__isnull=False)


def get_arranged(actor: Actor, round_id: int) -> Round:
    """Return a round with its frame, and `visit_count`, `team_count`, `draw_count`: how it is arranged; one query."""
    standing = Visit.objects.filter(round=OuterRef("pk"), withdrawn_on__isnull=True).order_by()
    visits = standing.values("round").annotate(count_=Count("pk")).values("count_")
    row: Round | None = (
        list_framed(actor)
        .annotate(
            visit_count=Coalesce(Subquery(visits), 0),
            team_count=count_of(RoundTeam, "round"),
            draw_count=count_of(Draw, "round"),
        )
        .filter(pk=round_id)
        .order_by("pk")
        .first()
    )
    if row is None:
        raise NotFound()
    return row


def get_draw(actor: Actor, draw_id: int) -> Draw:
    """Return a draw; NotFound outside one's scope and, for all but the organiser, before its hash is out."""
    rows = Draw.objects.visible_to(actor).select_related("round", "published_by", "typed_by")
    row: Draw | None = rows.filter(pk=draw_id).one()
    if row is None or not (row.is_published or knows_ahead(actor, row.round)):
        raise NotFound()
    return row


def sees_inside(actor: Actor, row: Draw) -> bool:
    """Say whether one may see lists and result: the organiser, all of an announced round, the others when it is over."""
    if knows_ahead(actor, row.round):
        return True
    return row.is_published and (row.round.is_announced or row.round.is_closed)


def get_certificate(actor: Actor, draw_id: int) -> tuple[Draw, str]:
    """Return a finished draw with its certificate, for who may see it."""
    row = get_draw(actor, draw_id)
    if not row.is_drawn or not sees_inside(actor, row):
        raise NotFound("还没有证书：还没有抽，或要等检查结束才公开。")
    return row, certificate_of(row)


def lists_for(
    actor: Actor, row: Round, *, with_inspectors: bool
) -> tuple[tuple[engine.Entry, ...], tuple[engine.Entry, ...]]:
    """List the communities of a round, grouped by the places of the next level, and who may inspect there."""
    level = int(next_level(row.place_code))
    places = tuple(
        engine.place_entry(place.code, place.code[:level], place.name)
        for place in communities(actor, row, row.place_code).order_by("code")
    )
    people = candidates(row, row.starts_on) if with_inspectors else []
    inspectors = tuple(
        engine.inspector_entry(
            str(person.user.pk), person.origin.replace(" ", ""), mask_name(person.user.full_name), person.home
        )
        for person in people
    )
    return places, inspectors


def announced(row: Draw) -> engine.Announcement:
    """Rebuild what was announced from the stored lines."""
    terms = engine.Terms(
        row.title, row.source, row.salt, tuple(sorted(row.take.items())), row.per_place, row.at_most
    )
    return engine.Announcement.of(terms, _entries(row.places), _entries(row.inspectors))


def _entries(lines: Sequence[str]) -> list[engine.Entry]:
    parts = [line.split("\t") for line in lines]
    return [engine.Entry(key, stratum, label, tuple(bars.split())) for key, stratum, label, bars in parts]


def certificate_of(row: Draw) -> str:
    """Write the certificate of a finished draw; names of persons are masked as everywhere."""
    assert row.result is not None and row.published_at is not None and row.typed_at is not None
    result = engine.Result(
        row.result["seed"],
        tuple(row.result["drawn"]),
        tuple((place, inspector) for place, inspector in row.result["visits"]),
    )
    drawing = engine.Drawing(announced(row), row.number, result, tuple(row.result["short"]))
    return engine.certificate_text(
        drawing,
        published_at=timezone.localtime(row.published_at).isoformat(),
        typed_at=timezone.localtime(row.typed_at).isoformat(),
        typed_by=mask_name(row.typed_by.full_name) if row.typed_by else "",
        witnesses="、".join(
            mask_name(name) for name in (row.witnesses or "").replace("，", "、").split("、") if name
        ),
    )


@dataclass(frozen=True)
class DrawnPlace:
    """One drawn place, the part it was drawn from, and who is sent there."""

    code: str
    name: str
    within: str
    inspectors: tuple[str, ...]


def drawn_places(row: Draw) -> list[DrawnPlace]:
    """List a result for the page, in the order drawn."""
    if row.result is None:
        return []
    lines = [line.split("\t") for line in (*row.places, *row.inspectors)]
    labels = {key: label for key, _stratum, label, *_ in lines}
    strata = {key: stratum for key, stratum, *_ in lines}
    parts = names_of({strata.get(code, "") for code in row.result["drawn"]})
    sent: dict[str, list[str]] = {}
    for place, inspector in row.result["visits"]:
        sent.setdefault(place, []).append(labels.get(inspector, inspector))
    return [
        DrawnPlace(
            code, labels.get(code, code), parts.get(strata.get(code, ""), ""), tuple(sent.get(code, ()))
        )
        for code in row.result["drawn"]
    ]
