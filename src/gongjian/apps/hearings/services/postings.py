"""What a hearing found is posted; objections are looked into and answered; a posting takes itself down."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.hearings.choices import AidStatus, PostingKind
from gongjian.apps.hearings.models import AidApplication, Objection, Posting
from gongjian.apps.hearings.selectors import days_of, get_objection, get_posting
from gongjian.apps.hearings.services.steps import managed_application, take_step
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines.worktime import posting_ends_on

PERSONAL = frozenset({"words", "answer"})


@transaction.atomic
def post_result(*, actor: Actor, application_id: int, place_words: str, phone: str) -> Posting:
    """Post that a hearing passed, for as many days as the rule says; day 1 is the day after."""
    application = managed_application(actor, application_id)
    if not place_words.strip() or not phone.strip():
        raise Invalid("请写明张贴在哪里和监督电话。")
    if application.status != AidStatus.PASSED:
        raise Conflict(f"这份申请现在是“{application.get_status_display()}”。评议通过以后才公示。")
    return _post(actor, application, PostingKind.RESULT, "posting_days", place_words, phone)


def _post(
    actor: Actor, application: AidApplication, kind: PostingKind, rule: str, place_words: str, phone: str
) -> Posting:
    today = timezone.localdate()
    take_step(application, AidStatus.POSTED)
    application.save(update_fields=["status"])
    posting = Posting.objects.create(
        application=application,
        kind=kind,
        starts_on=today,
        ends_on=posting_ends_on(today, days_of(rule, application.place_code, today)),
        place_words=place_words.strip(),
        phone=phone.strip(),
        posted_by_id=actor.user_id,
    )
    audit.record(
        actor,
        "hearings.posted",
        posting,
        after=audit.snapshot(posting, "kind", "starts_on", "ends_on", "place_words"),
        place_code=application.place_code,
    )
    return posting


@transaction.atomic
def take_objection(
    *, actor: Actor, posting_id: int, words: str, objector: str = "", contact: str = ""
) -> Objection:
    """Take in an objection while the posting hangs; the decision waits until it is answered."""
    posting = get_posting(actor, posting_id)
    application = managed_application(actor, posting.application_id)
    today = timezone.localdate()
    if not posting.is_up(today) or application.status not in (AidStatus.POSTED, AidStatus.OBJECTED):
        raise Conflict("公示期已经过了，不再收异议。可以按举报受理。")
    if not words.strip():
        raise Invalid("没有写异议的内容。请写明哪里不实。")
    if application.status == AidStatus.POSTED:
        take_step(application, AidStatus.OBJECTED)
        application.save(update_fields=["status"])
    objection = Objection.objects.create(
        posting=posting,
        objector=objector.strip(),
        contact=contact.strip(),
        words=words.strip(),
        received_on=today,
    )
    audit.record(
        actor,
        "hearings.objected",
        objection,
        after=audit.snapshot(objection, "words", "received_on"),
        personal=PERSONAL,
        place_code=application.place_code,
    )
    return objection


@transaction.atomic
def answer_objection(*, actor: Actor, objection_id: int, is_upheld: bool, answer: str) -> Objection:
    """Write what looking into it again showed. One upheld opens a second hearing; otherwise it is posted again.

    With several objections the next step waits for the last answer, and one upheld decides.
    """
    seen = get_objection(actor, objection_id)
    application = managed_application(actor, seen.posting.application_id)
    objection = Objection.objects.select_for_update(no_key=True).get(pk=seen.pk)
    if objection.answered_on is not None:
        raise Conflict("这条异议已经答复过了。")
    if not answer.strip():
        raise Invalid("没有写复核结果。它要告诉提出异议的人，请写清查了什么、结果怎样。")
    objection.answer, objection.is_upheld = answer.strip(), is_upheld
    objection.answered_on = timezone.localdate()
    objection.save(update_fields=["answer", "is_upheld", "answered_on"])
    audit.record(
        actor,
        "hearings.objection_answered",
        objection,
        after=audit.snapshot(objection, "answer", "is_upheld"),
        personal=PERSONAL,
        place_code=application.place_code,
    )
    _go_on(actor, application, seen.posting)
    return objection


def _go_on(actor: Actor, application: AidApplication, posting: Posting) -> None:
    objections = Objection.objects.filter(posting=posting)
    if objections.filter(answered_on__isnull=True).exists():
        return
    if objections.filter(is_upheld=True).exists():
        take_step(application, AidStatus.CHECKED)
        application.save(update_fields=["status"])
        _take_down(posting, timezone.localdate())
        return
    _take_down(posting, timezone.localdate())
    _post(
        actor,
        application,
        PostingKind.RECHECK,
        "recheck_posting_days",
        posting.place_words,
        posting.phone,
    )


def _take_down(posting: Posting, today: date) -> None:
    if posting.ends_on is None or posting.ends_on > today:
        posting.ends_on = today
        posting.save(update_fields=["ends_on"])


def what_waits(application: AidApplication, today: date) -> str:
    """Say what of posting and objections still stands before a decision; nothing when all is done."""
    last = Posting.objects.filter(application=application).order_by("starts_on", "pk").last()
    if last is None:
        return "还没有公示。"
    if Objection.objects.filter(posting__application=application, answered_on__isnull=True).exists():
        return "还有异议没有答复。"
    if last.ends_on is not None and today <= last.ends_on:
        return f"公示到 {last.ends_on.month}月{last.ends_on.day}日 24 时为止，还没有满。"
    return ""
