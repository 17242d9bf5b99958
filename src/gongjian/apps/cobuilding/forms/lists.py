"""What a list of needs or resources is narrowed to, read from its address."""

from typing import Any

from django import forms

from gongjian.apps.cobuilding.choices import catalogue
from gongjian.apps.cobuilding.selectors.lists import EntriesAsked


class ListForm(forms.Form):
    """The filter of both lists: what can't be read narrows nothing."""

    place = forms.RegexField(r"^\d{0,15}\Z", required=False)
    q = forms.CharField(max_length=60, required=False)
    category = forms.CharField(max_length=40, required=False)
    urgency = forms.IntegerField(min_value=1, max_value=5, required=False)
    raised_to = forms.RegexField(r"^\d{0,15}\Z", required=False)
    unit = forms.IntegerField(min_value=1, required=False)

    def __init__(self, *args: Any, scope: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope

    def asked(self) -> EntriesAsked:
        """Return what was asked; the place one works in unless another is named."""
        self.is_valid()
        values = self.cleaned_data
        category = values.get("category") or ""
        known = {one.key for one in catalogue().categories.values()}
        groups = {one.group.key for one in catalogue().categories.values()}
        return EntriesAsked(
            place_code=values.get("place") or self.scope,
            words=(values.get("q") or "").strip(),
            category=category if category in known | groups else "",
            urgency=values.get("urgency") or 0,
            organisation_id=values.get("unit"),
            raised_to=values.get("raised_to") or "",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the place was asked."""
        return any(value for name, value in self.cleaned_data.items() if name != "place")
