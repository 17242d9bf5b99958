"""What the list of matters is narrowed to, read from its address."""

from typing import Any

from django import forms

from gongjian.apps.matters.choices import MatterKind, MatterSource
from gongjian.apps.matters.selectors.matters import ListAsked


class ListForm(forms.Form):
    """The filter of the list: what can't be read narrows nothing."""

    place = forms.RegexField(r"^\d{0,15}\Z", required=False)
    q = forms.CharField(max_length=60, required=False)
    klass = forms.RegexField(r"^\d{0,12}\Z", required=False)
    source = forms.ChoiceField(choices=MatterSource.choices, required=False)
    kind = forms.ChoiceField(choices=MatterKind.choices, required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def __init__(self, *args: Any, scope: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope

    def asked(self) -> ListAsked:
        """Return what was asked; the place one works in unless another is named."""
        self.is_valid()
        values = self.cleaned_data
        return ListAsked(
            place_code=values.get("place") or self.scope,
            words=(values.get("q") or "").strip(),
            class_code=values.get("klass") or "",
            source=values.get("source") or "",
            kind=values.get("kind") or "",
            since=values.get("since"),
            until=values.get("until"),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the place was asked."""
        return any(value for name, value in self.cleaned_data.items() if name != "place")
