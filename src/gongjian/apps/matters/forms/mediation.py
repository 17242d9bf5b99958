"""Forms of the mediators: each knows the file of its case, and the row it is about."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import (
    ConfirmationState,
    MediationState,
    PartyRole,
    PassUpGround,
    PointState,
    ReferralTo,
)
from gongjian.apps.matters.forms.fields import area
from gongjian.apps.matters.models import MediationParty
from gongjian.apps.matters.selectors.mediation.cases import CaseFile
from gongjian.apps.matters.services.mediation import OTHER_WAYS, PartySpec
from gongjian.core.forms import offer


class DayInput(forms.DateInput):
    """A native date field."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


def draft() -> forms.CharField:
    """What the mediators let the desk tell the person: the one text of theirs that others read."""
    return area(
        _("给派办台起草的答复"),
        500,
        3,
        required=False,
        help_text=_("派办台和反映人会看到这段话。只写结果，不写调解中谁说了什么。"),
    )


def told() -> forms.BooleanField:
    """That the other ways were told."""
    return forms.BooleanField(label=_("已告知仲裁、行政、司法等途径"), required=False, help_text=OTHER_WAYS)


class CaseForm(forms.Form):
    """A form about one case; `row` is what of it, None for the case itself."""

    def __init__(self, case: CaseFile, row: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.row = case, row
        self.prepare()

    def prepare(self) -> None:
        """Set what is offered, once the case is known."""

    def named(self, parties: Any = None) -> list[tuple[int, str]]:
        """Offer parties by role and name."""
        rows = self.case.parties if parties is None else parties
        return [(party.pk, f"{party.get_role_display()} {party.name}") for party in rows]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return dict(self.cleaned_data)


class NoteForm(forms.Form):
    """A note for the mediators of the case."""

    text = area(_("记什么"), 10_000, 5, error_messages={"required": _("没有写内容。")})
    corrects_id = forms.TypedChoiceField(
        label=_("更正哪一条"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("写好的笔录不能改，只能另写一条更正。"),
    )

    def __init__(self, notes: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(note.pk, f"{number}. {note.author}") for number, note in enumerate(notes, 1)]
        offer(self, "corrects_id", [("", _("不是更正")), *listed])


class PartyForm(CaseForm):
    """Who is in the dispute."""

    role = forms.ChoiceField(label=_("是什么人"), choices=PartyRole.choices)
    stands_for_id = forms.TypedChoiceField(
        label=_("代表谁"), coerce=int, required=False, empty_value=None, help_text=_("代理人和监护人填。")
    )
    name = forms.CharField(label=_("姓名或单位"), max_length=80)
    contact = forms.CharField(label=_("联系方式"), max_length=80, required=False)
    id_number = forms.CharField(
        label=_("身份证号或统一社会信用代码"),
        max_length=24,
        required=False,
        help_text=_("加密保存，写协议书时用；不知道可以不填。"),
    )
    is_minor = forms.BooleanField(label=_("未成年"), required=False)

    def prepare(self) -> None:
        """Offer whom an agent can stand for; show what is kept of a party."""
        party = self.row if isinstance(self.row, MediationParty) else None
        others = [one for one in self.case.parties if one.is_side and one != party]
        offer(self, "stands_for_id", [("", _("不代表别人")), *self.named(others)])
        if party:
            for name in self.fields:
                self.initial.setdefault(name, getattr(party, name))

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        asked = {**self.cleaned_data, "role": PartyRole(self.cleaned_data["role"])}
        return {"spec": PartySpec(**asked)}


class ConsentForm(CaseForm):
    """Whether a party agrees to be mediated."""

    agrees = forms.TypedChoiceField(
        label=_("同意调解吗"),
        choices=[("1", _("同意调解")), ("0", _("不同意调解，结束"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选当事人是否同意调解。")},
    )
    told_other_ways = told()


class SessionForm(CaseForm):
    """When and where the parties meet."""

    planned_at = forms.DateTimeField(
        label=_("时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("地点"), max_length=80)


class HeldForm(CaseForm):
    """What came of a session."""

    attending = forms.TypedMultipleChoiceField(
        label=_("谁到场"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选到场的当事人。没有人到场的，记为没有开成。")},
    )
    outcome = area(_("调解情况和结果"), 10_000, 6, error_messages={"required": _("请写调解的情况和结果。")})

    def prepare(self) -> None:
        """Offer the parties."""
        offer(self, "attending", self.named())


class ProposalForm(CaseForm):
    """A way out."""

    party_id = forms.TypedChoiceField(label=_("谁提的"), coerce=int, required=False, empty_value=None)
    words = area(_("方案"), 2000, 4)

    def prepare(self) -> None:
        """Offer the parties; without one the mediators put it."""
        offer(self, "party_id", [("", _("调解员提的")), *self.named()])


class ReplyForm(CaseForm):
    """What a party says to a proposal."""

    party_id = forms.TypedChoiceField(label=_("谁答复"), coerce=int)
    agrees = forms.TypedChoiceField(
        label=_("怎么说"),
        choices=[("1", _("同意")), ("0", _("不同意"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    words = area(_("说明"), 500, 2, required=False)

    def prepare(self) -> None:
        """Offer the parties."""
        offer(self, "party_id", [("", _("请选")), *self.named()])


class PerformanceForm(CaseForm):
    """What a look at one point found."""

    state = forms.ChoiceField(
        label=_("履行了吗"),
        choices=[
            (PointState.DONE, _("已履行")),
            (PointState.OPEN, _("还在履行")),
            (PointState.BROKEN, _("没有履行")),
        ],
        widget=forms.RadioSelect,
    )
    done_on = forms.DateField(label=_("哪天履行"), required=False, widget=DayInput())
    words = area(_("情况"), 1000, 3, required=False, help_text=_("没有履行的写明原因，和告知了什么途径。"))

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "state": PointState(self.cleaned_data["state"])}


class CourtForm(CaseForm):
    """That the court was asked."""

    court = forms.CharField(label=_("向哪个人民法院申请"), max_length=80)
    asked_on = forms.DateField(label=_("哪天申请"), widget=DayInput(), initial=timezone.localdate)


class DecisionForm(CaseForm):
    """What the court decided."""

    state = forms.ChoiceField(
        label=_("裁定"),
        choices=[(one.value, one.label) for one in (ConfirmationState.CONFIRMED, ConfirmationState.REFUSED)],
        widget=forms.RadioSelect,
    )
    decided_on = forms.DateField(label=_("哪天裁定"), widget=DayInput())
    document_number = forms.CharField(label=_("裁定书文号"), max_length=80)

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "state": ConfirmationState(self.cleaned_data["state"])}


class EndForm(CaseForm):
    """How talks without an agreement end."""

    how = forms.ChoiceField(
        label=_("怎么结束"),
        choices=[(MediationState.NOT_AGREED, _("没有达成协议")), (MediationState.WITHDRAWN, _("申请人撤回"))],
        widget=forms.RadioSelect,
        initial=MediationState.NOT_AGREED,
    )
    told_other_ways = told()
    answer_draft = draft()


class ReferForm(CaseForm):
    """Where a dispute is passed on to."""

    to = forms.ChoiceField(label=_("转到哪里"), choices=ReferralTo.choices)
    body = forms.CharField(label=_("具体单位"), max_length=80)
    reason = area(_("为什么转、已经做了什么"), 2000, 5, help_text=_("写进转办函，只给接收的单位。"))
    answer_draft = draft()

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "to": ReferralTo(self.cleaned_data["to"])}


class PassUpForm(CaseForm):
    """Why this level can't mediate a dispute."""

    ground = forms.ChoiceField(
        label=_("为什么本级调解不了"),
        choices=PassUpGround.choices,
        widget=forms.RadioSelect,
        help_text=_("只选原因，不写内容：时间线上别人看得到。"),
    )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {"ground": PassUpGround(self.cleaned_data["ground"])}
