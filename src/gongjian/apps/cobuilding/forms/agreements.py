"""Forms of agreements: terms, steps, deliveries as counted, acceptance, evaluation, supplements."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.choices import Side
from gongjian.apps.cobuilding.forms.fields import area, day
from gongjian.apps.cobuilding.models import AgreementPerson, Project
from gongjian.apps.cobuilding.selectors.agreements import CountedLine
from gongjian.apps.cobuilding.services.agreements import (
    Acceptance,
    DeliverySpec,
    StepSpec,
    SupplementSpec,
    TermsSpec,
)
from gongjian.core.attachments import Upload
from gongjian.core.forms import offer

RATINGS = ((5, _("5　很好")), (4, _("4　好")), (3, _("3　一般")), (2, _("2　不好")), (1, _("1　很不好")))


def hours(label: Any, **kwargs: Any) -> forms.DecimalField:
    """Hours to the tenth, at most a thousand."""
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_value=Decimal(1000), decimal_places=1, required=False, **kwargs
    )


def minutes_of(value: Decimal | None) -> int:
    """Turn hours as written into whole minutes."""
    return 0 if value is None else int(value * 60)


class TermsForm(forms.Form):
    """What a draft says beside its lines."""

    title = forms.CharField(label=_("名称"), max_length=80)
    starts_on = day(_("从哪天起"))
    ends_on = day(_("到哪天止"))
    project = forms.ModelChoiceField(
        label=_("属于哪个共建项目"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=_("不属于项目"),
        help_text=_("项目连着行动的任务和目标，选了，交付的数会算进去。"),
    )
    terms = area(
        _("双方约定"), 4000, 6, required=False, help_text=_("怎么联系、谁开门、出了问题找谁，一行一条。")
    )

    def __init__(self, projects: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = projects

    def spec(self) -> TermsSpec:
        """Return what the service takes."""
        asked = dict(self.cleaned_data)
        project = asked.pop("project")
        return TermsSpec(**asked, project_id=project.pk if project else None)


class StepForm(forms.Form):
    """One step."""

    title = forms.CharField(label=_("做什么"), max_length=120)
    side = forms.ChoiceField(label=_("由哪一方"), choices=Side.choices)
    owner_name = forms.CharField(label=_("谁负责"), max_length=40)
    due_on = day(_("哪天前"))

    def spec(self) -> StepSpec:
        """Return what the service takes."""
        asked = dict(self.cleaned_data)
        return StepSpec(**{**asked, "side": Side(asked["side"])})


class StepDoneForm(forms.Form):
    """When a step was done, and with what result."""

    on = day(_("哪天做完"), initial=timezone.localdate)
    note = forms.CharField(label=_("结果"), max_length=200, required=False)


class PersonForm(forms.Form):
    """A person of the unit who takes part."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    duty = forms.CharField(label=_("做什么"), max_length=60, help_text=_("如：坐诊医生、开门的人。"))


class DeliveryForm(forms.Form):
    """What was given, as counted. Nothing is filled in from the promise."""

    line = forms.TypedChoiceField(label=_("交付的是哪一项"), coerce=int)
    on = day(_("哪天"), initial=timezone.localdate)
    quantity = forms.IntegerField(
        label=_("实际数量"),
        min_value=1,
        help_text=_("数过的实际数，不照抄约定。"),
        error_messages={"required": _("请填实际交付的数量。")},
    )
    people_served = forms.IntegerField(label=_("服务了多少人次"), min_value=0, required=False)
    hours = hours(_("服务时长（小时）"), help_text=_("几个人一起的，把各人的时间加起来；路上不算。"))
    value = forms.DecimalField(
        label=_("折合金额（元）"),
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=2,
        required=False,
        help_text=_("给了物资、资金的写，没有就空着。"),
    )
    words = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(
        self, lines: Sequence[CountedLine], people: Sequence[AgreementPerson], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self, "line", [(one.line.pk, f"{one.line.need.title}（{one.kind.shown_unit}）") for one in lines]
        )
        if len(lines) == 1:
            self.fields["line"].widget = forms.HiddenInput()
            self.fields["line"].initial = lines[0].line.pk
            self.fields["quantity"].label = _("实际数量（%(unit)s）") % {"unit": lines[0].kind.shown_unit}
        self.people = {f"person_{row.contributor_id}": row for row in people}
        for name, row in self.people.items():
            self.fields[name] = hours(_("%(who)s服务几小时") % {"who": row.contributor.name})

    def spec(self, uploads: Sequence[Upload]) -> DeliverySpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        served = [
            (row.contributor_id, minutes)
            for name, row in self.people.items()
            if (minutes := minutes_of(asked.get(name)))
        ]
        return DeliverySpec(
            line_id=asked["line"],
            on=asked["on"],
            quantity=asked["quantity"],
            people_served=asked["people_served"],
            minutes=minutes_of(asked["hours"]) or sum(minutes for _who, minutes in served),
            value_cents=int((asked["value"] or 0) * 100),
            words=asked["words"],
            served=served,
            uploads=uploads,
        )


class ContestForm(forms.Form):
    """What the unit counted instead, and how."""

    quantity = forms.IntegerField(
        label=_("我们的数"), min_value=0, help_text=_("那天没有交付的写 0。社区的数照旧算，两个数都看得到。")
    )
    words = area(_("怎么数的"), 300, 2)


class AcceptForm(forms.Form):
    """How much of every line is accepted, with words where it is less than promised."""

    def __init__(self, lines: Sequence[CountedLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for one in self.lines:
            self.fields[f"quantity_{one.line.pk}"] = forms.IntegerField(
                label=_("“%(title)s”验收多少%(unit)s")
                % {"title": one.line.need.title, "unit": one.kind.shown_unit},
                min_value=0,
                help_text=_("约定 %(promised)s，确认交付 %(delivered)s")
                % {"promised": f"{one.line.promised:,}", "delivered": f"{one.delivered:,}"},
            )
            self.fields[f"words_{one.line.pk}"] = forms.CharField(
                label=_("比约定少的，写原因"), max_length=300, required=False
            )

    def accepted(self) -> dict[int, Acceptance]:
        """Return what is accepted by line."""
        asked = self.cleaned_data
        return {
            one.line.pk: Acceptance(asked[f"quantity_{one.line.pk}"], asked[f"words_{one.line.pk}"])
            for one in self.lines
        }


class RatingForm(forms.Form):
    """1 to 5, and words."""

    rating = forms.TypedChoiceField(label=_("评几分"), choices=RATINGS, coerce=int, widget=forms.RadioSelect)
    words = area(_("说一句"), 300, 3, required=False, help_text=_("评 2 分以下的请写一句为什么。"))


class SupplementForm(forms.Form):
    """So much more or less of a line, another last day, or both."""

    line = forms.TypedChoiceField(label=_("改哪一项"), coerce=int)
    delta = forms.IntegerField(
        label=_("增减多少"), required=False, help_text=_("增加写 2，减少写 -2，不改就空着。")
    )
    ends_on = day(_("改到哪天止"), required=False)
    reason = area(_("为什么改"), 300, 2)

    def __init__(self, lines: Sequence[CountedLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "line", [(one.line.pk, one.line.need.title) for one in lines])

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        asked: dict[str, Any] = super().clean() or {}
        if not self.errors and not asked.get("delta") and not asked.get("ends_on"):
            raise ValidationError(_("请写增减多少，或改到哪天止。"))
        return asked

    def spec(self) -> SupplementSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return SupplementSpec(
            line_id=asked["line"],
            delta=asked["delta"] or 0,
            ends_on=asked["ends_on"],
            reason=asked["reason"],
        )
