"""The audit trail for reading: narrowed to the auditor's places, filtered, and said in words."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.core.access import Actor, Right, any_prefix
from gongjian.core.forms import offer
from gongjian.core.models import AuditEntry
from gongjian.core.trail_words import ACTS, FIELDS, KINDS

MOST_CHARACTERS = 300
READ = "read.sensitive"
GROUPS: dict[str, Any] = {
    "sign_in": gettext_lazy("登录"),
    "parties": gettext_lazy("人员、单位和授权"),
    "places": gettext_lazy("地方"),
    "plans": gettext_lazy("方案"),
    "programmes": gettext_lazy("行动和填报"),
    "inspections": gettext_lazy("检查和评级"),
    "supervision": gettext_lazy("督查和责任书"),
    "hearings": gettext_lazy("救助和评议"),
    "councils": gettext_lazy("议事和自治"),
    "cobuilding": gettext_lazy("共建"),
    "matters": gettext_lazy("事项"),
    "portal": gettext_lazy("公开门户"),
    "documents": gettext_lazy("公文"),
    "indicators": gettext_lazy("指标"),
    "interfaces": gettext_lazy("接口"),
    "rules": gettext_lazy("规则"),
    "read": gettext_lazy("查看个人信息"),
}
"""What may be asked for as a whole: the first word of an act."""


class DayInput(forms.DateInput):
    """A date as browsers know it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TrailFilter(forms.Form):
    """What of the trail is asked for."""

    who = forms.CharField(label=gettext_lazy("人"), max_length=80, required=False)
    what = forms.ChoiceField(label=gettext_lazy("做了什么"), required=False)
    about = forms.CharField(label=gettext_lazy("对什么"), max_length=120, required=False)
    since = forms.DateField(label=gettext_lazy("从"), required=False, widget=DayInput())
    until = forms.DateField(label=gettext_lazy("到"), required=False, widget=DayInput())
    object_type = forms.CharField(required=False, widget=forms.HiddenInput)
    object_id = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = {
            group: [(act, words) for act, words in ACTS.items() if act.startswith(f"{group}.")]
            for group in GROUPS
        }
        choices: list[Any] = [("", _("全部"))]
        for group, label in GROUPS.items():
            choices.append((label, [(group, _("%s：全部") % label), *within[group]]))
        offer(self, "what", choices)

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked and could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def list_entries(actor: Actor, asked: Mapping[str, Any]) -> QuerySet[AuditEntry]:
    """List the entries of the auditor's places (and of no place: the installation's own), newest first."""
    actor.require(Right.AUDIT_VIEW)
    rows = AuditEntry.objects.all()
    prefixes = actor.place_prefixes(Right.AUDIT_VIEW)
    if "" not in prefixes:
        rows = rows.filter(any_prefix("place_code", prefixes) | Q(place_code=""))
    return rows.filter(*_conditions(asked))


def count_acts(actor: Actor, acts: Iterable[str], since: date) -> dict[str, int]:
    """Count acts since a day in the auditor's places, in the order of `acts`; none are left out."""
    rows = list_entries(actor, {"since": since}).filter(action__in=list(acts)).order_by()
    counted = rows.values("action").annotate(count=Count("pk"))
    counts = dict(counted.values_list("action", "count"))
    return {act: counts[act] for act in acts if act in counts}


def _conditions(asked: Mapping[str, Any]) -> list[Q]:
    found = []
    if who := asked.get("who"):
        found.append(Q(actor_name__contains=who))
    if what := asked.get("what"):
        found.append(Q(action__startswith=f"{what}.") if what in GROUPS else Q(action=what))
    if about := asked.get("about"):
        found.append(Q(object_label__contains=about))
    if since := asked.get("since"):
        found.append(Q(at__gte=_midnight(since)))
    if until := asked.get("until"):
        found.append(Q(at__lt=_midnight(until + timedelta(days=1))))
    found += [Q(**{name: asked[name]}) for name in ("object_type", "object_id") if name in asked]
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Change:
    """One field that changed; `before` None where nothing was before."""

    label: str
    before: str | None
    after: str


@dataclass(frozen=True)
class TrailRow:
    """One entry in words."""

    entry: AuditEntry
    act: str
    kind: str
    stands_for: str
    changes: list[Change]


def in_words(entries: Iterable[AuditEntry]) -> list[TrailRow]:
    """Say each entry in words; one query for the names of those who were stood in for."""
    entries = list(entries)
    absent = {entry.acting_for_id for entry in entries if entry.acting_for_id}
    people = get_user_model().objects.filter(pk__in=absent) if absent else ()
    names = {person.pk: str(person) for person in people}
    return [
        TrailRow(
            entry,
            str(ACTS.get(entry.action, entry.action)),
            str(KINDS.get(entry.object_type, entry.object_type)),
            names.get(entry.acting_for_id or 0, ""),
            changes_of(entry.before, entry.after),
        )
        for entry in entries
    ]


def changes_of(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """List what differs between before and after; all that is stated where there is only one of them."""
    old, new = before or {}, after or {}
    names = list(dict.fromkeys([*old, *new]))
    if before and after:
        return [
            Change(_label(name), _words(old.get(name)), _words(new.get(name)))
            for name in names
            if old.get(name) != new.get(name)
        ]
    stated = new or old
    return [
        Change(_label(name), None, _words(stated[name]))
        for name in names
        if stated[name] not in (None, "", [], {})
    ]


def _label(name: str) -> str:
    return str(FIELDS.get(name, name))


def _words(value: Any) -> str:
    """Write a plain value for the eye; a sealed one only says that it is."""
    if value in (None, "", [], {}):
        return _("（空）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        if "sealed" in value:
            return _("（个人信息，已加密）")
        return "，".join(f"{_label(str(key))} {_words(item)}" for key, item in value.items())[
            :MOST_CHARACTERS
        ]
    if isinstance(value, list):
        return "、".join(_words(item) for item in value)[:MOST_CHARACTERS]
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))[:MOST_CHARACTERS]
