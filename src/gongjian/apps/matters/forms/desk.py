"""Forms of the desk: class, units, answer, joining."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import ExclusionGround, Outcome, Satisfaction
from gongjian.apps.matters.forms.fields import MatterForm, area
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.classes import class_choices, unit_choices, units_by_rule
from gongjian.apps.matters.selectors.mediation.cases import (
    facts_of,
    mediator_choices,
    organisation_choices,
)
from gongjian.core.forms import offer


class ClassForm(MatterForm):
    """The class that a person chooses."""

    class_id = forms.TypedChoiceField(label=_("类别"), coerce=int)

    def prepare(self) -> None:
        """Offer the classes of the matter's place; the present one is chosen."""
        offer(self, "class_id", [("", _("请选")), *class_choices(self.matter.place_code)])
        self.initial.setdefault("class_id", self.matter.matter_class_id)


class RejectForm(MatterForm):
    """Why a matter is not taken on, and where to turn."""

    outcome = forms.ChoiceField(
        label=_("怎么办"),
        choices=[(one.value, one.label) for one in (Outcome.NOT_ACCEPTED, Outcome.REFERRED)],
        widget=forms.RadioSelect,
        initial=Outcome.NOT_ACCEPTED,
    )
    reason = area(_("为什么、可以找谁"), 300, help_text=_("反映人会看到。"))


