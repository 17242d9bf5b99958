"""Forms of a community fund by vote."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.choices.budgets import SpendKind, WishSource
from gongjian.apps.councils.services.budgets import FundSpec, SpendSpec, WishSpec
from gongjian.core.attachments import Upload
from gongjian.core.forms import offer
from gongjian.engines.tally import Ballot

PAPER_LINE = re.compile(r"(?P<marks>[\d\s、,，]+|空白?票?|废票?)(?:\s*[*×xX]\s*(?P<number>\d{1,4}))?")
MOST_PAPERS = 5000


class DayInput(forms.DateInput):
    """A native date field."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


def yuan_field(label: Any, **more: Any) -> forms.DecimalField:
    """Return a field for an amount in yuan to the cent."""
    return forms.DecimalField(
        label=label,
        min_value=Decimal("0.01"),
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        **more,
    )


def cents(amount: Decimal) -> int:
    """Turn yuan into whole cents."""
    return int(amount * 100)


def uploads_in(form: forms.Form, name: str = "file") -> list[Upload]:
    """Return the file that came with a form, if any."""
    found = form.cleaned_data.get(name)
    return [Upload(str(found.name), found.read())] if found else []


class FundForm(forms.Form):
    """A fund to be opened."""

    place_code = forms.ChoiceField(label=_("社区"))
    title = forms.CharField(
        label=_("名称"), max_length=60, help_text=_("例如“2026年社区保障资金居民议定项目”。")
    )
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    fund = yuan_field(_("资金（元）"), help_text=_("这一次由居民投票决定用途的钱。"))
    source = forms.CharField(
        label=_("钱从哪来"),
        max_length=120,
        help_text=_("例如“社区发展治理专项保障资金”。没有用完的退回这里。"),
    )
    collect_until = forms.DateField(label=_("征集项目到哪天"), widget=DayInput())
    phone = forms.CharField(label=_("联系电话"), max_length=40)

    def __init__(self, *args: Any, communities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place_code", communities)
        self.fields["year"].initial = timezone.localdate().year

    def spec(self) -> FundSpec:
        """Return what the service takes."""
        asked = {name: value for name, value in self.cleaned_data.items() if name != "fund"}
        return FundSpec(**asked, fund_cents=cents(self.cleaned_data["fund"]))


class WishForm(forms.Form):
    """A project as somebody proposes it."""

    title = forms.CharField(label=_("项目叫什么"), max_length=40)
    where = forms.CharField(label=_("在哪里"), max_length=80)
    what = forms.CharField(
        label=_("要做什么、为什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    proposer = forms.CharField(label=_("提出人"), max_length=40, required=False)
    contact = forms.CharField(
        label=_("联系电话"),
        max_length=20,
        required=False,
        help_text=_("审查结果要告知提出人。加密保存，不公开。"),
    )

    def spec(self, source: WishSource) -> WishSpec:
        """Return what the service takes."""
        return WishSpec(**self.cleaned_data, source=source)


class DeskWishForm(WishForm):
    """A project that somebody brings to the desk, a member proposes, or that comes from an idea."""

    source = forms.ChoiceField(
        label=_("谁提出"), choices=[choice for choice in WishSource.choices if choice[0] != WishSource.DOOR]
    )
    field_order = ("source", "title", "where", "what", "proposer", "contact")

    def given(self) -> WishSpec:
        """Return what the service takes."""
        asked = {name: value for name, value in self.cleaned_data.items() if name != "source"}
        return WishSpec(**asked, source=WishSource(self.cleaned_data["source"]))


class MemberWishForm(WishForm):
    """A project of a member, who is told by his account."""

    proposer = None  # type: ignore[assignment]
    contact = None  # type: ignore[assignment]

    def given(self) -> WishSpec:
        """Return what the service takes."""
        return self.spec(WishSource.MEMBER)


class PostForm(forms.Form):
    """Where the list hangs."""

    posted_at_place = forms.CharField(label=_("张贴在哪里"), max_length=120)


class CostForm(forms.Form):
    """What a project would cost."""

    cost = yuan_field(_("核算的费用（元）"))
    cost_basis = forms.CharField(
        label=_("怎么算出来的"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如“三家报价取最低，铺装 40 平方米，每平方米 180 元”。"),
    )
    file = forms.FileField(label=_("预算单"), required=False, help_text=_("照片、PDF、Word 或 Excel。"))

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        asked = self.cleaned_data
        return {
            "cost_cents": cents(asked["cost"]),
            "cost_basis": asked["cost_basis"],
            "uploads": uploads_in(self),
        }


class VerdictForm(forms.Form):
    """Whether a project can be done, and why."""

    is_feasible = forms.TypedChoiceField(
        label=_("能不能做"),
        choices=[("yes", _("可行，上票")), ("no", _("不可行"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    verdict = forms.CharField(
        label=_("审查意见"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("权属、安全、后续维护、有没有别的钱在做。不可行的写清理由，会告知提出人。"),
        error_messages={"required": _("请写明审查意见，大家都会看到。")},
    )


class WordsForm(forms.Form):
    """One sentence that an act asks for: a reason, how somebody was told."""

    words = forms.CharField(label=_("说明"), max_length=120, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["words"].label = label


class VoteForm(forms.Form):
    """Until when is voted, and how many vote on paper."""

    vote_until = forms.DateField(label=_("投票到哪天"), widget=DayInput())
    papers = forms.IntegerField(
        label=_("其中用纸票的人数"),
        min_value=0,
        max_value=MOST_PAPERS,
        initial=0,
        help_text=_(
            "名册上其余的人每人一张票码，用手机投。纸票要两个人各录一遍；只有几个人用纸票，录票的人就知道是谁的。"
        ),
    )


class PaperForm(forms.Form):
    """What one person reads from the paper ballots: a line for each way of marking, with how many."""

    lines = forms.CharField(
        label=_("纸票"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 12, "inputmode": "text"}),
        help_text=_(
            "一行一种写法：选中的编号用空格隔开，相同的几张写“× 张数”。例如“1 3 5 × 12”。空白票、废票写“空 × 2”。"
        ),
        error_messages={"required": _("还没有录。请照纸票一行一种写法录。")},
    )

    def clean_lines(self) -> list[Ballot]:
        """Read a ballot for each paper; a line that can't be read is named."""
        ballots: list[Ballot] = []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            found = PAPER_LINE.fullmatch(line.strip())
            if found is None:
                raise ValidationError(
                    gettext("第 %(n)d 行“%(line)s”看不懂。请写成“1 3 5 × 12”，空白票写“空 × 2”。")
                    % {"n": number, "line": line.strip()[:30]}
                )
            marks = tuple(str(int(mark)) for mark in re.findall(r"\d+", found["marks"]))
            ballots += [Ballot(marks)] * int(found["number"] or 1)
        if len(ballots) > MOST_PAPERS:
            raise ValidationError(gettext("一次最多录 %(n)d 张。请核对张数。") % {"n": MOST_PAPERS})
        return ballots


class SpendForm(forms.Form):
    """A contract, a payment or a photo of a project that is carried out."""

    kind = forms.ChoiceField(
        label=_("记什么"),
        choices=[
            (kind.value, kind.label) for kind in (SpendKind.CONTRACT, SpendKind.PAYMENT, SpendKind.PHOTO)
        ],
    )
    on = forms.DateField(label=_("日期"), widget=DayInput(), initial=timezone.localdate)
    amount = yuan_field(_("金额（元）"), required=False, help_text=_("照片不用填。"))
    words = forms.CharField(
        label=_("说明"), max_length=300, required=False, help_text=_("合同：对方是谁。付款：付的是什么。")
    )
    file = forms.FileField(label=_("单据或照片"), required=False)

    def spec(self) -> SpendSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return SpendSpec(
            kind=SpendKind(asked["kind"]),
            on=asked["on"],
            cents=cents(asked["amount"]) if asked["amount"] else None,
            words=asked["words"],
            uploads=uploads_in(self),
        )


class EndForm(forms.Form):
    """How a project ended."""

    on = forms.DateField(label=_("日期"), widget=DayInput(), initial=timezone.localdate)
    words = forms.CharField(label=_("情况"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label=_("照片"), required=False)

    def spec(self, kind: SpendKind) -> SpendSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return SpendSpec(kind=kind, on=asked["on"], words=asked["words"], uploads=uploads_in(self))
