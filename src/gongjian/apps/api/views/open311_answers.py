"""What Open311 clients are answered: the same rows as XML and as JSON, errors in both."""

import json
import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from django.http import HttpRequest, HttpResponse

Row = dict[str, Any]
TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold."""
_ITEMS = {
    "endpoints": "endpoint",
    "formats": "format",
    "attributes": "attribute",
    "values": "value",
}
"""What one of a list inside a row is called."""


def answer_rows(request: HttpRequest, form: str, root: str, item: str, rows: Sequence[Row]) -> HttpResponse:
    """Write a list: an array in JSON, `root` of `item`s in XML."""
    element = ElementTree.Element(root, {"type": "array"})
    for row in rows:
        _write(ElementTree.SubElement(element, item), row)
    return _respond(request, form, list(rows), element)


def answer_row(request: HttpRequest, form: str, root: str, row: Row) -> HttpResponse:
    """Write one object."""
    element = ElementTree.Element(root)
    _write(element, row)
    return _respond(request, form, row, element)


def answer_fault(request: HttpRequest, form: str, status: int, sentence: str) -> HttpResponse:
    """Write an error as the specification has it."""
    response = answer_rows(request, form, "errors", "error", [{"code": status, "description": sentence}])
    response.status_code = status
    return response


def _respond(request: HttpRequest, form: str, data: Any, element: ElementTree.Element) -> HttpResponse:
    if form == "json":
        content = json.dumps(data, ensure_ascii=False).encode()
    else:
        content = ElementTree.tostring(element, encoding="UTF-8", xml_declaration=True)
    response = HttpResponse(content, content_type=TYPES.get(form, TYPES["xml"]))
    if request.method in ("GET", "HEAD", "OPTIONS") and "api_key" not in request.GET:
        response["Access-Control-Allow-Origin"] = "*"  # nothing here depends on who asks
    response["Cache-Control"] = "no-cache"
    return response


def _write(element: ElementTree.Element, row: Row) -> None:
    for name, value in row.items():
        child = ElementTree.SubElement(element, name)
        if isinstance(value, list):
            for one in value:
                item = ElementTree.SubElement(child, _ITEMS[name])
                if isinstance(one, dict):
                    _write(item, one)
                else:
                    item.text = _plain(one)
        else:
            child.text = _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else _UNWRITABLE.sub("", str(value))