class DispatchForm(MatterForm):
    """One unit, or one that leads with others beside it."""

    lead_id = forms.TypedChoiceField(label=_("主办"), coerce=int)
    support_ids = forms.TypedMultipleChoiceField(
        label=_("协办"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("选了协办就是吹哨：几家一起报到，主办牵头。"),
    )
    words = area(_("要求"), 500, 2, required=False)

    def prepare(self) -> None:
        """Offer the units of the places above; those that a rule names are chosen."""
        units = unit_choices(self.matter.place_code)
        offer(self, "lead_id", [("", _("请选")), *units])
        offer(self, "support_ids", units)
        rules = units_by_rule(self.matter)
        self.initial.setdefault(
            "lead_id", next((rule.organisation_id for rule in rules if rule.is_lead), None)
        )
        self.initial.setdefault("support_ids", [rule.organisation_id for rule in rules if not rule.is_lead])


class AddUnitForm(MatterForm):
    """One unit more, beside those that have it in hand."""

    organisation_id = forms.TypedChoiceField(label=_("加派哪一家"), coerce=int)
    words = area(_("要求"), 500, 2, required=False)

    def prepare(self) -> None:
        """Offer the units of the places above that don't work on it yet."""
        parts = self.matter.assignments.all()
        busy = {part.organisation_id for part in parts if part.is_in_hand or part.done_by_id}
        units = [unit for unit in unit_choices(self.matter.place_code) if unit[0] not in busy]
        offer(self, "organisation_id", [("", _("请选")), *units])


class MediateForm(MatterForm):
    """Who mediates a dispute, and what the desk has to know beforehand."""

    organisation_id = forms.TypedChoiceField(label=_("由哪个人民调解委员会调解"), coerce=int)
    mediator_ids = forms.TypedMultipleChoiceField(
        label=_("调解员"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("调解的内容只有选中的人能看，派办台、领导和管理员都看不到。"),
        error_messages={"required": _("没有选调解员。请至少选一人。")},
    )
    has_minor = forms.BooleanField(label=_("涉及未成年人"), required=False)
    has_violence = forms.BooleanField(label=_("涉及暴力、家庭暴力"), required=False)

    def prepare(self) -> None:
        """Offer the bodies and the people of the place and of those above it."""
        offer(self, "organisation_id", [("", _("请选")), *organisation_choices(self.matter)])
        offer(self, "mediator_ids", mediator_choices(self.matter))


class AppointForm(MatterForm):
    """Mediators who join a case that runs already."""

    organisation_id = forms.TypedChoiceField(label=_("由哪个人民调解委员会调解"), coerce=int)
    user_ids = forms.TypedMultipleChoiceField(
        label=_("加谁当调解员"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("加进来的人能看到以前的笔录，所以不能加自己。原来的调解员会收到消息。"),
        error_messages={"required": _("没有选调解员。请至少选一人。")},
    )

    def prepare(self) -> None:
        """Offer those who are not mediators of the case yet; the present body is chosen."""
        row = facts_of(self.matter)
        seated = {member.user_id for member in row.members.all()} if row else set()
        people = [choice for choice in mediator_choices(self.matter) if choice[0] not in seated]
        offer(self, "organisation_id", organisation_choices(self.matter))
        offer(self, "user_ids", [choice for choice in people if choice[0] != self.actor.user_id])
        self.initial.setdefault("organisation_id", row.organisation_id if row else None)


class DismissForm(MatterForm):
    """Which mediator is taken off."""

    user_id = forms.TypedChoiceField(
        label=_("撤下谁"), coerce=int, help_text=_("撤下后马上看不到这件调解的任何内容。")
    )

    def prepare(self) -> None:
        """Offer the mediators of the case."""
        row = facts_of(self.matter)
        members = row.members.all() if row else ()
        offer(self, "user_id", [("", _("请选")), *((one.user_id, str(one.user)) for one in members)])


class AnswerForm(MatterForm):
    """The answer to the person; closing has no other way."""

    answer = area(
        _("答复"),
        4000,
        5,
        help_text=_("写明谁办的、办了什么、结果怎样。反映人会收到这段话。"),
        error_messages={"required": _("没有写答复，不能办结。请写明办了什么、结果怎样。")},
    )
    is_published = forms.BooleanField(label=_("在公开网页公布这件事和答复"), required=False)

    def prepare(self) -> None:
        """Begin with what the mediators drafted."""
        _take_draft(self)


class UnsolvedForm(MatterForm):
    """What could not be solved: the reason for the books, and an answer all the same."""

    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=[(one.value, one.label) for one in (Outcome.CLOSED_UNSOLVED, Outcome.REFERRED)],
        widget=forms.RadioSelect,
        initial=Outcome.CLOSED_UNSOLVED,
    )
    reason = area(_("为什么没有解决"), 300, 2)
    answer = area(_("给反映人的答复"), 4000, 4)

    def prepare(self) -> None:
        """Begin with what the mediators drafted."""
        _take_draft(self)


def _take_draft(form: MatterForm) -> None:
    mediation = facts_of(form.matter)
    if mediation and mediation.answer_draft:
        form.initial.setdefault("answer", mediation.answer_draft)


class MergeForm(MatterForm):
    """The number of the matter that this one is the same as."""

    number = forms.CharField(label=_("并入哪一件（编号）"), max_length=32)

    def clean_number(self) -> Matter:
        """Find the matter among those one may see."""
        found: Matter | None = (
            Matter.objects.visible_to(self.actor).filter(number=self.cleaned_data["number"].strip()).one()
        )
        if found is None:
            raise forms.ValidationError(_("没有这个编号的事项，或者不归你管。请核对。"))
        return found


class SplitForm(MatterForm):
    """The things to be taken out, one a line."""

    words = area(_("另立的事，一行一件"), 4000, 4)

    def parts(self) -> list[str]:
        """Return the lines that say something."""
        return [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]


class CallbackForm(MatterForm):
    """What the person said when he was called back."""

    is_solved = forms.TypedChoiceField(
        label=_("解决了吗"),
        choices=[("1", _("已解决")), ("0", _("没有解决"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    satisfaction = forms.ChoiceField(
        label=_("满意吗"), choices=Satisfaction.choices, widget=forms.RadioSelect
    )
    words = area(_("对方怎么说"), 500, 2, required=False)

    def asked(self) -> dict[str, Any]:
        """Return what the service takes."""
        values = self.cleaned_data
        return {**values, "satisfaction": Satisfaction(values["satisfaction"])}


class ExclusionForm(MatterForm):
    """On which ground a matter is left out of the rates."""

    ground = forms.ChoiceField(label=_("依据"), choices=ExclusionGround.choices)
    reason = area(_("具体情况"), 300, 2)
