"""What a form is told once it is known who asks and what for: the choices it offers, the row it changes."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import BaseForm, CharField, ChoiceField, HiddenInput
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

SEEN = "seen"
LONGEST_SHOWN = 60


def offer(form: BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let a choice field of a form offer these (value, label) pairs."""
    field = form.fields[name]
    if not isinstance(field, ChoiceField):
        raise TypeError(f"{name} of {type(form).__name__} offers no choices")
    field.choices = list(choices)


def remember_seen(form: BaseForm, now: Mapping[str, Any]) -> None:
    """Tell once on a form that changes a row that somebody changed the row since the form was opened.

    `now` is what the row says, by field. What was typed stays; sending it again is the person's choice, since the
    sentence has said what the row says now. A form opened without this (a script's) is taken as it is.
    """
    digest = hashlib.sha256(repr(sorted((name, str(value)) for name, value in now.items())).encode())
    seen = digest.hexdigest()[:16]
    form.fields[SEEN] = CharField(required=False, widget=HiddenInput, initial=seen)
    key = form.add_prefix(SEEN)
    if not form.is_bound:
        return
    form.full_clean()
    form.cleaned_data.pop(SEEN, None)  # no part of what a service takes
    if form.data.get(key, seen) != seen:
        again = QueryDict(mutable=True)
        again.update(form.data)
        again[key] = seen
        form.data = again
        stored = [
            _("%(label)s“%(value)s”") % {"label": field.label, "value": _in_words(field, now[name])}
            for name, field in form.fields.items()
            if name in now and field.has_changed(now[name], form[name].data)
        ]
        words = _(
            "你打开以后，别人改过这里。现在存着的是：%(stored)s。你填的还在，没有存；再存一次，就以你填的为准。"
        )
        form.add_error(None, words % {"stored": _("、").join(stored) or _("和你填的一样")})


def _in_words(field: Any, value: Any) -> str:
    names = dict(_flat(getattr(field, "choices", ())))
    values = value if isinstance(value, list | tuple) else [value]
    said = _("、").join(str(names.get(str(one), one)) for one in values if one not in (None, ""))
    return str(Truncator(said or _("空着")).chars(LONGEST_SHOWN))


def _flat(choices: Iterable[tuple[Any, Any]]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for value, label in choices:
        found += _flat(label) if isinstance(label, list | tuple) else [(str(value), label)]
    return found
