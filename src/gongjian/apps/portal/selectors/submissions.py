"""What was sent with one showing of a form: whoever holds its token sees it."""

from gongjian.apps.portal.choices import SubmissionState
from gongjian.apps.portal.models import Submission, SubmissionPhoto
from gongjian.core.errors import NotFound


def get_submission(nonce: str) -> Submission:
    """Return what was sent with a form; NotFound once it is forgotten."""
    row = Submission.objects.select_related("matter", "opinion_on__covenant").filter(nonce=nonce).first()
    if row is None:
        raise NotFound("这一页已经过期。请用编号和查询码看进度。")
    return row


def is_sent(nonce: str) -> bool:
    """Say whether a form was sent already."""
    return Submission.objects.filter(nonce=nonce).exclude(state=SubmissionState.OPEN).exists()


def draft_photos(nonce: str) -> list[SubmissionPhoto]:
    """List the photos chosen with a form."""
    return list(SubmissionPhoto.objects.filter(submission__nonce=nonce))


def get_photo(nonce: str, photo_id: int) -> SubmissionPhoto:
    """Return a photo chosen with a form; NotFound once it has joined its matter."""
    photo = SubmissionPhoto.objects.filter(submission__nonce=nonce, pk=photo_id).first()
    if photo is None:
        raise NotFound("这张照片不在了。")
    return photo
