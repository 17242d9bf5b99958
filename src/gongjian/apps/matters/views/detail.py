"""What the page of one matter shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from gongjian.apps.matters import forms
from gongjian.apps.matters.choices import MatterState, MediationState, PhotoStage, StepKind
from gongjian.apps.matters.forms import MatterForm
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.clock import clock_of, ladder_of
from gongjian.apps.matters.selectors.hands import why_not_check
from gongjian.apps.matters.selectors.mediation.cases import facts_of, is_mediator
from gongjian.apps.matters.selectors.nearby import near_matters
from gongjian.apps.matters.selectors.open_acts import open_acts
from gongjian.apps.matters.selectors.rows import STILL, rows_of
from gongjian.apps.matters.selectors.suggestions import suggest_classes
from gongjian.apps.matters.views.mediation.next_steps import STATE_MARKS
from gongjian.apps.places.selectors import path_name
from gongjian.core.access import Actor, Right
from gongjian.core.form_pages import crumb
from gongjian.core.outcomes import outcomes_of
from gongjian.core.rule_words import VALUES

STEP_MARKS = {
    StepKind.REPORTED: "待受理",
    StepKind.VERIFYING: "待核实",
    StepKind.NOT_FOUND: "退回",
    StepKind.REJECTED: "不予受理",
    StepKind.DISPATCHED: "待派办",
    StepKind.WHISTLED: "待派办",
    StepKind.ACCEPTED: gettext_noop("已签收"),
    StepKind.HANDED_BACK: "退回",
    StepKind.ACTED: gettext_noop("已上报"),
    StepKind.HELD: "暂停",
    StepKind.RESUMED: "处置中",
    StepKind.EXTENSION_ASKED: "待确认",
    StepKind.EXTENSION_REFUSED: "退回",
    StepKind.CHECK_FAILED: "退回",
    StepKind.REOPENED: "退回",
    StepKind.RAISED: "提级",
    StepKind.REMINDED: "逾期",
    StepKind.VOIDED: "作废",
    StepKind.EXCLUDED: "作废",
    StepKind.MEDIATING: "调解中",
}
"""The known word whose mark a line bears; others are done."""


@dataclass(frozen=True)
class ActWords:
    """How an act is offered: its form, its title, its buttons as (value, word), whether photos go with it."""

    form: type[MatterForm]
    title: str | Promise
    buttons: tuple[tuple[str, str | Promise], ...]
    photos: str | Promise = ""
    danger: bool = False


def _one(word: str | Promise) -> tuple[tuple[str, str | Promise], ...]:
    return (("", word),)


ACT_WORDS: Mapping[str, ActWords] = {
    "accept": ActWords(forms.NoFields, pgettext_lazy("act", "签收"), _one(pgettext_lazy("act", "签收"))),
    "act": ActWords(
        forms.ActForm,
        pgettext_lazy("act", "报处置结果"),
        _one(pgettext_lazy("act", "提交处置结果")),
        photos=pgettext_lazy("act", "处置后的照片"),
    ),
    "hand_back": ActWords(
        forms.ReasonForm, pgettext_lazy("act", "不归我们管，退回"), _one(pgettext_lazy("act", "退回"))
    ),
    "extension": ActWords(
        forms.ExtensionForm, pgettext_lazy("act", "办不完，申请延期"), _one(pgettext_lazy("act", "申请延期"))
    ),
    "check": ActWords(
        forms.CheckForm,
        pgettext_lazy("act", "核查"),
        (("pass", pgettext_lazy("act", "核查通过")), ("fail", pgettext_lazy("act", "不通过，返工"))),
        photos=pgettext_lazy("act", "核查时的照片"),
    ),
    "verified": ActWords(
        forms.VerifiedForm,
        pgettext_lazy("act", "报核实结果"),
        (("real", pgettext_lazy("act", "属实")), ("not_real", pgettext_lazy("act", "不属实"))),
        photos=pgettext_lazy("act", "现场的照片"),
    ),
    "file": ActWords(forms.ClassForm, pgettext_lazy("act", "受理"), _one(pgettext_lazy("act", "受理"))),
    "dispatch": ActWords(
        forms.DispatchForm, pgettext_lazy("act", "派办"), _one(pgettext_lazy("act", "派办"))
    ),
    "add_unit": ActWords(
        forms.AddUnitForm, pgettext_lazy("act", "加派一家协办"), _one(pgettext_lazy("act", "吹哨加派"))
    ),
    "mediate": ActWords(
        forms.MediateForm, pgettext_lazy("act", "交调解"), _one(pgettext_lazy("act", "交调解"))
    ),
    "appoint": ActWords(
        forms.AppointForm, pgettext_lazy("act", "加调解员"), _one(pgettext_lazy("act", "加调解员"))
    ),
    "dismiss": ActWords(
        forms.DismissForm, pgettext_lazy("act", "撤下调解员"), _one(pgettext_lazy("act", "撤下"))
    ),
    "answer": ActWords(
        forms.AnswerForm, pgettext_lazy("act", "答复并办结"), _one(pgettext_lazy("act", "答复并办结"))
    ),
    "resume": ActWords(
        forms.NoFields, pgettext_lazy("act", "恢复计时"), _one(pgettext_lazy("act", "恢复计时"))
    ),
    "decide": ActWords(
        forms.DecideForm,
        pgettext_lazy("act", "答复延期"),
        (("grant", pgettext_lazy("act", "同意延期")), ("refuse", pgettext_lazy("act", "不同意"))),
    ),
    "callback": ActWords(
        forms.CallbackForm, pgettext_lazy("act", "记回访"), _one(pgettext_lazy("act", "记下"))
    ),
    "contact": ActWords(
        forms.WordsForm, pgettext_lazy("act", "记下联系反映人的情况"), _one(pgettext_lazy("act", "记下"))
    ),
    "classify": ActWords(
        forms.ClassForm, pgettext_lazy("act", "改类别"), _one(pgettext_lazy("act", "改类别"))
    ),
    "verify": ActWords(
        forms.WordsForm, pgettext_lazy("act", "先派人核实"), _one(pgettext_lazy("act", "派人核实"))
    ),
    "reject": ActWords(
        forms.RejectForm, pgettext_lazy("act", "不受理"), _one(pgettext_lazy("act", "不受理，告诉反映人"))
    ),
    "hold": ActWords(
        forms.ReasonForm, pgettext_lazy("act", "暂停计时"), _one(pgettext_lazy("act", "暂停计时"))
    ),
    "unsolved": ActWords(
        forms.UnsolvedForm,
        pgettext_lazy("act", "没有解决，办结"),
        _one(pgettext_lazy("act", "答复并按未解决办结")),
    ),
    "reopen": ActWords(
        forms.WordsForm, pgettext_lazy("act", "重新打开"), _one(pgettext_lazy("act", "重新打开，提一级"))
    ),
    "merge": ActWords(
        forms.MergeForm, pgettext_lazy("act", "合并到另一件"), _one(pgettext_lazy("act", "合并"))
    ),
    "split": ActWords(forms.SplitForm, pgettext_lazy("act", "拆成几件"), _one(pgettext_lazy("act", "拆分"))),
    "exclude": ActWords(
        forms.ExclusionForm, pgettext_lazy("act", "不计入考核"), _one(pgettext_lazy("act", "不计入考核"))
    ),
    "include": ActWords(
        forms.ReasonForm, pgettext_lazy("act", "恢复计入考核"), _one(pgettext_lazy("act", "恢复计入考核"))
    ),
    "void": ActWords(
        forms.ReasonForm, pgettext_lazy("act", "作废"), _one(pgettext_lazy("act", "作废")), danger=True
    ),
}
WANTED = (
    "accept",
    "act",
    "check",
    "verified",
    "file",
    "mediate",
    "dispatch",
    "answer",
    "resume",
    "decide",
    "callback",
)
"""Acts that the page asks for at once; the others stand folded below."""
NEXT = {
    MatterState.REPORTED: gettext_lazy("等派办单位受理"),
    MatterState.VERIFYING: gettext_lazy("等核实的结果"),
    MatterState.FILED: gettext_lazy("等派办"),
    MatterState.DISPATCHED: gettext_lazy("等承办单位签收"),
    MatterState.RETURNED: gettext_lazy("退回了，等重新派办"),
    MatterState.ACCEPTED: gettext_lazy("等承办单位报处置结果"),
    MatterState.MEDIATING: gettext_lazy("等调解的结果"),
    MatterState.SUSPENDED: gettext_lazy("暂停计时"),
    MatterState.DONE: gettext_lazy("等核查"),
    MatterState.REWORK: gettext_lazy("等承办单位返工"),
    MatterState.CHECKED: gettext_lazy("等答复反映人"),
    MatterState.MERGED: gettext_lazy("随并入的那件一起办"),
}
STILL_TO_COME = (
    (
        (MatterState.REPORTED, MatterState.VERIFYING, MatterState.FILED, MatterState.RETURNED),
        gettext_lazy("承办单位处置"),
    ),
    (
        (
            MatterState.REPORTED,
            MatterState.VERIFYING,
            MatterState.FILED,
            MatterState.RETURNED,
            MatterState.DISPATCHED,
            MatterState.ACCEPTED,
            MatterState.REWORK,
            MatterState.SUSPENDED,
        ),
        gettext_lazy("核查，不能是处置的人"),
    ),
    (
        tuple(state for state in NEXT if state != MatterState.CHECKED),
        gettext_lazy("答复反映人，请反映人评价"),
    ),
)


STAGES = (PhotoStage.BEFORE, PhotoStage.AFTER, PhotoStage.CHECK)
"""The order in which photos stand beside each other."""


def context_of(actor: Actor, matter: Matter, given: Mapping[str, MatterForm]) -> dict[str, Any]:
    """Gather what the page shows; a form that was refused stands in for a fresh one."""
    now = timezone.now()
    [row] = rows_of([matter], now)
    parts = [part for part in matter.assignments.all() if part.cycle == matter.cycle]
    done = [part for part in parts if part.done_by_id is not None]
    acts = open_acts(actor, matter, why_not_check(actor, done))
    offered = [_offer(actor, matter, name, given) for name in acts.names]
    photos = sorted(matter.photos.all(), key=lambda photo: STAGES.index(PhotoStage(photo.stage)))
    mediation = facts_of(matter)
    is_desk = "file" in acts.names or "classify" in acts.names
    return {
        "matter": matter,
        "row": row,
        "clock": _clock(matter, now),
        "parts": list(matter.assignments.all()),
        "steps": [(step, STEP_MARKS.get(StepKind(step.kind), "已完成")) for step in matter.steps.all()],
        "now_words": NEXT.get(MatterState(matter.state), ""),
        "coming": [words for states, words in STILL_TO_COME if matter.state in states],
        "wanted": [one for one in offered if one["name"] in WANTED],
        "folded": [one for one in offered if one["name"] not in WANTED],
        "acts": acts,
        "refusals": [
            error
            for name, form in given.items()
            if name not in acts.names
            for error in form.non_field_errors()
        ],
        "photos": photos,
        "before": [photo for photo in photos if photo.stage == PhotoStage.BEFORE],
        "after": [photo for photo in photos if photo.stage != PhotoStage.BEFORE],
        "path": path_name(matter.place_code),
        "near": near_matters(actor, matter)[:5],
        "suggestions": suggest_classes(matter) if is_desk and matter.matter_class_id is None else [],
        "can_patrol": bool({"accept", "act", "verified", "check"} & set(acts.names))
        and actor.can(Right.PHONE_USE),
        "may_list": actor.can(Right.COBUILDING_MANAGE, matter.place_code),
        "outcomes": outcomes_of(actor, "matter", matter.pk),
        "can_reveal": actor.can(Right.MATTERS_REVEAL),
        "messages_out": list(matter.messages.all()),
        "mediation": mediation,
        "mediation_mark": STATE_MARKS[MediationState(mediation.state)] if mediation else "",
        "is_mediator": mediation is not None and is_mediator(actor, mediation),
        "same_day": _same_day(matter, now),
        "rating": next(iter(matter.ratings.filter(cycle=matter.cycle)), None),
        "crumbs": [crumb(_("事项"), "matters:matters"), crumb(matter.number)],
    }


def _same_day(matter: Matter, now: datetime) -> str:
    """Say whether the people of a small dispute still wait to be spoken to: "soon" today, "late" after; "" otherwise."""
    if matter.same_day_due_at is None or matter.contacted_at is not None or matter.closed_at is not None:
        return ""
    return "late" if now >= matter.same_day_due_at else "soon"


def _offer(actor: Actor, matter: Matter, name: str, given: Mapping[str, MatterForm]) -> dict[str, Any]:
    words = ACT_WORDS[name]
    return {
        "name": name,
        "url": f"matters:{name}",
        "form": given.get(name) or words.form(actor, matter, prefix=name),
        "is_refused": name in given,
        "words": words,
    }


def _clock(matter: Matter, now: Any) -> dict[str, Any] | None:
    """Say how much of the time is gone, with the steps of the ladder on the way; nothing for what stands still."""
    if matter.closed_at is not None or matter.state in STILL:
        return None
    clock = clock_of(matter, now)
    shares = [(step, float(step.share) * 100) for step in ladder_of(matter) if step.share and step.share < 1]
    return {
        "left": clock.left,
        "used": min(100.0, float(clock.used) * 100),
        "tone": {"amber": "warn", "red": "bad"}.get(clock.left.light.value, ""),
        "marks": [{"at": at, "label": f"{at:.0f}% {VALUES[step.to]}"} for step, at in shares],
    }
