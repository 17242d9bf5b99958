"""Fields that pick a place, a body or a person: by searching as one types, or by text without scripts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongjian.apps.parties.selectors import search_parties, search_users
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors import NATION_NAME, names_of, search_places
from gongjian.core.access import Actor
from gongjian.engines.masking import mask_phone


@dataclass(frozen=True)
class Picked:
    """What is chosen: the value kept and the words shown."""

    value: str
    text: str


class PickWidget(forms.Widget):
    """A search box with a list of answers; the chosen value travels beside the text."""

    def __init__(self, url_name: str) -> None:
        super().__init__()
        self.url_name = url_name

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Picked:
        """Read the chosen value and the typed text."""
        return Picked(str(data.get(name) or "").strip(), str(data.get(f"{name}_text") or "").strip())

    def id_for_label(self, id_: str) -> str:
        """The search box bears the id."""
        return id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write the box, the hidden value and the place for answers."""
        picked = value if isinstance(value, Picked) else Picked("", "")
        wanted = attrs or {}
        marks = [(key, wanted[key]) for key in ("aria-invalid", "aria-describedby") if key in wanted]
        key = wanted.get("id", name)
        extra = SafeString(" ").join(format_html('{}="{}"', mark, text) for mark, text in marks)
        return format_html(
            '<span class="picker" data-picker><input id="{key}" type="search" name="{name}_text" value="{text}" '
            'autocomplete="off" role="combobox" aria-expanded="false" aria-autocomplete="list" '
            'aria-controls="{key}_found" placeholder="{hint}" hx-get="{url}" hx-target="#{key}_found" '
            'hx-trigger="input changed delay:250ms" hx-params="*" data-picker-query {extra}>'
            '<input type="hidden" name="{name}" value="{value}" data-picker-value>'
            '<span class="found" id="{key}_found" role="listbox" aria-label="{hint}"></span></span>',
            key=key,
            name=name,
            text=picked.text,
            value=picked.value,
            hint=_("输入名称查找"),
            url=reverse(self.url_name),
            extra=extra,
        )


class PickField(forms.Field):
    """One row found by its value, or by a text that only one row fits. Cleans to the row's value or None."""

    url_name = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=PickWidget(self.url_name), **kwargs)
        self.actor: Actor | None = None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the values."""
        first = initial.value if isinstance(initial, Picked) else ""
        return bool(first != (data.value if isinstance(data, Picked) else ""))

    def clean(self, value: Any) -> Any:
        """Turn what was picked or typed into the value; say what is wrong with it."""
        picked = value if isinstance(value, Picked) else Picked("", "")
        if not picked.value and not picked.text:
            if self.required:
                raise ValidationError(_("请选一个。"))
            return self.empty()
        found = self.known(picked.value) if picked.value else self.fitting(picked.text)
        if found is None:
            raise ValidationError(_("没有找到，或者不止一个叫这个名字。请从列表里选。"))
        return found

    def empty(self) -> Any:
        """Return what nothing cleans to."""
        return None

    def known(self, value: str) -> Any:
        """Return the value if the row exists for the actor."""
        raise NotImplementedError

    def fitting(self, text: str) -> Any:
        """Return the value of the only row that a text fits."""
        raise NotImplementedError


def _only(candidates: list[Any], is_exact: Callable[[Any], bool]) -> Any:
    exact = [row for row in candidates if is_exact(row)]
    chosen = exact if len(exact) == 1 else candidates
    return chosen[0] if len(chosen) == 1 else None


class PlaceField(PickField):
    """A place; cleans to its code. `nation` lets 全国 stand for the whole country ("")."""

    url_name = "places:pick"

    def __init__(self, *, nation: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.nation = nation

    def empty(self) -> str:
        """No place."""
        return ""

    def known(self, value: str) -> str | None:
        """Return the code if there is such a place."""
        return value if value in names_of([value]) else None

    def fitting(self, text: str) -> str | None:
        """Return the code of the only place of that name or code."""
        if self.nation and text == NATION_NAME:
            return ""
        if self.actor is None:
            return None
        named = Place.objects.visible_to(self.actor).filter(
            Q(name=text) | Q(code=text), valid_to__isnull=True
        )
        found = list(named[:2]) or search_places(self.actor, text, 2)
        return str(found[0].code) if len(found) == 1 else None


class OrganisationField(PickField):
    """A body; cleans to its id."""

    url_name = "parties:pick_organisation"

    def known(self, value: str) -> int | None:
        """Return the id; the service looks whether it may be used."""
        return int(value) if value.isascii() and value.isdigit() else None

    def fitting(self, text: str) -> int | None:
        """Return the id of the only body of that name."""
        if self.actor is None:
            return None
        found = _only(search_parties(self.actor, text), lambda row: text in (row.name, row.short_name))
        return None if found is None else int(found.pk)


class PersonField(PickField):
    """A person; cleans to his id."""

    url_name = "parties:pick_user"

    def known(self, value: str) -> int | None:
        """Return the id; the service looks whether the person may be chosen."""
        return int(value) if value.isascii() and value.isdigit() else None

    def fitting(self, text: str) -> int | None:
        """Return the id of the only person of that name or account."""
        if self.actor is None:
            return None
        found = _only(search_users(self.actor, text), lambda row: text in (row.full_name, row.username))
        return None if found is None else int(found.pk)


class KeptNumber:
    """A stored telephone number in a form that changes its row: shown masked, kept unless replaced or removed.

    Seeing it in full asks for a reason elsewhere, so the form never holds it.
    """

    def __init__(self, form: forms.Form, name: str, stored: str | None) -> None:
        self.form, self.name = form, name
        if stored:
            form.fields[name].help_text = _("现在是 %s。不改就留空。") % mask_phone(stored)
            form.fields["forget_number"] = forms.BooleanField(label=_("删去原来的号码"), required=False)

    def value(self) -> str | None:
        """Return the new number, "" to remove it, None to keep it."""
        asked = self.form.cleaned_data
        forget = asked.get("forget_number", "forget_number" not in self.form.fields)
        return asked[self.name] or ("" if forget else None)


class ActorForm(forms.Form):
    """A form that knows who fills it in, and hands the actor to its pickers."""

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for field in self.fields.values():
            if isinstance(field, PickField):
                field.actor = actor
