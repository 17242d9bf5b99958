"""Forms of plans, activities and what became of one time."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongjian.apps.parties.selectors import search_users
from gongjian.apps.supervision.choices import ActivityKind, OccurrenceStatus, Repeat, Shift, Weekday
from gongjian.apps.supervision.forms.fields import OFFERED, ActorForm, DayInput, ProgrammeField
from gongjian.apps.supervision.selectors.who import find_handler
from gongjian.apps.supervision.services.plans import ActivitySpec
from gongjian.core.access import Role
from gongjian.core.errors import Invalid

_MONTH_DAY = re.compile(r"^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
ROLES = (Role.OFFICE, Role.LEADER, Role.INSPECTOR, Role.DEPARTMENT)


class PlanForm(ActorForm):
    """A plan's head."""

    title = forms.CharField(label=_("名称"), max_length=120)
    programme = ProgrammeField()
    starts_on = forms.DateField(label=_("开始"), widget=DayInput())
    ends_on = forms.DateField(label=_("截止"), widget=DayInput())


class MonthDays(forms.CharField):
    """Days of the year, such as 4-15、8-15; cleans to pairs of month and day."""

    def clean(self, value: Any) -> list[list[int]]:
        """Read the pairs; say which part can't be read."""
        text = super().clean(value)
        found = []
        for part in re.split(r"[、,，;；\s]+", text.strip()) if text else []:
            match = _MONTH_DAY.match(part)
            if match is None:
                raise ValidationError(_("“%(part)s”读不懂。请写成 4-15、8-15。") % {"part": part})
            found.append([int(match[1]), int(match[2])])
        return found


class ActivityForm(ActorForm):
    """One recurring activity; of the days only what its repetition asks for has to be filled in."""

    kind = forms.ChoiceField(label=_("活动"), choices=ActivityKind.choices)
    title = forms.CharField(label=_("内容"), max_length=120)
    repeat = forms.ChoiceField(label=_("多久一次"), choices=Repeat.choices)
    weekday = forms.TypedChoiceField(
        label=_("星期几"),
        choices=[("", "—"), *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("每周一次的填。"),
    )
    day = forms.IntegerField(
        label=_("几号"),
        min_value=1,
        max_value=31,
        required=False,
        help_text=_("每月一次的填；没有这一天的月份算最后一天。"),
    )
    dates = MonthDays(
        label=_("哪几天"),
        max_length=200,
        required=False,
        help_text=_("每年几次的填，写成 4-15、8-15、12-15。"),
    )
    shift = forms.ChoiceField(label=_("遇到休息日"), choices=Shift.choices)
    starts_at = forms.TimeField(
        label=_("几点"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    role = forms.ChoiceField(
        label=_("由谁办（角色）"),
        choices=[("", "—"), *((role.value, role.label) for role in ROLES)],
        required=False,
    )
    who = forms.CharField(
        label=_("由谁办（人或单位）"),
        max_length=120,
        required=False,
        help_text=_("写了人或单位，就不看角色。"),
        widget=forms.TextInput(attrs={"list": OFFERED}),
    )
    where = forms.CharField(label=_("在哪里"), max_length=120, required=False)

    def clean_who(self) -> tuple[int | None, int | None]:
        """Return (unit, person) as meant."""
        text = self.cleaned_data["who"].strip()
        if not text:
            return None, None
        people = [row for row in search_users(self.actor, text, 5) if text in (row.full_name, row.username)]
        if len(people) == 1:
            return None, people[0].pk
        try:
            found = find_handler(self.actor, text, self.within)
        except Invalid as refusal:
            raise ValidationError(refusal.message) from refusal
        if found.unit_id is None:
            raise ValidationError(_("“%(text)s”是地方。请写单位或人名。") % {"text": text})
        return found.unit_id, None

    def spec(self) -> ActivitySpec:
        """Return what the service takes: only the day that the repetition asks for."""
        asked = dict(self.cleaned_data)
        unit_id, person_id = asked.pop("who") or (None, None)
        repeat = Repeat(asked["repeat"])
        return ActivitySpec(
            kind=ActivityKind(asked["kind"]),
            title=asked["title"],
            repeat=repeat,
            weekday=asked["weekday"] if repeat == Repeat.WEEKLY else None,
            day=asked["day"] if repeat == Repeat.MONTHLY else None,
            dates=asked["dates"] if repeat == Repeat.YEARLY else [],
            shift=Shift(asked["shift"]),
            starts_at=asked["starts_at"],
            role=asked["role"],
            organisation_id=unit_id,
            person_id=person_id,
            where=asked["where"],
        )


class HappeningForm(forms.Form):
    """What became of one time."""

    status = forms.ChoiceField(label=_("情况"), choices=OccurrenceStatus.choices, widget=forms.RadioSelect)
    on = forms.DateField(
        label=_("改到哪天"), required=False, widget=DayInput(), help_text=_("改期的填。已办的不填就是当天。")
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("改期、取消要写原因。"),
    )
