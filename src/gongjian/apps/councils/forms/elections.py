"""Forms of elections."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.choices.elections import (
    BallotKind,
    CandidateStatus,
    CorrectionKind,
    ElectionKind,
    GivenWay,
    LostFor,
    NominationKind,
    TenureEnd,
)
from gongjian.apps.councils.models.elections import ElectionPost, MobileBox
from gongjian.apps.councils.services.elections import PostSpec
from gongjian.core.forms import offer

MOST_NUMBERS = 2_000
POST_LINE = re.compile(r"(?P<name>.*?\S)\s+(?P<seats>\d{1,3})\s*人?")
SPAN = re.compile(r"(\d{1,6})(?:\s*[-–~～到至]\s*(\d{1,6}))?")
MOMENT = {
    "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    "input_formats": ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
}


def words(label: Any, *, rows: int = 3, most: int = 300, help_text: Any = "", **more: Any) -> forms.CharField:
    """Return a field of some lines."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text, **more
    )


class NumbersField(forms.CharField):
    """Numbers on the roll, one by one or from to: 3、7、20-35."""

    def clean(self, value: Any) -> list[int]:
        """Return the numbers, each once, in order."""
        text = str(super().clean(value) or "")
        found: set[int] = set()
        for part in filter(None, re.split(r"[,，、;；\s]+", text)):
            span = SPAN.fullmatch(part)
            if span is None:
                raise ValidationError(_("“%(part)s”不是编号。请写成 3、7、20-35。"), params={"part": part})
            first, last = int(span[1]), int(span[2] or span[1])
            if last < first or last - first >= MOST_NUMBERS:
                raise ValidationError(_("“%(part)s”太长或前后颠倒。请核对。"), params={"part": part})
            found |= set(range(first, last + 1))
        return sorted(found)


class DayForm(forms.Form):
    """When and where is voted."""

    opens_at = forms.DateTimeField(label=_("投票开始"), **MOMENT)  # type: ignore[arg-type]
    closes_at = forms.DateTimeField(label=_("投票截止"), **MOMENT)  # type: ignore[arg-type]
    station = forms.CharField(label=_("投票站"), max_length=120)


