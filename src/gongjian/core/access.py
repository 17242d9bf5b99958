"""Who may do what, where: roles, rights, the one table between them, and the one row filter.

A grant is (user, role, place prefix or unit). `Right`s guard views and services; rows come only
through `visible_to` (or `reachable_by` for another right). Another scope's row looks absent.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from gongjian.core.errors import NotAllowed

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., HttpResponse])


class Right(StrEnum):
    """One thing a person may do; `<app>.<act>`."""

    WORKBENCH_VIEW = "workbench.view"
    PLACES_VIEW = "places.view"
    PLACES_MANAGE = "places.manage"
    PARTIES_VIEW = "parties.view"
    PARTIES_MANAGE = "parties.manage"
    USERS_MANAGE = "users.manage"
    GRANTS_MANAGE = "grants.manage"
    HANDOVER_MANAGE = "handover.manage"
    INDICATORS_VIEW = "indicators.view"
    INDICATORS_MANAGE = "indicators.manage"
    DOCUMENTS_VIEW = "documents.view"
    DOCUMENTS_CHECK = "documents.check"
    DOCUMENTS_DRAFT = "documents.draft"
    DOCUMENTS_SIGN = "documents.sign"
    DOCUMENTS_ISSUE = "documents.issue"
    INSPECTIONS_VIEW = "inspections.view"
    INSPECTIONS_MANAGE = "inspections.manage"
    INSPECTIONS_SCORE = "inspections.score"
    RATINGS_VIEW = "ratings.view"
    RATINGS_DECIDE = "ratings.decide"
    PROGRAMMES_VIEW = "programmes.view"
    PROGRAMMES_MANAGE = "programmes.manage"
    ASSIGNMENTS_HAND_DOWN = "assignments.hand_down"
    ASSIGNMENTS_ANSWER = "assignments.answer"
    REPORTS_WRITE = "reports.write"
    REPORTS_CONFIRM = "reports.confirm"
    PLANS_VIEW = "plans.view"
    PLANS_EDIT = "plans.edit"
    PLANS_ACTIVATE = "plans.activate"
    RULES_MANAGE = "rules.manage"
    AUDIT_VIEW = "audit.view"
    SYSTEM_VIEW = "system.view"


class Role(models.TextChoices):
    """What a person is to a place or a unit."""

    OFFICE = "office", _("治理办（方案、下达、汇总）")
    LEADER = "leader", _("领导（看全局、签发）")
    WORKER = "worker", _("社区工作者（签收、填报）")
    INSPECTOR = "inspector", _("检查员（评分）")
    DEPARTMENT = "department", _("部门（牵头或配合）")
    UNIT_CONTACT = "unit_contact", _("驻区单位联络员")
    VIEWER = "viewer", _("查阅")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


_READ = frozenset(
    {
        Right.WORKBENCH_VIEW,
        Right.PLACES_VIEW,
        Right.PARTIES_VIEW,
        Right.INDICATORS_VIEW,
        Right.DOCUMENTS_VIEW,
        Right.INSPECTIONS_VIEW,
        Right.RATINGS_VIEW,
        Right.PROGRAMMES_VIEW,
    }
)

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.OFFICE: _READ
    | {
        Right.PLACES_MANAGE,
        Right.PARTIES_MANAGE,
        Right.HANDOVER_MANAGE,
        Right.INDICATORS_MANAGE,
        Right.DOCUMENTS_CHECK,
        Right.DOCUMENTS_DRAFT,
        Right.DOCUMENTS_ISSUE,
        Right.INSPECTIONS_MANAGE,
        Right.INSPECTIONS_SCORE,
        Right.RATINGS_DECIDE,
        Right.PROGRAMMES_MANAGE,
        Right.ASSIGNMENTS_HAND_DOWN,
        Right.ASSIGNMENTS_ANSWER,
        Right.REPORTS_WRITE,
        Right.REPORTS_CONFIRM,
        Right.PLANS_VIEW,
        Right.PLANS_EDIT,
        Right.PLANS_ACTIVATE,
        Right.RULES_MANAGE,
    },
    Role.LEADER: _READ | {Right.PLANS_VIEW, Right.DOCUMENTS_CHECK, Right.DOCUMENTS_SIGN},
    Role.WORKER: _READ | {Right.ASSIGNMENTS_ANSWER, Right.REPORTS_WRITE, Right.DOCUMENTS_CHECK},
    Role.INSPECTOR: frozenset(
        {
            Right.WORKBENCH_VIEW,
            Right.PLACES_VIEW,
            Right.INSPECTIONS_VIEW,
            Right.INSPECTIONS_SCORE,
        }
    ),
    Role.DEPARTMENT: _READ
    | {
        Right.PLANS_VIEW,
        Right.DOCUMENTS_CHECK,
        Right.ASSIGNMENTS_HAND_DOWN,
        Right.ASSIGNMENTS_ANSWER,
        Right.REPORTS_WRITE,
    },
    Role.UNIT_CONTACT: frozenset(
        {
            Right.WORKBENCH_VIEW,
            Right.PROGRAMMES_VIEW,
            Right.ASSIGNMENTS_ANSWER,
            Right.REPORTS_WRITE,
            Right.DOCUMENTS_VIEW,
            Right.DOCUMENTS_CHECK,
        }
    ),
    Role.VIEWER: _READ,
    Role.SYSTEM_ADMIN: frozenset(
        {Right.WORKBENCH_VIEW, Right.USERS_MANAGE, Right.SYSTEM_VIEW, Right.PLACES_VIEW, Right.PARTIES_VIEW}
    ),
    Role.SECURITY_ADMIN: frozenset(
        {Right.WORKBENCH_VIEW, Right.GRANTS_MANAGE, Right.PLACES_VIEW, Right.PARTIES_VIEW}
    ),
    Role.AUDIT_ADMIN: frozenset({Right.WORKBENCH_VIEW, Right.AUDIT_VIEW}),
}

SEPARATED_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""三员分立 (GB/T 22239-2019, level 3): nobody holds two of these, nor one beside any other role."""

