"""Forms for taking a matter down, and for looking at who raised it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import MatterKind, MatterSource
from gongjian.apps.matters.forms.fields import area
from gongjian.apps.matters.services import MatterSpec, ReporterSpec
from gongjian.apps.places.selectors import names_of, search_places
from gongjian.core.access import Actor
from gongjian.core.attachments import Upload

SOURCES = (
    MatterSource.PHONE,
    MatterSource.PATROL,
    MatterSource.MAIL,
    MatterSource.HOTLINE_LIST,
    MatterSource.COUNCIL,
)


class IntakeForm(forms.Form):
    """What somebody says on the phone, writes, or what a patrol sees.

    The place is picked from a list, or written: then its name or code has to fit one place only.
    """

    source = forms.ChoiceField(
        label=_("从哪里来"),
        choices=[(one.value, one.label) for one in SOURCES],
        widget=forms.RadioSelect,
        initial=MatterSource.PHONE,
    )
    kind = forms.ChoiceField(
        label=_("是什么"), choices=MatterKind.choices, widget=forms.RadioSelect, initial=MatterKind.REPORT
    )
    place = forms.CharField(label=_("在哪个街道或社区"), max_length=15, required=False)
    address = forms.CharField(label=_("具体位置"), max_length=200, required=False)
    words = area(_("反映的情况"), 2000, 5)
    name = forms.CharField(label=_("反映人"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("电话"), max_length=20, required=False, help_text=_("用来答复和回访，加密保存。")
    )
    wants_messages = forms.BooleanField(label=_("反映人同意有进展发短信告诉他"), required=False)
    source_number = forms.CharField(
        label=_("来源编号"),
        max_length=40,
        required=False,
        help_text=_("热线转办单上的编号；同一个编号只登记一次。"),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if not settings.SMS_URL:
            del self.fields["wants_messages"]

    @property
    def place_text(self) -> str:
        """What was written for the place, to be shown again."""
        return str(self.data.get("place_text", ""))

    def clean_place(self) -> str:
        """Return the code that was picked, or that of the only place that the text fits."""
        code, text = self.cleaned_data["place"], self.place_text.strip()
        if code and code in names_of([code]):
            return str(code)
        found = search_places(self.actor, text, 5) if text else []
        exact = [place for place in found if text in (place.name, place.code)] or found
        if len(exact) != 1:
            raise forms.ValidationError(_("没有找到这个地方，或者不止一个叫这个名字。请从列表里选。"))
        return exact[0].code

    def spec(self) -> MatterSpec:
        """Return what the service takes."""
        asked: dict[str, Any] = self.cleaned_data
        return MatterSpec(
            kind=MatterKind(asked["kind"]),
            source=MatterSource(asked["source"]),
            place_code=asked["place"],
            address=asked["address"],
            words=asked["words"],
            source_number=asked["source_number"],
            reporter=ReporterSpec(
                name=asked["name"],
                phone=asked["phone"],
                wants_messages=asked.get("wants_messages", False),
            ),
        )

    def uploads(self) -> list[Upload]:
        """Read the photos that were sent."""
        sent = self.files.getlist("photos") if self.files else []
        return [Upload(file.name or "photo.jpg", file.read()) for file in sent]


class RevealForm(forms.Form):
    """Why somebody wants to see who it was."""

    reason = area(
        _("为什么要看"),
        300,
        2,
        error_messages={"required": _("请写明为什么要看反映人的信息。会留下查看记录。")},
    )


class HotlineForm(forms.Form):
    """The file of a list of hotline orders."""

    file = forms.FileField(label=_("转办单"), help_text=_(".xlsx 或 .csv，先下载模板照着填。"))