class ElectionForm(DayForm):
    """What an election is planned with."""

    place_code = forms.ChoiceField(label=_("社区"))
    kind = forms.ChoiceField(label=_("选什么"), choices=ElectionKind.choices)
    title = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如：第八届社区居民委员会换届选举"))
    area = forms.CharField(
        label=_("小组或楼栋"),
        max_length=60,
        required=False,
        help_text=_("小组长、楼栋长要填，写法和居民登记的楼栋门牌一致，例如：12号楼"),
    )
    posts = words(
        _("职务和应选人数"),
        most=1000,
        rows=4,
        help_text=_("一行一个，从高到低，例如“主任 1”“副主任 1”“委员 3”。都印在同一张选票上。"),
    )
    is_yes_no = forms.BooleanField(
        label=_("只有一名候选人，投同意、不同意、弃权"),
        required=False,
        help_text=_("用于楼栋长、小组长等额选举"),
    )
    field_order = (
        "place_code",
        "kind",
        "title",
        "area",
        "posts",
        "is_yes_no",
        "opens_at",
        "closes_at",
        "station",
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place_code", places)

    def clean(self) -> dict[str, Any]:
        """Read the posts line by line."""
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        kind = BallotKind.YES_NO if asked.pop("is_yes_no", False) else BallotKind.CHOOSE
        posts = []
        for number, line in enumerate(str(asked.get("posts") or "").splitlines(), start=1):
            if not line.strip():
                continue
            found = POST_LINE.fullmatch(line.strip())
            if found is None:
                self.add_error("posts", _("第 %(n)d 行要写职务和人数，例如“委员 3”。") % {"n": number})
                continue
            posts.append(PostSpec(found["name"], int(found["seats"]), kind))
        return asked | {"posts": posts}


class CorrectionForm(forms.Form):
    """Who should be on the roll or off it, and why."""

    kind = forms.ChoiceField(label=_("要怎么改"), choices=CorrectionKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("姓名"), max_length=40, help_text=_("照居民登记的全名"))
    tail = forms.CharField(
        label=_("身份证号后四位"), max_length=4, required=False, help_text=_("有同名的才要填")
    )
    objector = forms.CharField(label=_("提出人"), max_length=40, required=False)
    words = words(_("理由"))


class AnswerForm(forms.Form):
    """The answer to an objection."""

    is_upheld = forms.TypedChoiceField(
        label=_("采不采纳"),
        choices=[("yes", _("采纳，改名册")), ("no", _("不采纳"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = words(_("答复"))


class NominationForm(forms.Form):
    """Who is put forward for which post, and by whom."""

    post = forms.TypedChoiceField(label=_("职务"), coerce=int)
    number = forms.IntegerField(label=_("候选人在名册上的编号"), min_value=1)
    kind = forms.ChoiceField(label=_("谁提名"), choices=NominationKind.choices, widget=forms.RadioSelect)
    nominators = NumbersField(
        label=_("联名选民的编号"), max_length=2000, required=False, help_text=_("例如：3、7、20-35")
    )
    body = forms.CharField(label=_("推荐的组织"), max_length=120, required=False)
    about = words(_("简介"), required=False, help_text=_("随候选人名单公布，不写住址、电话、身份证号"))

    def __init__(self, *args: Any, posts: Sequence[ElectionPost], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "post", [(post.pk, f"{post.name}（应选 {post.seats} 人）") for post in posts])


class VerdictForm(forms.Form):
    """Whether a candidate may stand, or steps back, and why."""

    verdict = forms.ChoiceField(
        label=_("意见"),
        choices=[
            (value, CandidateStatus(value).label)
            for value in (CandidateStatus.QUALIFIED, CandidateStatus.REFUSED, CandidateStatus.WITHDRAWN)
        ],
        widget=forms.RadioSelect,
    )
    reason = words(_("理由"), help_text=_("查了什么，为什么合格或不合格；退出的写本人的原因"))


class ProxyForm(forms.Form):
    """A written power."""

    principal = forms.IntegerField(label=_("委托人的编号"), min_value=1)
    agent = forms.IntegerField(label=_("受托人的编号"), min_value=1)
    written_on = forms.DateField(
        label=_("委托书日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("为什么不能到场"), max_length=200)


class MobileBoxForm(forms.Form):
    """A mobile box with its keepers."""

    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("例如：一号流动票箱"))
    route = forms.CharField(label=_("去哪里"), max_length=200)
    first = forms.CharField(label=_("监票人一"), max_length=40)
    second = forms.CharField(label=_("监票人二"), max_length=40)


class AskForm(forms.Form):
    """Who asks for a mobile box."""

    box = forms.TypedChoiceField(label=_("流动票箱"), coerce=int)
    number = forms.IntegerField(label=_("选民的编号"), min_value=1)

    def __init__(self, *args: Any, boxes: Sequence[MobileBox], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "box", [(box.pk, f"{box.name}：{box.route}") for box in boxes])


class GiveForm(forms.Form):
    """To whom ballots are handed out, and in which way."""

    numbers = NumbersField(
        label=_("领票人的编号"), max_length=2000, help_text=_("核对身份证和名册，例如：25，或 1-50")
    )
    way = forms.ChoiceField(label=_("怎么投"), choices=GivenWay.choices, widget=forms.RadioSelect)


class LostForm(forms.Form):
    """Whose token is replaced, by the number on the stub, why, and who else looked."""

    number = forms.IntegerField(label=_("选民的名册编号"), min_value=1)
    slip = forms.CharField(
        label=_("票号"), max_length=20, help_text=_("启封存根，照选民签名旁的 8 位字母和数字。不是票码。")
    )
    why = forms.ChoiceField(label=_("为什么补"), choices=LostFor.choices, widget=forms.RadioSelect)
    witness = forms.CharField(
        label=_("和谁一起核对"), max_length=40, help_text=_("两个人一起看存根和身份证，写另一个人的姓名")
    )


class PapersBackForm(forms.Form):
    """How many papers the main box held."""

    number = forms.IntegerField(
        label=_("收回的纸票"), min_value=0, help_text=_("流动票箱先并进来，一起清点，先不看怎么填的")
    )


class LinesForm(forms.Form):
    """What one person reads from all papers for a post."""

    lines = words(
        _("一行一张票"),
        most=60_000,
        rows=14,
        help_text=_("写选中的号数，例如：134；一样的票写 2 ×15；另选他人写姓名；没选写“空”，废票写“废”。"),
    )


class ReasonForm(forms.Form):
    """A reason."""

    reason = words(_("原因"))


class LeaveForm(forms.Form):
    """When somebody left his post, and why."""

    on = forms.DateField(
        label=_("离任日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    why = forms.ChoiceField(label=_("为什么"), choices=TenureEnd.choices)