SECOND_FACTOR_ROLES = SEPARATED_ROLES | {Role.OFFICE, Role.LEADER}
"""Roles whose holders must sign in with a second factor (at county level and above, see `needs_second_factor`)."""


@dataclass(frozen=True)
class Grant:
    """One role over a place and all below it, or over one unit's own rows (`unit_id`).

    `place_code` is the prefix ("" is the whole nation). With `unit_id`, it is the unit's place
    and opens only what is shared with places below its owner, not the place's rows.
    `acting_for_id` is the absent person whose role this is, while one stands in for him.
    """

    role: Role
    place_code: str = ""
    unit_id: int | None = None
    acting_for_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with grants, or the system itself (`user_id` None).

    `unread` counts the notices for the bell as of the moment the grants were read.
    """

    user_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    home_place_code: str = ""
    home_unit_id: int | None = None
    acting_for_id: int | None = None
    is_system: bool = False
    unread: int = field(default=0, compare=False)
    _cache: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def _holding(self, right: Right) -> tuple[Grant, ...]:
        if right not in self._cache:
            self._cache[right] = tuple(grant for grant in self.grants if right in RIGHTS[grant.role])
        held: tuple[Grant, ...] = self._cache[right]
        return held

    def can(self, right: Right, place_code: str | None = None, unit_id: int | None = None) -> bool:
        """Say whether the actor holds `right` (anywhere, or for that place or unit)."""
        if self.is_system:
            return True
        held = self._holding(right)
        if place_code is None and unit_id is None:
            return bool(held)
        return any(_opens(grant, place_code, unit_id) for grant in held)

    def require(self, right: Right, place_code: str | None = None, unit_id: int | None = None) -> None:
        """Raise NotAllowed unless `can`; remember for the audit trail for whom the right is used."""
        if not self.can(right, place_code, unit_id):
            raise NotAllowed("你没有这项权限。需要时请找本单位的安全管理员授权。")
        used = [grant for grant in self._holding(right) if _opens(grant, place_code, unit_id)]
        is_own = not used or any(grant.acting_for_id is None for grant in used)
        self._cache["acting_for"] = None if is_own else used[0].acting_for_id

    @property
    def acts_for_id(self) -> int | None:
        """The absent person from whom alone the right last required comes (stand-in), if any."""
        return self.acting_for_id or self._cache.get("acting_for")

    def place_prefixes(self, right: Right) -> tuple[str, ...]:
        """List the places (shortest prefixes only) over which the actor holds `right`."""
        if self.is_system:
            return ("",)
        codes = sorted({grant.place_code for grant in self._holding(right) if grant.unit_id is None})
        kept: list[str] = []
        for code in codes:
            if not kept or not code.startswith(kept[-1]):
                kept.append(code)
        return tuple(kept)

    def unit_ids(self, right: Right) -> tuple[int, ...]:
        """List the units whose own rows the actor may reach with `right`."""
        return tuple(sorted({grant.unit_id for grant in self._holding(right) if grant.unit_id is not None}))

    def ancestor_codes(self, right: Right) -> tuple[str, ...]:
        """List the codes of all places above (and at) those of `place_prefixes` and of the units."""
        found: set[str] = set()
        for grant in self._holding(right):
            found.update(ancestors_of(grant.place_code))
            found.add(grant.place_code)
        return tuple(sorted(found))

    @property
    def needs_second_factor(self) -> bool:
        """Wide rights: any of the three administrators, or a leading role at county level or above."""
        return any(
            grant.role in SEPARATED_ROLES
            or (grant.role in SECOND_FACTOR_ROLES and len(grant.place_code) <= 6)
            for grant in self.grants
            if grant.unit_id is None
        )


def _opens(grant: Grant, place_code: str | None, unit_id: int | None) -> bool:
    """Say whether a grant reaches a place or a unit; naming neither asks for the right anywhere."""
    if place_code is None and unit_id is None:
        return True
    if grant.unit_id is not None:
        return grant.unit_id == unit_id
    return place_code is not None and place_code.startswith(grant.place_code)


SYSTEM = Actor(user_id=None, name="系统", is_system=True)
"""Commands and jobs that no person started."""

LEVEL_LENGTHS = (2, 4, 6, 9, 12, 15)
"""Digits of a place code: province, city, county, street or town, community, grid (architecture, decision 1)."""


def ancestors_of(place_code: str) -> tuple[str, ...]:
    """List the codes above a place, the nation ("") first, the place itself left out.

    >>> ancestors_of("510903001")
    ('', '51', '5109', '510903')
    """
    above = tuple(place_code[:length] for length in LEVEL_LENGTHS if length < len(place_code))
    return ("", *above) if place_code else ()


def prefix_range(field_name: str, prefix: str) -> models.Q:
    """Match a place and all below it as a range, so that any database walks its index."""
    if not prefix:
        return models.Q()
    upper = str(int(prefix) + 1).zfill(len(prefix))
    if len(upper) > len(prefix):
        return models.Q(**{f"{field_name}__gte": prefix})
    return models.Q(**{f"{field_name}__gte": prefix, f"{field_name}__lt": upper})


def any_prefix(field_name: str, prefixes: Iterable[str]) -> models.Q:
    """Match what lies in any of the places; no places match nothing."""
    condition = models.Q(pk__in=[])
    for index, prefix in enumerate(prefixes):
        if not prefix:
            return models.Q()
        condition = (
            prefix_range(field_name, prefix) if index == 0 else condition | prefix_range(field_name, prefix)
        )
    return condition


class OwnedQuerySet(models.QuerySet[Any]):
    """Rows that belong to a place (and perhaps a unit), reached only for an actor."""

    def visible_to(self, actor: Actor) -> "OwnedQuerySet":
        """Keep what the actor may see by the model's `view_right`."""
        return self.reachable_by(actor, self.model.view_right, upward=self.model.shared_upward)

    def reachable_by(self, actor: Actor, right: Right, *, upward: bool = False) -> "OwnedQuerySet":
        """Keep the rows over which the actor holds `right`; `upward` adds those owned by places above."""
        if actor.is_system:
            return self
        model = self.model
        prefixes = actor.place_prefixes(right)
        if "" in prefixes:  # the nation: an empty condition would vanish when others are added to it
            return self
        condition = any_prefix(model.scope_field, prefixes)
        units = actor.unit_ids(right)
        if units and model.unit_field:
            condition |= models.Q(**{f"{model.unit_field}__in": units})
        if upward:
            condition |= models.Q(**{f"{model.scope_field}__in": actor.ancestor_codes(right)})
        return self.filter(condition)

    def within(self, place_code: str) -> "OwnedQuerySet":
        """Keep a place and all below it."""
        return self.filter(prefix_range(self.model.scope_field, place_code))


