"""An explained file for the eye: each item, then its words with line and column, then the rule that read them."""

from collections.abc import Iterator
from typing import Any

from gongjian.engines.figures.explained import KINDS

_SHOWN = 60
_KIND_WORDS = {
    "plan": "方案",
    "rubric": "考核细则",
    "report": "汇报",
    "bulletin": "通报",
    "notice": "通知",
    "summary": "总结",
    "study": "调研",
}
_PARTS = ("rules", "members")


def explained_lines(compiled: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a file that `explain_text` compiled."""
    yield f"{compiled['file']}：{len(compiled['documents'])} 份文件"
    for document in compiled["documents"]:
        yield ""
        yield from _head_lines(document)
        for key, label in KINDS:
            if document[key]:
                yield f"\n  {label} {len(document[key])} 条"
            for item in document[key]:
                yield from _item_lines(item, "    ")


def _head_lines(document: dict[str, Any]) -> Iterator[str]:
    yield f"{document['order']}. {document['title'] or '（无标题）'}（第{document['line']}行起）"
    said = (("issuer", "发文单位"), ("doc_number", "文号"), ("issued", "日期"))
    known = [f"文种 {_KIND_WORDS.get(document['kind'], document['kind'])}"]
    known += [f"{label} {document[key]}" for key, label in said if document[key]]
    yield "   " + "  ".join(known)


def _item_lines(item: dict[str, Any], indent: str) -> Iterator[str]:
    yield f"{indent}{item['says']}"
    yield f"{indent}  原文 {item['line']}:{item['column']} “{_short(item['quote'])}”"
    for operand in item.get("operands", ()):
        yield f"{indent}  用数 “{_short(operand['quote'])}”"
    yield f"{indent}  规则 {item['rule_words']}（{item['rule']}，把握 {round(100 * item['confidence'])}%）"
    for key in _PARTS:
        for part in item.get(key, ()):
            yield from _item_lines(part, indent + "    ")


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
