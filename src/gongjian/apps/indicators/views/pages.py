"""What the pages of this app share: files that come and go."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongjian.apps.indicators.services import Upload
from gongjian.core.downloads import send_xlsx


def uploads_of(request: HttpRequest) -> list[Upload]:
    """Return the files that came with a form."""
    found = [file for field in ("photos", "papers") for file in request.FILES.getlist(field)]
    return [Upload(str(file.name), file.read()) for file in found]


def xlsx(content: bytes, name: str) -> HttpResponse:
    """Hand out a workbook."""
    stamped = f"{name}-{timezone.localdate():%Y%m%d}.xlsx"
    return send_xlsx(content, stamped)
