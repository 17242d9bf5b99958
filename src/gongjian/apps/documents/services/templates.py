"""Skeletons of documents: kept in versions, two built in."""

from importlib.resources import files

from django.db import transaction

from gongjian.apps.documents.choices import DocumentKind
from gongjian.apps.documents.models import Template
from gongjian.apps.documents.selectors import get_template
from gongjian.apps.documents.selectors.markup import find_indicator, parse_body, tokens_of
from gongjian.apps.documents.services.drafting import refuse_text
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines.quoting import FigureToken

BUILT_IN = (
    (DocumentKind.BULLETIN, "进展通报", "bulletin.txt"),
    (DocumentKind.SUMMARY, "工作总结", "summary.txt"),
)


@transaction.atomic
def save_template(
    *,
    actor: Actor,
    place_code: str,
    kind: str,
    title: str,
    body: str,
    template_id: int | None = None,
    is_demo: bool = False,
) -> Template:
    """Save a skeleton; an older version is kept, so that documents made from it still name it.

    Raises Invalid naming the line that can't be read, Conflict when somebody saved the template since.
    """
    actor.require(Right.DOCUMENTS_DRAFT, place_code)
    if not title.strip() or not body.strip():
        raise Invalid("模板要有名称和正文。")
    refuse_text(title, body)
    _refuse_unknown(body, place_code)
    number = 1
    if template_id is not None:
        old = get_template(actor, template_id)
        actor.require(Right.DOCUMENTS_DRAFT, old.place_code)
        place_code = old.place_code
        if not Template.objects.filter(pk=old.pk, is_current=True).update(is_current=False):
            raise Conflict("这个模板刚被别人改过，你改的是旧的一版。请打开新的一版再改；你写的还在页面上。")
        number = old.version + 1
    template = Template.objects.create(
        place_code=place_code, kind=kind, title=title.strip(), body=body, version=number, is_demo=is_demo
    )
    audit.record(actor, "documents.template_saved", template, after={"title": title, "version": number})
    return template


@transaction.atomic
def ensure_templates(actor: Actor, place_code: str, *, is_demo: bool = False) -> list[Template]:
    """Return the built-in skeletons of a place, one a kind, creating those that are not there yet."""
    found = []
    for kind, title, name in BUILT_IN:
        rows = Template.objects.filter(place_code=place_code, kind=kind, title=title)
        template = rows.order_by("-version").first()
        if template is None:
            body = files("gongjian.apps.documents").joinpath("skeletons", name).read_text(encoding="utf-8")
            template = save_template(
                actor=actor, place_code=place_code, kind=kind, title=title, body=body, is_demo=is_demo
            )
        found.append(template)
    return found


def _refuse_unknown(body: str, place_code: str) -> None:
    """Raise Invalid for an indicator that does not exist; places and parameters are the document's business."""
    faults = []
    for token in tokens_of(parse_body(body)):
        names = [token.indicator] if isinstance(token, FigureToken) else list(token.indicators)
        for name in names:
            try:
                find_indicator(name, place_code)
            except Invalid as fault:
                faults.append(f"第 {token.line} 行：{fault.message}")
    if faults:
        raise Invalid("".join(faults[:5]))
