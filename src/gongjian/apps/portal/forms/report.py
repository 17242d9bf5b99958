"""The forms that anybody may fill in: a problem, an idea."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.models import CovenantClause
from gongjian.apps.councils.selectors.covenants import clause_choices
from gongjian.apps.matters.choices import MatterKind
from gongjian.apps.matters.services.intake import WORDS_LIMIT
from gongjian.apps.portal.choices import CONSENT_VERSION
from gongjian.apps.portal.gateways import sms
from gongjian.apps.portal.selectors import KindChoice, PublicPlace
from gongjian.apps.portal.services import Filled
from gongjian.core.flood import FormToken
from gongjian.core.forms import offer

CLASS_MARK = "c"
DISPUTE, QUESTION, OTHER = "dispute", "question", "other"
KIND_OF = {DISPUTE: MatterKind.DISPUTE, QUESTION: MatterKind.CONSULTATION}


class PublicForm(forms.Form):
    """What every public form has: the consent, the telephone that may be left open, and a box no person sees."""

    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    wants_messages = forms.BooleanField(label=_("有进展发短信告诉我"), required=False)
    agreed = forms.BooleanField(
        label=_("我看过个人信息告知，同意按告知的办法使用我填的内容"),
        error_messages={"required": _("请先看个人信息告知，同意后再提交。没有同意不会保存你填的内容。")},
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sms.is_configured():
            del self.fields["wants_messages"]

    def clean(self) -> dict[str, Any]:
        """Ask for the number that messages are to go to."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            cleaned.get("wants_messages")
            and not cleaned.get("phone", "").strip()
            and "phone" not in self.errors
        ):
            self.add_error("phone", _("要收短信，请填手机号；不想填就去掉下面的勾。"))
        return cleaned

    def filled(self, place_code: str, token: FormToken, sender: str, **fields: Any) -> Filled:
        """Return what the service takes."""
        cleaned = self.cleaned_data
        return Filled(
            nonce=token.nonce,
            age_s=token.age_s,
            sender=sender,
            is_trapped=bool(cleaned["website"]),
            place_code=place_code,
            phone=cleaned.get("phone", ""),
            wants_messages=cleaned.get("wants_messages", False),
            consent_version=CONSENT_VERSION,
            **fields,
        )


