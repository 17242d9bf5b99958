"""Import a new version for a running programme: a plan in review that is tied to it."""

from django.db import transaction

from gongjian.apps.plans.choices import PlanStatus
from gongjian.apps.plans.models import Plan
from gongjian.apps.plans.services.importing import import_file, import_text
from gongjian.apps.plans.services.revision.carry import carry_over
from gongjian.apps.programmes.choices import ProgrammeStatus
from gongjian.apps.programmes.models import Programme
from gongjian.apps.programmes.selectors.programmes import get_programme
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict
from gongjian.engines.plandoc.revision.likeness import dice, grams


def get_revised(actor: Actor, programme_id: int) -> tuple[Programme, Plan | None]:
    """Return a programme that the actor may revise, with its new version in review if there is one."""
    programme = get_programme(actor, programme_id)
    actor.require(Right.PROGRAMMES_MANAGE, programme.place_code)
    rows = Plan.objects.visible_to(actor).filter(revises=programme, status=PlanStatus.REVIEW)
    return programme, rows.defer("text", "outline", "findings").first()


@transaction.atomic
def start_revision(
    *, actor: Actor, programme_id: int, text: str = "", name: str = "", content: bytes | None = None
) -> Plan:
    """Import a file (or pasted text) as the new version of a programme's plan; of a bundle the likest by title."""
    Programme.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).filter(
        pk=programme_id
    ).one()
    programme, waiting = get_revised(actor, programme_id)
    if programme.status == ProgrammeStatus.CLOSED:
        raise Conflict("行动已经总结，不能再导入新版。要改请先恢复行动。")
    if waiting:
        raise Conflict(f"新版《{waiting}》还在核对。请先并完，或者把它作废，再导入另一份。")
    place = programme.place_code
    if content is None:
        found = import_text(actor=actor, place_code=place, text=text, is_demo=programme.is_demo)
    else:
        found = import_file(
            actor=actor, place_code=place, name=name, content=content, is_demo=programme.is_demo
        )
    title = grams(programme.title)
    chosen = max(found, key=lambda plan: (dice(grams(plan.title), title), -plan.pk))
    for plan in found:
        if plan is chosen:
            plan.revises = programme
        else:
            plan.status = PlanStatus.DROPPED
            audit.record(actor, "plans.plan_dropped", plan)
        plan.save(update_fields=["revises", "status"])
    carry_over(programme, chosen)
    audit.record(actor, "plans.revision_started", chosen, after={"programme": programme.pk})
    return chosen
