"""Leave and hand-over: a stand-in for a period, and all open work of one person to another."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.parties.models import Grant, HandOver, StandIn, User
from gongjian.apps.parties.selectors import get_stand_in
from gongjian.apps.parties.services.notices import notify
from gongjian.core import audit
from gongjian.core.access import SEPARATED_ROLES, Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.open_work import OpenItem, list_open_work, transfer_open_work

FIELDS = ("absent_id", "deputy_id", "starts_on", "ends_on", "reason")


@transaction.atomic
def add_stand_in(
    *, actor: Actor, absent_id: int, deputy_id: int, starts_on: date, ends_on: date, reason: str = ""
) -> StandIn:
    """Let one person act for another from a day to a day, both included.

    The deputy gains the absent person's own grants that lie where the actor may arrange it, cut to those
    days; what he does by them alone is marked in the trail. Administrators have no stand-ins (三员分立).
    """
    absent, deputy = _pair(actor, absent_id, deputy_id)
    if ends_on < starts_on or ends_on < timezone.localdate():
        raise Invalid("止日早于起日，或已经过了。请核对两个日期。")
    clash = StandIn.objects.filter(absent=absent, starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if clash is not None:
        raise Conflict(
            f"{absent.full_name}在 {clash.starts_on} 至 {clash.ends_on} 已有人代管。请先结束那一条，或错开日期。"
        )
    stand_in = StandIn.objects.create(
        absent=absent, deputy=deputy, starts_on=starts_on, ends_on=ends_on, reason=reason.strip()
    )
    given = [mirror for grant in absent.grants.all() if (mirror := _mirror(actor, grant, stand_in))]
    if not given:
        raise Conflict(f"{absent.full_name}在这段时间没有你能安排代管的角色。")
    Grant.objects.bulk_create(given)
    audit.record(
        actor,
        "parties.stand_in_added",
        stand_in,
        after={**audit.snapshot(stand_in, *FIELDS), "roles": [f"{g.role} {g.place_code}" for g in given]},
        place_code=absent.place_code,
    )
    notify(
        [absent.pk, deputy.pk],
        f"{starts_on:%Y-%m-%d} 至 {ends_on:%Y-%m-%d} 由{deputy.full_name}代管{absent.full_name}的工作",
        "/parties/me/",
        absent.place_code,
    )
    return stand_in


@transaction.atomic
def end_stand_in(*, actor: Actor, stand_in_id: int) -> None:
    """End a stand-in today (the person is back); one that has not begun is taken away whole."""
    stand_in = get_stand_in(actor, stand_in_id)
    actor.require(Right.HANDOVER_MANAGE, stand_in.absent.place_code)
    audit.record(
        actor,
        "parties.stand_in_ended",
        stand_in,
        before=audit.snapshot(stand_in, *FIELDS),
        place_code=stand_in.absent.place_code,
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    Grant.objects.filter(stand_in=stand_in).delete()
    if stand_in.starts_on > yesterday:
        stand_in.delete()
    else:
        stand_in.ends_on = min(stand_in.ends_on, yesterday)
        stand_in.save(update_fields=["ends_on"])


def preview_hand_over(*, actor: Actor, giver: User) -> list[OpenItem]:
    """List what would be handed over, for a person the actor sees and may arrange it for."""
    actor.require(Right.HANDOVER_MANAGE, giver.place_code)
    return list_open_work(giver.pk)


@transaction.atomic
def hand_over(*, actor: Actor, giver_id: int, taker_id: int) -> HandOver:
    """Give all open work of one person to another, and keep the list of what it was."""
    giver, taker = _pair(actor, giver_id, taker_id)
    items = list_open_work(giver.pk)
    if not items:
        raise Conflict(f"{giver.full_name}手里没有没办完的工作，不用移交。")
    transfer_open_work(actor, giver.pk, taker.pk)
    row = HandOver.objects.create(
        giver=giver, taker=taker, items=[{"kind": item.kind, "label": item.label} for item in items]
    )
    audit.record(
        actor,
        "parties.work_handed_over",
        row,
        after={"giver_id": giver.pk, "taker_id": taker.pk, "items": row.items},
        place_code=giver.place_code,
    )
    notify([taker.pk], f"{giver.full_name}的 {len(items)} 件工作已移交给你", "/", giver.place_code)
    return row


def _pair(actor: Actor, first_id: int, second_id: int) -> tuple[User, User]:
    """Return the one who gives and the one who takes, both within the actor's reach and neither separated."""
    if first_id == second_id:
        raise Invalid("两个人不能是同一个人。请另选接手的人。")
    first, second = _arranged(actor, first_id), _arranged(actor, second_id)
    if second.pk == actor.user_id:
        raise NotAllowed("不能安排自己接手。请由别人安排。")
    if not second.is_active:
        raise Conflict(f"{second.full_name}的账号已停用，不能接手。")
    today = timezone.localdate()
    for person in (first, second):
        for grant in person.grants.all():
            ended = grant.ends_on is not None and grant.ends_on < today
            if grant.role in SEPARATED_ROLES and not ended:
                raise Conflict(
                    f"{person.full_name}是{grant.get_role_display()}。三员分立：管理员不代管，也不由别人代管。"
                )
    return first, second


def _arranged(actor: Actor, user_id: int) -> User:
    rows = User.objects.visible_to(actor).prefetch_related("grants")
    user: User | None = rows.filter(pk=user_id).one()
    if user is None:
        raise NotFound()
    actor.require(Right.HANDOVER_MANAGE, user.place_code)
    return user


def _mirror(actor: Actor, grant: Grant, stand_in: StandIn) -> Grant | None:
    """Copy a grant for the deputy, cut to the days; None where terms do not meet or it is not the actor's to give."""
    if grant.stand_in_id is not None or not actor.can(Right.HANDOVER_MANAGE, grant.place_code):
        return None
    starts_on = max(stand_in.starts_on, grant.starts_on or stand_in.starts_on)
    ends_on = min(stand_in.ends_on, grant.ends_on or stand_in.ends_on)
    if ends_on < starts_on:
        return None
    return Grant(
        user=stand_in.deputy,
        role=grant.role,
        place_code=grant.place_code,
        organisation_id=grant.organisation_id,
        starts_on=starts_on,
        ends_on=ends_on,
        stand_in=stand_in,
    )
