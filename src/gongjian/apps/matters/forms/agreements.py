"""The form of an agreement: its facts and its points, line by line; and of putting it in force."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import AgreementForm as Way
from gongjian.apps.matters.choices import SigningWay
from gongjian.apps.matters.forms.fields import area
from gongjian.apps.matters.forms.mediation import CaseForm, DayInput, draft
from gongjian.apps.matters.services.mediation import PointSpec, Signing
from gongjian.core.attachments import Upload
from gongjian.core.forms import offer

EMPTY_LINES = 2
PARTY, MEDIATOR = "party", "mediator"


class PointForm(forms.Form):
    """One promise; a line left empty is none."""

    party_id = forms.TypedChoiceField(label=_("谁"), coerce=int, required=False, empty_value=None)
    words = area(_("做什么"), 500, 2, required=False)
    amount = forms.DecimalField(
        label=_("金额（元）"), required=False, min_value=Decimal("0.01"), max_digits=11, decimal_places=2
    )
    due_on = forms.DateField(label=_("什么时候做完"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """Ask for the rest of a line that was begun."""
        asked = super().clean() or self.cleaned_data
        if any(asked.values()):
            for name in ("party_id", "words", "due_on"):
                if not asked.get(name) and name not in self.errors:
                    self.add_error(name, now("这一项没有写全：谁、做什么、什么时候做完都要有。"))
        return asked

    def spec(self) -> PointSpec | None:
        """Return the promise; None for an empty line."""
        asked = self.cleaned_data
        if not asked.get("party_id"):
            return None
        amount = asked["amount"]
        return PointSpec(
            party_id=asked["party_id"],
            words=asked["words"],
            due_on=asked["due_on"],
            amount_cents=None if amount is None else int(amount * 100),
        )


PointFormSet = forms.formset_factory(PointForm, extra=EMPTY_LINES, max_num=30)


class AgreementForm(CaseForm):
    """What was agreed, as it stands on the paper."""

    form = forms.ChoiceField(
        label=_("怎么达成"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.WRITTEN
    )
    facts = area(_("主要事实、争议的事和各方责任"), 5000, 6)

    def prepare(self) -> None:
        """Take the draft as it stands, with lines for more points."""
        kept = self.case.draft
        if kept:
            self.initial.setdefault("form", kept.form)
            self.initial.setdefault("facts", kept.facts)
        points = [
            {
                "party_id": point.party_id,
                "words": point.words,
                "due_on": point.due_on,
                "amount": None if point.amount_cents is None else Decimal(point.amount_cents) / 100,
            }
            for point in (kept.points.all() if kept else ())
        ]
        self.lines = PointFormSet(self.data if self.is_bound else None, prefix="points", initial=points)
        for line in self.lines.forms:
            offer(line, "party_id", [("", _("请选")), *self.named()])

    def is_valid(self) -> bool:
        """Check the lines with the rest."""
        are_whole = self.lines.is_valid()
        if not are_whole:
            self.add_error(None, now("有几项没有写全，请看下面标出的地方。"))
        return super().is_valid() and are_whole

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        points = [spec for line in self.lines.forms if (spec := line.spec()) is not None]
        return {"form": Way(self.cleaned_data["form"]), "facts": self.cleaned_data["facts"], "points": points}


class ConcludeForm(CaseForm):
    """Who put his name to the agreement, and how."""

    signed_on = forms.DateField(label=_("哪天签订"), widget=DayInput(), initial=timezone.localdate)

    def prepare(self) -> None:
        """Ask of each party and each mediator."""
        ways = [("", _("没有签")), *SigningWay.choices]
        names: Mapping[str, str] = {
            **{f"{PARTY}_{pk}": label for pk, label in self.named()},
            **{f"{MEDIATOR}_{one.user_id}": f"{now('调解员')} {one.user}" for one in self.case.members},
        }
        is_oral = bool(self.case.draft and self.case.draft.form == Way.ORAL)
        first = SigningWay.SPOKEN if is_oral else SigningWay.SIGNED
        for name, label in names.items():
            self.fields[name] = forms.ChoiceField(label=label, choices=ways, required=False, initial=first)
        self.fields["scan"] = forms.FileField(
            label=_("签过的协议（照片或 PDF）"),
            required=False,
            help_text=_("加密保存，只有本案调解员能打开。"),
        )
        self.fields["answer_draft"] = draft()

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        asked = self.cleaned_data
        sent = asked["scan"]
        return {
            "signed_on": asked["signed_on"],
            "answer_draft": asked["answer_draft"],
            "scan": Upload(sent.name, sent.read()) if sent else None,
            "signings": [
                one for name, way in asked.items() if way and (one := _signing(name, way)) is not None
            ],
        }


def _signing(name: str, way: Any) -> Signing | None:
    who, _sep, number = name.rpartition("_")
    if who == PARTY:
        return Signing(way=SigningWay(way), party_id=int(number))
    if who == MEDIATOR:
        return Signing(way=SigningWay(way), mediator_id=int(number))
    return None