class ReportForm(PublicForm):
    """A problem: what, where, in a few words. The usual kinds are buttons, the others a list."""

    what = forms.ChoiceField(
        label=_("是什么问题"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一种；拿不准就选“其他”。")},
    )
    more = forms.ChoiceField(label=_("更多种类"), required=False)
    part = forms.ChoiceField(label=_("哪个社区"), required=False)
    address = forms.CharField(
        label=_("地址"),
        max_length=200,
        error_messages={"required": _("请写清楚在哪里，例如“梧桐路 18 号 3 号楼旁”。")},
    )
    latitude = forms.CharField(required=False, widget=forms.HiddenInput)
    longitude = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("说一说情况"),
        required=False,
        max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": _("最多 %(limit_value)d 字，现在 %(show_value)d 字。请写短一些，或者打电话说。")
        },
    )

    def __init__(
        self, data: Any = None, *, place: PublicPlace, kinds: list[KindChoice], parts: list[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.place = place
        self.labels = {kind.class_id: kind.label for kind in kinds}
        usual = [(f"{CLASS_MARK}{kind.class_id}", kind.label) for kind in kinds if kind.is_usual]
        more = [(f"{CLASS_MARK}{kind.class_id}", kind.label) for kind in kinds if not kind.is_usual]
        own = [(DISPUTE, _("邻里纠纷")), (QUESTION, _("问一件事")), (OTHER, _("其他"))]
        offer(self, "what", [*usual, *own])
        offer(self, "more", [("", _("不用选")), *more])
        offer(self, "part", [("", _("不清楚")), *parts])
        if not parts:
            del self.fields["part"]

    def clean(self) -> dict[str, Any]:
        """Read the point, and ask for words where the kind alone says nothing."""
        cleaned = super().clean()
        cleaned["point"] = _point(cleaned.get("latitude", ""), cleaned.get("longitude", ""))
        says_nothing = self.class_id is None and not cleaned.get("words", "").strip()
        if says_nothing and "what" in cleaned and "words" not in self.errors:
            self.add_error("words", _("请用一两句话写清楚是什么事。"))
        return cleaned

    @property
    def class_id(self) -> int | None:
        """The class chosen, from the list before the buttons."""
        chosen = self.cleaned_data.get("more") or self.cleaned_data.get("what") or ""
        number = chosen.removeprefix(CLASS_MARK)
        return int(number) if chosen.startswith(CLASS_MARK) and number.isdigit() else None

    @property
    def kind(self) -> MatterKind:
        """What sort of matter it is."""
        if self.cleaned_data.get("more"):
            return MatterKind.REPORT
        return KIND_OF.get(self.cleaned_data.get("what", ""), MatterKind.REPORT)

    @property
    def place_code(self) -> str:
        """The finest place that was told."""
        return str(self.cleaned_data.get("part") or self.place.code)

    def spec(self, token: FormToken, sender: str) -> Filled:
        """Return what the service takes; without words, the kind and the address say it."""
        cleaned = self.cleaned_data
        latitude, longitude = cleaned["point"]
        label = self.labels.get(self.class_id or 0, "")
        return self.filled(
            self.place_code,
            token,
            sender,
            words=cleaned["words"].strip() or f"{label}。{cleaned['address']}",
            kind=self.kind,
            class_id=self.class_id,
            address=cleaned["address"],
            latitude=latitude,
            longitude=longitude,
        )


class IdeaForm(PublicForm):
    """An idea, of one's own or to a question that was put to everybody."""

    words = forms.CharField(
        label=_("你的主意"),
        max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("还没有写。请写下你的主意，几句话就行。")},
    )

    def spec(self, place_code: str, token: FormToken, sender: str, consultation_id: int | None) -> Filled:
        """Return what the service takes."""
        return self.filled(
            place_code,
            token,
            sender,
            words=self.cleaned_data["words"].strip(),
            kind=MatterKind.IDEA,
            consultation_id=consultation_id,
        )


class OpinionForm(PublicForm):
    """What somebody thinks of a covenant's draft: on an article or the whole. No telephone is asked for."""

    clause = forms.TypedChoiceField(label=_("对哪一条"), coerce=int, empty_value=None, required=False)
    words = forms.CharField(
        label=_("你的意见"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("还没有写。请写下你的意见，几句话就行。")},
    )
    name = forms.CharField(
        label=_("怎么称呼你"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, clauses: Sequence[CovenantClause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "wants_messages"):
            self.fields.pop(name, None)
        offer(self, "clause", clause_choices(clauses))

    def spec(self, place_code: str, token: FormToken, sender: str, version_id: int) -> Filled:
        """Return what the service takes."""
        cleaned = self.cleaned_data
        return self.filled(
            place_code,
            token,
            sender,
            words=cleaned["words"].strip(),
            kind=MatterKind.IDEA,
            name=cleaned["name"].strip(),
            opinion_on_id=version_id,
            opinion_clause_id=cleaned["clause"],
        )


def _point(latitude: str, longitude: str) -> tuple[Decimal | None, Decimal | None]:
    """Read a point that a script filled in; half a point or none is no point."""
    try:
        lat, lon = Decimal(latitude), Decimal(longitude)
    except InvalidOperation:
        return None, None
    if not (lat.is_finite() and lon.is_finite() and abs(lat) <= 90 and abs(lon) <= 180):
        raise ValidationError(_("地图上的位置不对。请在地图上重新点一下，或者只写地址。"))
    return lat, lon
