"""What a person may do to a matter: each act with the right it asks for, its form, and the service behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.apps.matters import forms, services
from gongjian.apps.matters.choices import ExclusionGround, Outcome
from gongjian.apps.matters.forms import MatterForm
from gongjian.apps.matters.models import Assignment, Extension, Matter
from gongjian.apps.matters.selectors.hands import acts_for
from gongjian.apps.matters.services import mediation
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict

Run = Callable[[Actor, Matter, Any], object]


@dataclass(frozen=True)
class Act:
    """One act: its address, the right it asks for, its form, and the service behind it."""

    name: str
    right: Right
    form: type[MatterForm]
    run: Run


def _own_part(actor: Actor, matter: Matter) -> int:
    """Return the part of the actor's unit in the present cycle: what is owed first."""
    parts = [part for part in matter.assignments.all() if part.cycle == matter.cycle]
    own = [part for part in parts if acts_for(actor, part.organisation)]
    found: Assignment | None = next(iter(sorted(own, key=lambda part: not part.is_in_hand)), None)
    if found is None:
        raise Conflict("这件事没有派给你的单位。")
    return found.pk


def _open_extension(matter: Matter) -> int:
    asked = Extension.objects.filter(matter=matter, is_granted__isnull=True).first()
    if asked is None:
        raise Conflict("没有等答复的延期申请，可能刚有人答复过。")
    return asked.pk


def _dispatch(actor: Actor, matter: Matter, form: Any) -> Matter:
    asked = form.cleaned_data
    if asked["support_ids"]:
        return services.whistle(actor=actor, matter_id=matter.pk, **asked)
    return services.dispatch(
        actor=actor, matter_id=matter.pk, organisation_id=asked["lead_id"], words=asked["words"]
    )


def _check(actor: Actor, matter: Matter, form: Any) -> object:
    return services.check(
        actor=actor,
        matter_id=matter.pk,
        has_passed=form.data.get("answer") == "pass",
        words=form.cleaned_data["words"],
        photos=form.uploads(),
    )


def _verified(actor: Actor, matter: Matter, form: Any) -> object:
    return services.verify(
        actor=actor,
        matter_id=matter.pk,
        is_real=form.data.get("answer") == "real",
        words=form.cleaned_data["words"],
        photos=form.uploads(),
    )


def _decide(actor: Actor, matter: Matter, form: Any) -> object:
    return services.decide_extension(
        actor=actor,
        extension_id=_open_extension(matter),
        is_granted=form.data.get("answer") == "grant",
        words=form.cleaned_data["words"],
    )


def _act(actor: Actor, matter: Matter, form: Any) -> object:
    return services.act(
        actor=actor,
        assignment_id=_own_part(actor, matter),
        result=form.cleaned_data["result"],
        photos=form.uploads(),
    )


def _reject(actor: Actor, matter: Matter, form: Any) -> object:
    asked = form.cleaned_data
    return services.reject_matter(
        actor=actor, matter_id=matter.pk, reason=asked["reason"], outcome=Outcome(asked["outcome"])
    )


def _unsolved(actor: Actor, matter: Matter, form: Any) -> object:
    asked = {**form.cleaned_data, "outcome": Outcome(form.cleaned_data["outcome"])}
    return services.close_unsolved(actor=actor, matter_id=matter.pk, **asked)


def _exclude(actor: Actor, matter: Matter, form: Any) -> object:
    asked = form.cleaned_data
    return services.exclude(
        actor=actor, matter_id=matter.pk, ground=ExclusionGround(asked["ground"]), reason=asked["reason"]
    )


def _plainly(service: Callable[..., object]) -> Run:
    """Call a service of the matter with what the form holds."""
    return lambda actor, matter, form: service(actor=actor, matter_id=matter.pk, **form.cleaned_data)


def _of_part(service: Callable[..., object]) -> Run:
    """Call a service of the actor's own part with what the form holds."""
    return lambda actor, matter, form: service(
        actor=actor, assignment_id=_own_part(actor, matter), **form.cleaned_data
    )


DESK, UNIT = Right.MATTERS_DISPATCH, Right.MATTERS_ACT
ACTS = (
    Act("contact", Right.MATTERS_REVEAL, forms.WordsForm, _plainly(services.contact)),
    Act("classify", DESK, forms.ClassForm, _plainly(services.classify)),
    Act("verify", DESK, forms.WordsForm, _plainly(services.send_to_verify)),
    Act("file", DESK, forms.ClassForm, _plainly(services.file_matter)),
    Act("reject", DESK, forms.RejectForm, _reject),
    Act("dispatch", DESK, forms.DispatchForm, _dispatch),
    Act("add_unit", DESK, forms.AddUnitForm, _plainly(services.add_unit)),
    Act("mediate", DESK, forms.MediateForm, _plainly(mediation.open_mediation)),
    Act("appoint", DESK, forms.AppointForm, _plainly(mediation.appoint)),
    Act("dismiss", DESK, forms.DismissForm, _plainly(mediation.dismiss)),
    Act("hold", DESK, forms.ReasonForm, _plainly(services.hold)),
    Act("resume", DESK, forms.NoFields, _plainly(services.resume)),
    Act("answer", DESK, forms.AnswerForm, _plainly(services.answer_and_close)),
    Act("unsolved", DESK, forms.UnsolvedForm, _unsolved),
    Act(
        "merge",
        DESK,
        forms.MergeForm,
        lambda actor, matter, form: services.merge(
            actor=actor, matter_id=matter.pk, into_id=form.cleaned_data["number"].pk
        ),
    ),
    Act(
        "split",
        DESK,
        forms.SplitForm,
        lambda actor, matter, form: services.split(actor=actor, matter_id=matter.pk, words=form.parts()),
    ),
    Act("void", DESK, forms.ReasonForm, _plainly(services.void)),
    Act(
        "callback",
        DESK,
        forms.CallbackForm,
        lambda actor, matter, form: services.record_callback(
            actor=actor, matter_id=matter.pk, **form.asked()
        ),
    ),
    Act("reopen", DESK, forms.WordsForm, _plainly(services.reopen_at_desk)),
    Act("accept", UNIT, forms.NoFields, _of_part(services.accept)),
    Act("hand_back", UNIT, forms.ReasonForm, _of_part(services.hand_back)),
    Act("act", UNIT, forms.ActForm, _act),
    Act("extension", UNIT, forms.ExtensionForm, _of_part(services.ask_extension)),
    Act("decide", Right.MATTERS_DECIDE, forms.DecideForm, _decide),
    Act("check", Right.MATTERS_CHECK, forms.CheckForm, _check),
    Act("verified", Right.MATTERS_CHECK, forms.VerifiedForm, _verified),
    Act("exclude", Right.MATTERS_DECIDE, forms.ExclusionForm, _exclude),
    Act("include", Right.MATTERS_DECIDE, forms.ReasonForm, _plainly(services.include)),
)
ACT_BY_NAME: Mapping[str, Act] = {act.name: act for act in ACTS}
