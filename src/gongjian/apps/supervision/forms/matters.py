"""Forms of notes and matters."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.supervision.choices import MatterOrigin
from gongjian.apps.supervision.forms.fields import ActorForm, DayInput, HandlerField, ProgrammeField
from gongjian.apps.supervision.selectors.who import find_handler
from gongjian.apps.supervision.services.matters import MatterSpec
from gongjian.core.errors import Invalid

KINDS = (("problem", _("问题")), ("good", _("做得好")))


class NoteForm(ActorForm):
    """A note, short enough for a thumb."""

    place = HandlerField(label=_("在哪里"))
    spot = forms.CharField(label=_("点位"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("是什么"), choices=KINDS, widget=forms.RadioSelect, initial="problem")
    text = forms.CharField(label=_("看到什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    seen_on = forms.DateField(label=_("哪天"), widget=DayInput(), initial=timezone.localdate)
    programme = ProgrammeField()

    def asked(self) -> dict[str, Any]:
        """Return what the service takes."""
        values = self.cleaned_data
        return {
            "place_code": values["place"].place_code,
            "spot": values["spot"],
            "text": values["text"],
            "is_problem": values["kind"] == "problem",
            "seen_on": values["seen_on"],
            "programme_id": self.programme_id(),
        }


class MatterForm(ActorForm):
    """A matter to be followed up."""

    title = forms.CharField(label=_("要办什么"), max_length=120)
    handler = HandlerField(label=_("由谁承办"), help_text=_("地方或单位的名称、简称或代码。"))
    co_units = forms.CharField(
        label=_("协办单位"), max_length=300, required=False, help_text=_("几个单位用顿号隔开。")
    )
    origin = forms.ChoiceField(
        label=_("来源"), choices=MatterOrigin.choices, initial=MatterOrigin.INSTRUCTION
    )
    source = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("哪次会议、哪位领导的批示、哪份检查。")
    )
    due_on = forms.DateField(
        label=_("时限"), required=False, widget=DayInput(), help_text=_("不填就按规则，从今天起算工作日。")
    )
    programme = ProgrammeField()
    detail = forms.CharField(
        label=_("要求"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_co_units(self) -> tuple[int, ...]:
        """Find every unit named."""
        found = []
        for name in self.cleaned_data["co_units"].replace("，", "、").split("、"):
            if name.strip():
                found.append(self._unit(name.strip()))
        return tuple(found)

    def _unit(self, name: str) -> int:
        try:
            unit = find_handler(self.actor, name, self.within)
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        if unit.unit_id is None:
            raise forms.ValidationError(_("“%(name)s”是地方。协办的请写单位。") % {"name": name})
        return unit.unit_id

    def spec(self) -> MatterSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return MatterSpec(
            origin=MatterOrigin(asked["origin"]),
            title=asked["title"],
            place_code=asked["handler"].place_code,
            organisation_id=asked["handler"].unit_id,
            co_unit_ids=asked["co_units"],
            detail=asked["detail"],
            source=asked["source"],
            due_on=asked["due_on"],
            programme_id=self.programme_id(),
        )


class ProgressForm(forms.Form):
    """What was done; whether that is all."""

    text = forms.CharField(
        label=_("进展"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("没有写进展。请写做了什么、还差什么。")},
    )
    is_done = forms.BooleanField(label=_("已经办完，请核查"), required=False)


class ExtensionForm(forms.Form):
    """A later day, and why."""

    due_on = forms.DateField(label=_("延到哪天"), widget=DayInput())
    reason = forms.CharField(
        label=_("原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明为什么要延期。")},
    )
