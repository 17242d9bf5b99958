"""Answers that are files: a workbook, a paper, a calendar, under a name that any browser keeps right."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

ICAL = "text/calendar; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_file(content: bytes | str, name: str, content_type: str, *, is_shown: bool = False) -> HttpResponse:
    """Answer with a file, to be kept under a name, or to be shown where the browser can."""
    response = HttpResponse(content, content_type=content_type)
    kept = content_disposition_header(not is_shown, name)
    response["Content-Disposition"] = kept or ("inline" if is_shown else "attachment")
    return response


def send_xlsx(content: bytes, name: str) -> HttpResponse:
    """Answer with a workbook to be kept under a name."""
    return send_file(content, name, XLSX)
