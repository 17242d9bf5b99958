"""Import a plan: read the file, refuse what may not be stored, compile it, keep every passage."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from gongjian.apps.plans.choices import ItemKind
from gongjian.apps.plans.models import Plan, PlanItem
from gongjian.apps.plans.services.checks import problems_of
from gongjian.apps.plans.services.dates import is_date, last_day
from gongjian.apps.plans.services.indicators import suggest_indicator
from gongjian.apps.plans.services.places import places_in_words
from gongjian.apps.plans.services.reading import Passage, passages_of, unit_names
from gongjian.apps.plans.services.units import match_units
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid
from gongjian.core.files import store_document
from gongjian.core.models import StoredFile
from gongjian.core.rules import rule_value
from gongjian.engines.figures import check_text
from gongjian.engines.plandoc import CompiledDocument, compile_text
from gongjian.readers import ReadError, find_secrecy_mark, read_text

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "html": "text/html",
}
TITLE_LENGTH = 200


def import_file(
    *, actor: Actor, place_code: str, name: str, content: bytes, is_demo: bool = False
) -> list[Plan]:
    """Import a plan from a file; a bundle gives several plans. Nothing is stored when it is refused."""
    actor.require(Right.PLANS_EDIT, place_code)
    limit = rule_value("files.document_max_bytes", on=timezone.localdate(), place_code=place_code)
    if len(content) > limit:
        raise Invalid(
            f"文件“{name}”有 {len(content) / 1_048_576:.0f} MB，超过 {limit // 1_048_576} MB。请分成几个文件再导入。"
        )
    try:
        result = read_text(content, name)
    except ReadError as error:
        raise Invalid(str(error)) from error
    _refuse_secret("\n".join(result.margins), name)
    text = plain_lines(result.text)
    documents = _compile(text, place_code, name)
    with transaction.atomic():
        kind = CONTENT_TYPES.get(str(result.kind), "application/octet-stream")
        source = store_document(
            actor=actor,
            content=content,
            name=name,
            content_type=kind,
            right=Right.PLANS_VIEW,
            place_code=place_code,
        )
        titles = _titles(documents, name.rpartition(".")[0])
        return [
            _keep(actor, place_code, text, document, source, title, is_demo)
            for document, title in zip(documents, titles, strict=True)
        ]


def import_text(*, actor: Actor, place_code: str, text: str, is_demo: bool = False) -> list[Plan]:
    """Import a plan from pasted text."""
    actor.require(Right.PLANS_EDIT, place_code)
    text = plain_lines(text)
    documents = _compile(text, place_code, "粘贴的文字")
    with transaction.atomic():
        return [
            _keep(actor, place_code, text, document, None, title, is_demo)
            for document, title in zip(documents, _titles(documents, ""), strict=True)
        ]


def _titles(documents: list[CompiledDocument], name: str) -> list[str]:
    """Return each document's title; one without a title is called after the file, and counted in a bundle."""
    spare = name or "没有标题的方案"
    if len(documents) > 1:
        return [found.title or f"{spare}（第 {n} 份）" for n, found in enumerate(documents, start=1)]
    return [found.title or spare for found in documents]


def plain_lines(text: str) -> str:
    """Write every line end as a line feed and leave out NUL, which no database keeps in a text.

    >>> plain_lines("一\\r\\n二\\r三\\x00")
    '一\\n二\\n三'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _compile(text: str, place_code: str, name: str) -> list[CompiledDocument]:
    longest = rule_value("files.plan_max_characters", on=timezone.localdate(), place_code=place_code)
    if len(text) > longest:
        raise Invalid(f"“{name}”有 {len(text):,} 个字，超过 {longest:,} 个字。请分成几份再导入。")
    _refuse_secret(text, name)
    found = compile_text(text).documents
    for document in found:
        _refuse_secret(text[document.start : document.end], name)
    documents = [document for document in found if passages_of(document) or len(document.outline) > 1]
    if not documents:
        raise Invalid(
            f"“{name}”里没有认出目标、任务、阶段或标题层次。请确认是工作方案的正文；表格图片和扫描件要先转成文字。"
        )
    return documents


def _refuse_secret(text: str, name: str) -> None:
    if mark := find_secrecy_mark(text):
        raise Invalid(f"“{name}”标有密级“{mark}”。涉密文件不能导入本系统，内容没有保存。请按保密规定处理。")


def _keep(
    actor: Actor,
    place_code: str,
    text: str,
    document: CompiledDocument,
    source: StoredFile | None,
    title: str,
    is_demo: bool,
) -> Plan:
    shift = document.start
    plan = Plan.objects.create(
        place_code=place_code,
        title=title[:TITLE_LENGTH],
        kind=document.kind,
        issuer=(document.issuer or "")[:120],
        doc_number=(document.doc_number or "")[:60],
        issued_on=last_day(document.issued) if document.issued and is_date(document.issued) else None,
        text=text[shift : document.end],
        source=source,
        outline=[
            {"level": item.level, "marker": item.marker, "heading": item.heading, "start": item.start - shift}
            for item in document.outline
        ],
        findings=_findings(text, document),
        imported_by_id=actor.user_id,
        is_demo=is_demo,
    )
    passages = passages_of(document)
    _bind_targets(plan, passages)
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan,
            kind=passage.kind,
            order=order,
            start=passage.evidence.start - shift,
            end=passage.evidence.end - shift,
            quote=passage.evidence.quote,
            rule=passage.evidence.rule[:60],
            confidence=round(passage.evidence.confidence, 3),
            values=passage.values,
            read_values=passage.values,
            unresolved=problems_of(passage.kind, passage.values),
        )
        for order, passage in enumerate(passages, start=1)
    )
    match_units(plan, unit_names(passage.values for passage in passages))
    audit.record(actor, "plans.plan_imported", plan, after={"title": plan.title, "items": len(passages)})
    return plan


def _bind_targets(plan: Plan, passages: list[Passage]) -> None:
    """Suggest for each target the indicator it means and the place its scope names."""
    targets = [passage.values for passage in passages if passage.kind == ItemKind.TARGET]
    codes = places_in_words({values["scope"] for values in targets}, plan.place_code)
    for values in targets:
        values["indicator_key"] = suggest_indicator(values["indicator"], values["unit"], plan.place_code)
        values["place_code"] = codes.get(values["scope"], "")


def _findings(text: str, document: CompiledDocument) -> list[dict[str, Any]]:
    """List the stated figures of the text that cannot be right, each with its place in the plan."""
    found = check_text(text[document.start : document.end]).findings
    return [{"sentence": f.sentence, "start": f.start, "end": f.end} for f in found]
