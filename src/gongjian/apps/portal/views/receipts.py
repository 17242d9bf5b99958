"""After sending: the number and the code, to whoever holds the form's token, for the hours of the rule."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongjian.apps.places.selectors import names_of
from gongjian.apps.portal import selectors
from gongjian.apps.portal.choices import SubmissionState
from gongjian.apps.portal.selectors import PublicPlace
from gongjian.apps.portal.views.doorway import at_door, show
from gongjian.apps.portal.views.following import keep_code
from gongjian.core import flood
from gongjian.core.errors import NotFound


@never_cache
@at_door("the signed token of the form just sent is the key; it ends with the day")
@require_GET
def sent(request: HttpRequest, place: PublicPlace, token: str) -> HttpResponse:
    """Say that it came, under which number, by when and by whom it will be answered."""
    read = flood.read_token(token)
    row = selectors.get_submission(read.nonce if read else "")
    if row.state == SubmissionState.OPEN:
        raise NotFound("还没有提交。请回到上一页，按提交。")
    if row.state == SubmissionState.TAKEN and row.opinion_on is not None:
        return show(request, "opinion_sent.html", {"version": row.opinion_on})
    if row.matter is None:
        return show(request, "held_notice.html", {"is_dropped": row.state == SubmissionState.DROPPED})
    desk = names_of([row.matter.desk_code]).get(row.matter.desk_code, "")
    response = show(request, "sent.html", {"matter": row.matter, "code": row.follow_code, "desk": desk})
    return keep_code(request, response, row.matter.number, row.follow_code or "")
