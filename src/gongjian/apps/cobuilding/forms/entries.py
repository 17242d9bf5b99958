"""Forms of needs and resources: short first, the rest folded; they become what the services take."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.choices import NeedSource, Recurrence, catalogue
from gongjian.apps.cobuilding.forms.fields import (
    POINT,
    URGENCIES,
    WEEKDAYS,
    PointForm,
    area,
    checks,
    day,
    hour,
)
from gongjian.apps.cobuilding.models import Need, Resource
from gongjian.apps.cobuilding.services.needs import HouseholdSpec, NeedSpec
from gongjian.apps.cobuilding.services.resources import ResourceSpec
from gongjian.core.forms import offer

SCOPES: tuple[tuple[str, Any], ...] = (
    ("own", _("本地方的单位和居民组织")),
    ("9", _("全街道")),
    ("6", _("全区县")),
    ("4", _("全市")),
    ("", _("先不公布")),
)
"""To whom an entry is shown, by the level of the place."""


def published_code(place_code: str, scope: str) -> str | None:
    """Turn a choice of SCOPES into the place it means for an entry of a place; None: nobody else."""
    if not scope:
        return None
    return place_code if scope == "own" else place_code[: int(scope)]


def scope_words(place_code: str, published_to: str | None) -> str:
    """Say in words to whom an entry is shown."""
    return str(dict(SCOPES)[scope_of(place_code, published_to)])


def scope_of(place_code: str, published_to: str | None) -> str:
    """Turn the place an entry is shown in back into a choice."""
    if not published_to:
        return ""
    return "own" if published_to == place_code else str(len(published_to))


class PublishForm(forms.Form):
    """To whom an entry is shown."""

    scope = forms.ChoiceField(label=_("给谁看"), choices=SCOPES, required=False)


class EntryForm(PointForm):
    """What entries of both lists state. `short` names what is asked first, the rest is folded."""

    short: Sequence[str] = ()

    place_code = forms.ChoiceField(label=_("哪个社区"))
    category = forms.ChoiceField(label=_("类别"))
    title = forms.CharField(label=_("名称"), max_length=80)
    quantity = forms.IntegerField(label=_("数量"), min_value=1)
    first_on = day(_("从哪天起"), required=False)
    last_on = day(_("到哪天止"), required=False)
    weekdays = checks(_("星期几"), WEEKDAYS, help_text=_("不选就是哪天都行。"))
    starts_at = hour(_("从几点"), required=False)
    ends_at = hour(_("到几点"), required=False)
    address = forms.CharField(label=_("地点"), max_length=200, required=False)
    detail = area(_("说明"), 2000, 3, required=False)
    qualifications = checks(_("资质"), ())
    recurrence = forms.ChoiceField(
        label=_("多久一次"),
        choices=Recurrence.choices,
        required=False,
        help_text=_("每周、每月的，这一次过了自动接着下一次；每年的，到期前提醒续报。"),
    )
    expires_on = day(_("有效到"), required=False, help_text=_("不填就到年底。到期前提醒，可以一次续报。"))
    scope = forms.ChoiceField(label=_("给谁看"), choices=SCOPES, required=False, initial="own")
    is_other = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, places: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """Offer these places (code, name); the only one is not asked for."""
        super().__init__(*args, **kwargs)
        self.only_place = places[0][0] if len(places) == 1 else ""
        if self.only_place:
            del self.fields["place_code"]
        else:
            offer(self, "place_code", [("", _("请选")), *places])
        offer(self, "category", [("", _("请选")), *catalogue().choices()])
        offer(self, "qualifications", catalogue().qualification_choices())

    @property
    def place(self) -> str:
        """The code of the place, asked or fixed."""
        return self.only_place or str(self.cleaned_data.get("place_code") or "")

    def shorts(self) -> list[BoundField]:
        """What is asked first."""
        return [self[name] for name in self.short if name in self.fields]

    def folded(self) -> list[BoundField]:
        """What may be said besides."""
        return [field for field in self.besides_point() if field.name not in {*self.short, "is_other"}]

    @property
    def is_unfolded(self) -> bool:
        """Whether something folded has an error, or was stated before."""
        names = [*POINT, *(field.name for field in self.folded())]
        return any(name in self.errors for name in names) if self.is_bound else False

    def stated(self) -> dict[str, Any]:
        """Return what both specifications take."""
        asked: dict[str, Any] = self.cleaned_data
        same = ("category", "title", "quantity", "first_on", "last_on", "starts_at", "ends_at", "address")
        return {name: asked[name] for name in (*same, *POINT, "detail", "expires_on")} | {
            "place_code": self.place,
            "published_to": published_code(self.place, asked["scope"]),
            "weekdays": "".join(asked["weekdays"]),
            "qualifications": tuple(asked["qualifications"]),
            "recurrence": asked["recurrence"] or Recurrence.ONCE,
        }


class NeedForm(EntryForm):
    """A need: what, for whom, how much, how urgent, when; the rest folded."""

    short = (
        "place_code",
        "title",
        "category",
        "quantity",
        "for_whom",
        "urgency",
        "first_on",
        "last_on",
        "resident_id",
        "note",
    )

    for_whom = forms.CharField(label=_("为谁"), max_length=120, help_text=_("如：独居老人、放学后的孩子"))
    urgency = forms.TypedChoiceField(label=_("多急"), choices=URGENCIES, coerce=int, initial=3)
    people = forms.IntegerField(label=_("受益人数"), min_value=1, required=False)
    resident_id = forms.TypedChoiceField(label=_("哪一家"), coerce=int, empty_value=None, required=False)
    note = area(
        _("家里的情况"), 2000, 3, required=False, help_text=_("加密保存，只有社区看得到，单位看不到。")
    )

    def __init__(
        self,
        places: Sequence[tuple[str, str]],
        *args: Any,
        residents: Iterable[tuple[Any, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(places, *args, **kwargs)
        self.fields["title"].help_text = _("一句话写要什么，如：周六下午要一间能坐 60 人的场地")
        if households := list(residents):
            offer(self, "resident_id", [("", _("请选")), *households])
        else:
            del self.fields["resident_id"], self.fields["note"]

    def spec(self, source: str = NeedSource.TYPED, source_id: str = "", source_words: str = "") -> NeedSpec:
        """Return what the service takes; the arguments say what the need came from."""
        asked: dict[str, Any] = self.cleaned_data
        household = None
        if resident_id := asked.get("resident_id"):
            household = HouseholdSpec(resident_id=resident_id, note=asked["note"])
        return NeedSpec(
            **self.stated(),
            source=source,
            source_id=source_id,
            source_words=source_words,
            for_whom=asked["for_whom"],
            people=asked["people"],
            urgency=asked["urgency"],
            household=household,
        )


class ResourceForm(EntryForm):
    """A resource: what, how much a year, when it may be used, on which conditions; the rest folded."""

    short = (
        "organisation_id",
        "place_code",
        "category",
        "title",
        "quantity",
        "weekdays",
        "starts_at",
        "ends_at",
        "conditions",
    )

    organisation_id = forms.TypedChoiceField(label=_("哪个单位"), coerce=int)
    conditions = forms.CharField(
        label=_("使用条件"),
        max_length=300,
        required=False,
        help_text=_("如：提前三天说、自己打扫。没有就不填。"),
    )
    reach_m = forms.IntegerField(
        label=_("最远到多少米"), min_value=1, required=False, help_text=_("上门的写最远多远；不填就是都行。")
    )

    def __init__(
        self,
        places: Sequence[tuple[str, str]],
        units: Sequence[tuple[int, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Offer these places and these units (key, name); the only one is not asked for."""
        super().__init__(places, *args, **kwargs)
        self.fields["title"].help_text = _("如：三楼会议室，能坐 80 人；内科和骨科医生两名")
        self.fields["quantity"].label = _("一年最多给多少")
        self.fields["first_on"].label, self.fields["last_on"].label = _("从哪天起能用"), _("到哪天止")
        self.fields["qualifications"].label = _("有什么资质")
        self.only_unit = units[0][0] if len(units) == 1 else 0
        if self.only_unit:
            del self.fields["organisation_id"]
        else:
            offer(self, "organisation_id", [("", _("请选")), *units])

    @property
    def unit_id(self) -> int:
        """The unit whose resource it is."""
        return self.only_unit or int(self.cleaned_data["organisation_id"])

    def spec(self) -> ResourceSpec:
        """Return what the service takes."""
        asked: dict[str, Any] = self.cleaned_data
        return ResourceSpec(
            **self.stated(),
            organisation_id=self.unit_id,
            conditions=asked["conditions"],
            reach_m=asked["reach_m"],
        )


def entry_initial(row: Need | Resource) -> dict[str, Any]:
    """Return the values of an entry for its form."""
    names = (
        "category",
        "title",
        "quantity",
        "first_on",
        "last_on",
        "starts_at",
        "ends_at",
        "address",
        *POINT,
        "detail",
        "recurrence",
        "expires_on",
        "qualifications",
    )
    own = ("for_whom", "urgency", "people") if isinstance(row, Need) else ("conditions", "reach_m")
    values = {name: getattr(row, name) for name in (*names, *own)} | {
        "weekdays": list(row.weekdays),
        "scope": scope_of(row.place_code, row.published_to),
    }
    return values