class OwnedModel(models.Model):
    """A row that belongs to a place. Subclasses say by which right it is seen.

    `scope_field`: lookup of the owning place's code. `unit_field`: lookup of the owning unit's id,
    for those who act for a unit only. `shared_upward`: rows owned by a place are seen from below it.
    """

    view_right: Right
    scope_field = "place_code"
    unit_field: str | None = None
    shared_upward = False

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True


class ActorRequest(HttpRequest):
    """A request behind the actor middleware."""

    actor: Actor
    request_id: str
    scope_names: dict[str, str]


def allows(
    right: Right,
) -> Callable[
    [Callable[Concatenate[ActorRequest, P], HttpResponse]],
    Callable[Concatenate[ActorRequest, P], HttpResponse],
]:
    """Guard a view: signed in, and holding `right` somewhere. Services check the place again."""

    def guard(
        view: Callable[Concatenate[ActorRequest, P], HttpResponse],
    ) -> Callable[Concatenate[ActorRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.actor.user_id is None:
                from django.contrib.auth.views import redirect_to_login

                return redirect_to_login(request.get_full_path())
            request.actor.require(right)
            return view(request, *args, **kwargs)

        guarded.required_right = right  # type: ignore[attr-defined]
        return guarded

    return guard


def signed_in(view: V) -> V:
    """Guard a view that every signed-in person may open whatever the role (own profile, language)."""

    @wraps(view)
    def guarded(request: ActorRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.user_id is None:
            from django.contrib.auth.views import redirect_to_login

            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.required_right = "signed_in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def public(reason: str) -> Callable[[V], V]:
    """Open a view to everybody, saying why."""

    def mark(view: V) -> V:
        view.public_reason = reason  # type: ignore[attr-defined]
        return view

    return mark
