"""Forms of covenants: strings into what the services take."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.choices.covenants import CovenantKind, OpinionSource, SlipWay, Verdict
from gongjian.apps.councils.forms.elections import NumbersField
from gongjian.apps.councils.models import CovenantClause, CovenantVersion
from gongjian.apps.councils.selectors.covenants import clause_choices
from gongjian.apps.councils.services.covenants import CovenantSpec, HandVote, SecretVote
from gongjian.core.forms import offer

ACCEPT = ".docx,.doc,.txt,.pdf,.html,.htm"
TEXT_HELP = _("一条写一行，或者写上“第一条”“第二条”。第一条前面的话是开头。可以从 Word 里粘贴。")


class DayInput(forms.DateInput):
    """A native date field."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class _Text(forms.Form):
    """The text of a covenant, typed or out of a file; a file wins."""

    text = forms.CharField(
        label=_("条文"),
        required=False,
        strip=False,
        max_length=60_000,
        widget=_area(16),
        help_text=TEXT_HELP,
    )
    file = forms.FileField(
        label=_("或者选一个文件"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("Word、PDF 或纯文本。只读出文字，文件不留。"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the text in one way or the other."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if not answers.get("file") and not answers.get("text", "").strip() and not self.errors:
            raise ValidationError(_now("还没有条文。请粘贴进来，或者选一个文件。"))
        return answers


class CovenantForm(_Text):
    """A new covenant with its first draft."""

    place_code = forms.ChoiceField(label=_("哪里的公约"))
    kind = forms.ChoiceField(label=_("种类"), choices=CovenantKind.choices)
    title = forms.CharField(label=_("名称"), max_length=60, help_text=_("例如：梧桐里社区文明公约"))
    area = forms.CharField(
        label=_("管到哪里"),
        max_length=60,
        required=False,
        help_text=_("只管一个楼院的写上，例如：3号院；管整个社区的空着"),
    )
    field_order = ("place_code", "kind", "title", "area", "text", "file")

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place_code", places)

    def spec(self, text: str) -> CovenantSpec:
        """Return what the service takes, with the text that was typed or read."""
        asked = self.cleaned_data
        named = {name: asked[name] for name in ("place_code", "kind", "title", "area")}
        return CovenantSpec(**named, text=text)


class DraftForm(_Text):
    """The text of a draft written anew."""

    why = forms.CharField(
        label=_("改了什么、为什么改"),
        max_length=300,
        required=False,
        widget=_area(2),
        help_text=_("一两句话，和对照一起给居民看。"),
    )


class DiscussionForm(forms.Form):
    """Until when a draft is discussed."""

    last_on = forms.DateField(label=_("征求意见到哪天"), widget=DayInput())


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=300,
        widget=_area(2),
        error_messages={"required": _("请写明原因。")},
    )


class CheckForm(forms.Form):
    """What the street finds."""

    verdict = forms.ChoiceField(
        label=_("审查结果"),
        choices=[("lawful", _("可以提交会议表决")), ("refused", _("有和法律法规、政策抵触的内容，退回修改"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选审查结果。")},
    )
    words = forms.CharField(
        label=_("审查意见"),
        max_length=1000,
        required=False,
        widget=_area(4),
        help_text=_("退回的要写明哪一条、和哪部法律法规或政策抵触。"),
    )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        asked = self.cleaned_data
        return {"is_lawful": asked["verdict"] == "lawful", "words": asked["words"]}


class HandsForm(forms.Form):
    """A vote by hands."""

    voters = forms.ChoiceField(label=_("谁参加会议"))
    held_on = forms.DateField(label=_("哪天开的会"), widget=DayInput())
    venue = forms.CharField(label=_("地点"), max_length=120, required=False)
    on_roll = forms.IntegerField(
        label=_("应到"), min_value=1, max_value=1_000_000, help_text=_("全体居民、户数或代表人数")
    )
    present = forms.IntegerField(label=_("实到"), min_value=0, max_value=1_000_000)
    yes = forms.IntegerField(label=_("同意"), min_value=0, max_value=1_000_000)
    no = forms.IntegerField(label=_("不同意"), min_value=0, max_value=1_000_000)
    abstain = forms.IntegerField(
        label=_("弃权"), min_value=0, max_value=1_000_000, help_text=_("没有举手的算弃权")
    )

    def __init__(self, *args: Any, voters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "voters", voters)
        self.fields["held_on"].initial = timezone.localdate()

    def vote(self) -> HandVote:
        """Return what the service takes."""
        names = ("voters", "held_on", "venue", "on_roll", "present", "yes", "no", "abstain")
        return HandVote(**{name: self.cleaned_data[name] for name in names})


class RepealForm(HandsForm):
    """A vote on repealing a covenant, from when it ends and why."""

    ended_on = forms.DateField(label=_("从哪天起停止施行"), widget=DayInput())
    reason = forms.CharField(label=_("为什么废止"), max_length=300, widget=_area(2))


class SecretForm(forms.Form):
    """A meeting that votes in secret now."""

    voters = forms.ChoiceField(
        label=_("谁参加会议"), help_text=_("名册照居民登记造，造好就锁定；每户派代表的，每户列一人。")
    )
    venue = forms.CharField(label=_("地点"), max_length=120, required=False)

    def __init__(self, *args: Any, voters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "voters", voters)

    def meeting(self) -> SecretVote:
        """Return what the service takes."""
        return SecretVote(**self.cleaned_data)


class SlipsForm(forms.Form):
    """Who came and is given a slip, in which way."""

    numbers = NumbersField(
        label=_("领票人的编号"), max_length=2000, help_text=_("核对身份证和名册，例如 25，或 1-50")
    )
    way = forms.ChoiceField(
        label=_("怎么投"), choices=SlipWay.choices, widget=forms.RadioSelect, initial=SlipWay.TOKEN
    )


class FilingForm(forms.Form):
    """When a covenant was filed, and from when it is in force."""

    filed_on = forms.DateField(label=_("备案日期"), widget=DayInput())
    in_force_on = forms.DateField(label=_("从哪天起施行"), widget=DayInput())
    filing_number = forms.CharField(label=_("备案号"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["filed_on"].initial = timezone.localdate()
        self.fields["in_force_on"].initial = timezone.localdate()


class OpinionForm(forms.Form):
    """What somebody said at the desk, on paper or at a meeting."""

    clause = forms.TypedChoiceField(label=_("对哪一条"), coerce=int, empty_value=None, required=False)
    words = forms.CharField(
        label=_("意见"),
        max_length=2000,
        widget=_area(3),
        error_messages={"required": _("还没有写意见。")},
    )
    name = forms.CharField(
        label=_("谁提的"), max_length=40, required=False, help_text=_("只留下姓，例如：王**；可以不写")
    )
    source = forms.ChoiceField(
        label=_("怎么来的"), choices=[one for one in OpinionSource.choices if one[0] != OpinionSource.PORTAL]
    )

    def __init__(self, *args: Any, clauses: Sequence[CovenantClause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "clause", clause_choices(clauses))

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        asked = self.cleaned_data
        named = {name: asked[name] for name in ("words", "name", "source")}
        return {**named, "clause_id": asked["clause"]}


class AnswerForm(forms.Form):
    """What came of an opinion."""

    verdict = forms.ChoiceField(
        label=_("采纳吗"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选采纳还是没有采纳。")},
    )
    adopted_in = forms.TypedChoiceField(
        label=_("在哪一稿里改了"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("采纳的要选；没有可选的，请先写下一稿。"),
    )
    answer = forms.CharField(
        label=_("答复"),
        max_length=2000,
        required=False,
        widget=_area(4),
        help_text=_("没有采纳的要写明理由。提意见的人和大家都能看到。"),
    )
    is_published = forms.BooleanField(
        label=_("公开这条意见和答复"),
        required=False,
        initial=True,
        help_text=_("骂人的、说别人隐私的不公开。"),
    )

    def __init__(self, *args: Any, versions: Sequence[CovenantVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.pk, _now("第%(n)d稿") % {"n": one.number}) for one in versions]
        offer(self, "adopted_in", [("", "—"), *named])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        asked = self.cleaned_data
        named = {name: asked[name] for name in ("verdict", "answer", "is_published")}
        return {**named, "adopted_in_id": asked["adopted_in"]}
