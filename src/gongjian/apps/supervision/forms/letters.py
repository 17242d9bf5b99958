"""The form for making letters of responsibility."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.supervision.forms.fields import ActorForm, DayInput, ProgrammeField
from gongjian.apps.supervision.services.letters import LetterTerms


class LettersForm(ActorForm):
    """Terms that all letters of one press share."""

    programme = ProgrammeField(help_text=_("由本级下达过任务的行动。接收任务的每个地方和单位各一份。"))
    due_on = forms.DateField(label=_("完成时限"), widget=DayInput())
    reward = forms.CharField(
        label=_("奖励"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    penalty = forms.CharField(
        label=_("问责"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, object]:
        """A programme has to be chosen."""
        asked = super().clean() or {}
        if not asked.get("programme") and "programme" not in self.errors:
            self.add_error("programme", _("请选一个行动。"))
        return asked

    def terms(self) -> LetterTerms:
        """Return what the service takes."""
        asked = self.cleaned_data
        return LetterTerms(due_on=asked["due_on"], reward=asked["reward"], penalty=asked["penalty"])
