"""Forms of meetings, points and publications."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.supervision.choices import IssueKind, PointState
from gongjian.apps.supervision.forms.fields import ActorForm, DayInput, HandlerField, ProgrammeField
from gongjian.apps.supervision.services.meetings import PointSpec
from gongjian.core.figures import Period


class MeetingForm(ActorForm):
    """The day of a meeting."""

    held_on = forms.DateField(label=_("开会日期"), widget=DayInput(), initial=timezone.localdate)
    programme = ProgrammeField()


class PointForm(ActorForm):
    """One point for the next week."""

    text = forms.CharField(label=_("要办的事"), max_length=200)
    handler = HandlerField(label=_("由谁负责"), help_text=_("地方或单位的名称、简称或代码。"))
    due_on = forms.DateField(label=_("时限"), widget=DayInput())

    def spec(self) -> PointSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return PointSpec(text=asked["text"], handler=asked["handler"], due_on=asked["due_on"])


class OutcomeForm(forms.Form):
    """What became of a point."""

    state = forms.ChoiceField(label=_("情况"), choices=PointState.choices)
    outcome = forms.CharField(label=_("说明"), max_length=200, required=False)


class IssueForm(ActorForm):
    """A bulletin or brief over some days."""

    kind = forms.ChoiceField(
        label=_("写什么"),
        choices=[(kind.value, kind.label) for kind in (IssueKind.BULLETIN, IssueKind.BRIEF)],
        widget=forms.RadioSelect,
        initial=IssueKind.BULLETIN,
    )
    programme = ProgrammeField()
    first_on = forms.DateField(label=_("从哪天"), widget=DayInput())
    last_on = forms.DateField(label=_("到哪天"), widget=DayInput(), initial=timezone.localdate)

    def clean(self) -> dict[str, object]:
        """The days must be in order."""
        asked = super().clean() or {}
        first, last = asked.get("first_on"), asked.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("止日早于起日。"))
        return asked

    def period(self) -> Period:
        """Return the days."""
        return Period(self.cleaned_data["first_on"], self.cleaned_data["last_on"])
