"""Forms of places: the register, changes with a day, functional areas."""

import json
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.places.register import RegisterFile
from gongjian.apps.places.services import NewPlace
from gongjian.engines.coordinates import Datum

CODE_ERROR = _("请填 2、4、6、9、12 或 15 位数字的代码。")


class DayInput(forms.DateInput):
    """A date as browsers know it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ManyFilesInput(forms.ClearableFileInput):
    """A file control that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files as `RegisterFile`s."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[RegisterFile]:
        """Check each file and read it."""
        parts = data if isinstance(data, list | tuple) else [data]
        checked = [super(ManyFilesField, self).clean(part, initial) for part in parts or [None]]
        return [RegisterFile(part.name, part.read()) for part in checked]


class RegisterForm(forms.Form):
    """The files of a register and the day they show."""

    register = ManyFilesField(
        label=_("名册文件"),
        help_text=_(
            "CSV 或 .xlsx，可以几个一起选。列名：code、name，或 统计用区划代码、城乡分类代码、名称。"
        ),
    )
    on = forms.DateField(label=_("名册反映的日期"), initial=timezone.localdate, widget=DayInput())
    only_prefix = forms.CharField(
        label=_("只导入这个代码和它下面的"),
        required=False,
        max_length=15,
        help_text=_("如 5109。不填就是你管的全部。"),
    )

    def clean_only_prefix(self) -> str:
        """Keep digits only."""
        text: str = self.cleaned_data["only_prefix"].strip()
        if text and not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(CODE_ERROR)
        return text


class ConfirmImportForm(forms.Form):
    """What the preview showed, sent back to be written."""

    file_ids = forms.RegexField(r"^\d+(,\d+)*$")
    on = forms.DateField()
    only_prefix = forms.RegexField(r"^\d*$", required=False)
    skip_errors = forms.BooleanField(required=False)
    keep_missing = forms.BooleanField(required=False)

    @property
    def ids(self) -> list[int]:
        """The kept files."""
        return [int(part) for part in self.cleaned_data["file_ids"].split(",")]


class ChangeForm(forms.Form):
    """What every change has: its day and the paper it rests on."""

    on = forms.DateField(label=_("从哪天起"), initial=timezone.localdate, widget=DayInput())
    citation = forms.CharField(
        label=_("依据"), required=False, max_length=300, help_text=_("批复文号等，如 川府函〔2026〕12号。")
    )


class RenameForm(ChangeForm):
    """The new name."""

    name = forms.CharField(label=_("新名称"), max_length=80)
    field_order = ("name", "on", "citation")


class RecodeForm(ChangeForm):
    """The new code; what lies below moves along."""

    new_code = forms.RegexField(r"^\d{2,15}$", label=_("新代码"), error_messages={"invalid": CODE_ERROR})
    name = forms.CharField(label=_("新名称"), max_length=80, required=False, help_text=_("不填就不改名称。"))
    field_order = ("new_code", "name", "on", "citation")


def _pairs(text: str, pattern: str, sentence: str) -> list[tuple[str, str]]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = re.fullmatch(pattern, line.strip())
        if match is None:
            raise forms.ValidationError(f"第 {number} 行“{line.strip()[:30]}”{sentence}")
        found.append((match[1], match[2]))
    return found


class MovesMixin(forms.Form):
    """New codes of the places below those that end."""

    moves = forms.CharField(
        label=_("下级的新代码"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一个：旧代码 空格 新代码。停用的地方下面还有地方时，每个都要写。"),
    )

    def clean_moves(self) -> dict[str, str]:
        """Read one pair of codes a line."""
        return dict(_pairs(self.cleaned_data["moves"], r"(\d+)[\s,，→>-]+(\d+)", "应写成“旧代码 新代码”。"))


class MergeForm(MovesMixin, ChangeForm):
    """Which places become one, and which."""

    codes = forms.CharField(
        label=_("和哪些合并"), help_text=_("代码，用空格或逗号隔开，如 510903002 510903003。")
    )
    into_code = forms.RegexField(
        r"^\d{2,15}$", label=_("合并后的代码"), error_messages={"invalid": CODE_ERROR}
    )
    into_name = forms.CharField(label=_("合并后的名称"), max_length=80)
    field_order = ("codes", "into_code", "into_name", "moves", "on", "citation")

    def clean_codes(self) -> list[str]:
        """Split the codes."""
        codes = [part for part in re.split(r"[\s,，、]+", self.cleaned_data["codes"]) if part]
        if not codes or not all(code.isascii() and code.isdigit() for code in codes):
            raise forms.ValidationError(CODE_ERROR)
        return codes

    @property
    def into(self) -> NewPlace:
        """The place that goes on."""
        return NewPlace(self.cleaned_data["into_code"], self.cleaned_data["into_name"])


class SplitForm(MovesMixin, ChangeForm):
    """The parts."""

    parts = forms.CharField(
        label=_("拆分成"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个：代码 空格 名称。原来的地方还在，就写上它自己的代码。"),
    )
    field_order = ("parts", "moves", "on", "citation")

    def clean_parts(self) -> list[NewPlace]:
        """Read one code and name a line."""
        pairs = _pairs(self.cleaned_data["parts"], r"(\d+)[\s,，]+(\S.*)", "应写成“代码 名称”。")
        return [NewPlace(code, name) for code, name in pairs]


class AreaForm(forms.Form):
    """A functional area and its places."""

    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.CharField(
        label=_("类别"), max_length=40, required=False, help_text=_("如 经济开发区、学区、警务区。")
    )
    members = forms.CharField(
        label=_("包含的地方"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("代码，一行一个或用空格隔开；写上级就包含它下面全部。"),
    )

    def clean_members(self) -> list[str]:
        """Split the codes."""
        codes = [part for part in re.split(r"[\s,，、]+", self.cleaned_data["members"]) if part]
        if not all(code.isascii() and code.isdigit() for code in codes):
            raise forms.ValidationError(CODE_ERROR)
        return codes


class EndAreaForm(forms.Form):
    """The last day of an area."""

    last_on = forms.DateField(label=_("最后一天"), initial=timezone.localdate, widget=DayInput())


class BoundariesForm(forms.Form):
    """A file of boundaries, the datum they were drawn in, and where they are from."""

    boundaries = forms.FileField(
        label=_("边界文件"),
        help_text=_(
            "GeoJSON 的 FeatureCollection；每个边界的属性里有 code（区划代码）。已有的边界换成新的。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.geojson"}),
    )
    datum = forms.ChoiceField(
        label=_("坐标系"),
        choices=(
            (Datum.WGS84, _("WGS-84 或 CGCS2000（天地图、卫星定位）")),
            (Datum.GCJ02, _("GCJ-02（高德、腾讯）")),
            (Datum.BD09, _("BD-09（百度）")),
        ),
        help_text=_("选错了，边界会偏几百米。"),
    )
    citation = forms.CharField(
        label=_("来源"),
        required=False,
        max_length=300,
        help_text=_("谁给的，哪一天的，如 区民政局 2026年勘界。"),
    )

    def clean_boundaries(self) -> dict[str, Any]:
        """Read the file as JSON."""
        try:
            document = json.loads(self.cleaned_data["boundaries"].read())
        except (UnicodeDecodeError, ValueError) as error:
            raise forms.ValidationError(_("这个文件不是 JSON，读不懂。请另选文件。")) from error
        if not isinstance(document, dict):
            raise forms.ValidationError(_("这不是 GeoJSON 的 FeatureCollection。请另选文件。"))
        return document
