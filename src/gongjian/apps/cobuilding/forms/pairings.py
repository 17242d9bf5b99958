"""Forms of pairings, tea parties and opinions: strings into specs of the services."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.choices.pairings import (
    VISITS_OF,
    OpinionOutcome,
    PairingKind,
    ReplyMeans,
    VisitKind,
)
from gongjian.apps.cobuilding.forms.fields import area, day, hour
from gongjian.apps.cobuilding.models import Pairing, TeaPartySeat
from gongjian.apps.cobuilding.services.pairings import PairingSpec, PartySpec, Reported, VisitSpec
from gongjian.apps.parties.forms.pick import ActorForm, OrganisationField
from gongjian.apps.parties.models import User
from gongjian.core.forms import offer


class PairingForm(ActorForm):
    """Who is paired with whom, for what, how long."""

    kind = forms.ChoiceField(label=_("哪一种"), choices=PairingKind.choices, initial=PairingKind.UNIT)
    organisation_id = OrganisationField(
        label=_("结对单位"), required=False, help_text=_("“联抓联创”填这一项。")
    )
    subject = forms.CharField(
        label=_("楼栋或积极分子"),
        required=False,
        max_length=60,
        help_text=_("“联户共建”写哪栋楼，“联手共促”写积极分子是谁。单位看不到。"),
    )
    leader = forms.CharField(label=_("社区联系人"), required=False, max_length=40)
    purpose = area(_("结对做什么"), 300, 2)
    starts_on = day(_("从哪天起"))
    ends_on = day(_("到哪天止"))

    def spec(self, place_code: str) -> PairingSpec:
        """Return what the service takes."""
        asked = dict(self.cleaned_data)
        return PairingSpec(place_code=place_code, **{**asked, "kind": PairingKind(asked["kind"])})


class VisitForm(forms.Form):
    """What was done on a day: made for a phone, four things."""

    kind = forms.ChoiceField(label=_("做了什么"), widget=forms.RadioSelect)
    on = day(_("哪天"))
    people = forms.IntegerField(label=_("几个人参加"), min_value=1, max_value=9999, initial=2)
    words = area(_("说了什么、办了什么"), 500, 3)

    def __init__(self, pairing: Pairing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = VISITS_OF[PairingKind(pairing.kind)]
        offer(self, "kind", [(kind.value, kind.label) for kind in kinds])
        if pairing.kind == PairingKind.UNIT:
            self.fields["words"].help_text = _("单位看得到，不要写住户的姓名和情况。")

    @property
    def spec(self) -> VisitSpec:
        """What the service takes."""
        asked = dict(self.cleaned_data)
        return VisitSpec(**{**asked, "kind": VisitKind(asked["kind"])})


class ReasonForm(forms.Form):
    """Why something is ended or taken back."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class HouseholdForm(forms.Form):
    """A household, by the full name of one of its residents in the register."""

    name = forms.CharField(label=_("居民姓名"), max_length=40, help_text=_("按居民名册里的全名找。"))


class TeaPartyForm(forms.Form):
    """When and where, and which year is reported on."""

    year = forms.IntegerField(label=_("汇报哪一年"), min_value=2000, max_value=2100)
    on = day(_("哪天开"))
    starts_at = hour(_("几点"), required=False)
    venue = forms.CharField(label=_("在哪里开"), required=False, max_length=120)

    def spec(self, place_code: str) -> PartySpec:
        """Return what the service takes."""
        return PartySpec(place_code=place_code, **self.cleaned_data)


class SeatForm(ActorForm):
    """One more unit."""

    organisation_id = OrganisationField(label=_("单位"))


class AttendanceForm(forms.Form):
    """Whether a unit came, and who for it."""

    came = forms.TypedChoiceField(
        label=_("到没到"),
        required=False,
        choices=[("", _("没有记")), ("yes", _("到了")), ("no", _("没到"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    delegates = forms.CharField(label=_("来的是谁"), required=False, max_length=120)


class OpinionForm(forms.Form):
    """What a unit says; the community that writes it down names who said it, and when."""

    organisation_id = forms.TypedChoiceField(label=_("哪个单位"), coerce=int)
    text = area(_("意见"), 500, 3)
    said_by = forms.CharField(
        label=_("单位谁说的"), required=False, max_length=60, help_text=_("姓名和职务。")
    )
    said_on = day(_("哪天说的"), required=False)

    def __init__(
        self, seats: list[TeaPartySeat], *args: Any, is_by_desk: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_by_desk:
            del self.fields["said_by"], self.fields["said_on"]
        chosen = [(seat.organisation_id, str(seat.organisation)) for seat in seats]
        offer(self, "organisation_id", chosen)


class AssignForm(forms.Form):
    """Who answers, by when."""

    owner_id = forms.TypedChoiceField(label=_("由谁答复"), coerce=int)
    due_on = day(_("哪天前答复"))

    def __init__(self, people: list[User], due_on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"due_on": due_on}})
        offer(self, "owner_id", [(one.pk, str(one)) for one in people])


class AnswerForm(forms.Form):
    """What became of it, in words; a plan names its day."""

    outcome = forms.TypedChoiceField(
        label=_("结果"), choices=OpinionOutcome.choices, coerce=OpinionOutcome, widget=forms.RadioSelect
    )
    answer = area(_("答复"), 500, 3)
    planned_on = day(_("计划哪天前办成"), required=False, help_text=_("选“列入计划”才填。"))


class ReplyForm(forms.Form):
    """What the unit says of the answer."""

    words = forms.CharField(
        label=_("单位的话"), required=False, max_length=300, help_text=_("不满意的，写明哪里不满意。")
    )


class ReportedForm(forms.Form):
    """What a unit without an account says of the answer, as it was told to the community."""

    means = forms.TypedChoiceField(
        label=_("怎么答复的"), choices=ReplyMeans.choices, coerce=ReplyMeans, widget=forms.RadioSelect
    )
    said_by = forms.CharField(label=_("单位谁说的"), max_length=60, help_text=_("姓名和职务。"))
    said_on = day(_("哪天说的"), initial=timezone.localdate)
    words = area(
        _("单位的话"), 300, 2, required=False, help_text=_("不满意的，写明哪里不满意；纸件写明存在哪里。")
    )

    def reported(self) -> dict[str, Any]:
        """Return what the service takes: the words, and how they came."""
        asked = dict(self.cleaned_data)
        return {"words": asked.pop("words"), "reported": Reported(**asked)}
