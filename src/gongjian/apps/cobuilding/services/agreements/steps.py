"""What the writes of agreements share: loading under locks, who may act for a side, the one way to another status."""

from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.choices import AGREEMENT_MOVES, AgreementStatus, Side
from gongjian.apps.cobuilding.models import Agreement, AgreementLine, Need
from gongjian.apps.cobuilding.selectors.agreements import get_agreement, sides_of
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, NotAllowed

NOT_YOURS = "这一步由协议的双方办：社区的由管共建的人办，单位的由本单位的联络员办。"
NOT_COMMUNITY = "这一步由接受的一方办，就是社区。"


def locked_agreement(
    actor: Actor, agreement_id: int, *turns: AgreementStatus, with_needs: bool = False
) -> Agreement:
    """Lock an agreement one may see, for someone of either side; its needs first where they change too.

    Raises NotFound for another's, NotAllowed for neither side, Conflict unless it stands at one of `turns`.
    """
    seen = get_agreement(actor, agreement_id)
    require_side(actor, seen)
    if with_needs:
        ids = AgreementLine.objects.filter(agreement=seen).values("need_id")
        list(Need.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
    rows = Agreement.objects.select_related("organisation").select_for_update(no_key=True, of=("self",))
    agreement: Agreement = rows.get(pk=seen.pk)
    check_turn(agreement, *turns)
    return agreement


def check_turn(agreement: Agreement, *turns: AgreementStatus) -> None:
    """Raise Conflict, saying where it stands, unless an agreement stands at one of `turns`."""
    if turns and agreement.status not in turns:
        raise Conflict(
            _("这份协议现在是“%(now)s”，这一步还不能办或已经办过。请刷新后再看。")
            % {"now": agreement.get_status_display()}
        )


def require_side(actor: Actor, agreement: Agreement, side: Side | None = None) -> frozenset[Side]:
    """Return the sides the actor acts for; NotAllowed where he acts for none, or not for the one that is asked for."""
    sides = sides_of(actor, agreement)
    if not sides:
        raise NotAllowed(NOT_YOURS)
    if side is not None and side not in sides:
        raise NotAllowed(NOT_COMMUNITY if side == Side.COMMUNITY else "这一步由提供的一方办，就是单位。")
    return sides


def acting_side(actor: Actor, agreement: Agreement) -> Side:
    """Return the side for which the actor writes: the community's where he may act for both."""
    return min(require_side(actor, agreement))


def move(agreement: Agreement, status: AgreementStatus) -> None:
    """Set the next status in memory; Conflict where the table has no such way."""
    if status not in AGREEMENT_MOVES[AgreementStatus(agreement.status)]:
        raise Conflict(
            _("这份协议现在是“%(now)s”，不能到“%(then)s”。")
            % {"now": agreement.get_status_display(), "then": status.label}
        )
    agreement.status = status
