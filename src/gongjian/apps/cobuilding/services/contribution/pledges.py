"""Pledge, perform, review (承诺、践诺、评诺): the unit says so at the year's start, both look back at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.cobuilding.choices import PledgeStatus, Reviewer, Side, catalogue
from gongjian.apps.cobuilding.models import Pledge, PledgeLine, PledgeReview
from gongjian.apps.cobuilding.models.performance import BEST_RATING
from gongjian.apps.cobuilding.selectors.contribution import get_pledge, grade_of
from gongjian.apps.cobuilding.selectors.units import speaks_for
from gongjian.apps.cobuilding.services.agreements.telling import tell_side
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.figures import round_half_up
from gongjian.engines.errors import EngineInputError


@dataclass(frozen=True, kw_only=True)
class PledgeSpec:
    """What a unit pledges a community for a year: words, and lines of (category, quantity, words)."""

    place_code: str
    organisation_id: int
    year: int
    text: str
    lines: Sequence[tuple[str, int, str]]


@transaction.atomic
def make_pledge(*, actor: Actor, spec: PledgeSpec) -> Pledge:
    """Pledge for a year; one pledge a unit, community and year."""
    if not speaks_for(actor, spec.organisation_id):
        raise NotAllowed("承诺由单位自己作。")
    if not spec.text.strip():
        raise Invalid("请写承诺做什么。")
    if not spec.lines:
        raise Invalid("承诺至少要有一条写明类别和数量，年底才对得上。")
    _check_lines(spec.lines)
    key = {"place_code": spec.place_code, "organisation_id": spec.organisation_id, "year": spec.year}
    if Pledge.objects.filter(**key).exists():
        raise Conflict(f"{spec.year} 年已经对这个社区作过承诺。")
    pledge = Pledge.objects.create(
        **key,
        text=spec.text.strip(),
        made_by_id=actor.user_id,
        made_at=timezone.now(),
    )
    PledgeLine.objects.bulk_create(
        [
            PledgeLine(pledge=pledge, category=category, quantity=quantity, words=words.strip())
            for category, quantity, words in spec.lines
        ]
    )
    audit.record(
        actor,
        "cobuilding.pledge_made",
        pledge,
        after={**audit.snapshot(pledge, "year", "text"), "lines": len(spec.lines)},
    )
    tell_side(pledge, Side.COMMUNITY, f"{pledge.organisation}作了{spec.year}年承诺。", url_of(pledge.pk))
    return pledge


def _check_lines(lines: Sequence[tuple[str, int, str]]) -> None:
    known = catalogue().categories
    for category, quantity, _words in lines:
        if category not in known:
            raise Invalid("没有这个类别。请从类别表里选。")
        if quantity < 1:
            raise Invalid("每条承诺的数量至少是 1。")
    if len({category for category, _quantity, _words in lines}) < len(lines):
        raise Invalid("同一类别写了两条。请合成一条。")


@transaction.atomic
def review_pledge(
    *, actor: Actor, pledge_id: int, by: Reviewer, name: str, rating: int, words: str = ""
) -> PledgeReview:
    """Write down what the community, or one of the residents' representatives, says of a pledge."""
    pledge = _managed(actor, pledge_id)
    if not name.strip():
        raise Invalid("请写评的人的姓名。")
    if not 1 <= rating <= BEST_RATING:
        raise Invalid(f"评分是 1 到 {BEST_RATING}。")
    if pledge.reviews.filter(by=by, name=name.strip()).exists():
        raise Conflict(f"{name.strip()}已经评过了。")
    review = PledgeReview.objects.create(
        pledge=pledge,
        by=by,
        name=name.strip(),
        rating=rating,
        words=words.strip(),
        made_by_id=actor.user_id,
        made_on=timezone.localdate(),
    )
    audit.record(
        actor, "cobuilding.pledge_reviewed", pledge, after=audit.snapshot(review, "by", "name", "rating")
    )
    return review


@transaction.atomic
def grade_pledge(*, actor: Actor, pledge_id: int) -> Pledge:
    """Give the grade by the rules of today from what was delivered and what the reviews say; then it stands."""
    pledge = _managed(actor, pledge_id)
    if not pledge.reviews.exists():
        raise Conflict("还没有人评。请先记下社区和居民代表的评议。")
    today = timezone.localdate()
    try:
        share, score, pledge.grade = grade_of(pledge, today)
    except EngineInputError as error:
        raise Conflict(str(error)) from error
    pledge.share_percent, pledge.score = round_half_up(share * 100, 1), round_half_up(score, 1)
    pledge.status, pledge.graded_on = PledgeStatus.REVIEWED, today
    pledge.save(update_fields=["share_percent", "score", "grade", "status", "graded_on"])
    audit.record(
        actor, "cobuilding.pledge_graded", pledge, after=audit.snapshot(pledge, "score", "grade", "graded_on")
    )
    tell_side(pledge, Side.UNIT, f"{pledge.year}年评诺：{pledge.grade}。", url_of(pledge.pk))
    return pledge


def _managed(actor: Actor, pledge_id: int) -> Pledge:
    """Lock a pledge that is not graded yet, for those who keep the lists of its place."""
    seen = get_pledge(actor, pledge_id)
    actor.require(Right.COBUILDING_MANAGE, seen.place_code)
    rows = Pledge.objects.select_related("organisation").select_for_update(no_key=True, of=("self",))
    pledge: Pledge = rows.get(pk=seen.pk)
    if pledge.status != PledgeStatus.MADE:
        raise Conflict(f"{pledge.year} 年的承诺已经评定为“{pledge.grade}”，不能再改。")
    return pledge


def url_of(pledge_id: int) -> str:
    """Return the address of a pledge."""
    return reverse("cobuilding:pledge", args=[pledge_id])
