"""Acts on matters: what the desk, the units and the checkers do, each through its service."""

from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Router
from ninja.files import UploadedFile

from gongjian.apps.api import schemas_matters as shapes
from gongjian.apps.api.guard import WRITE_ERRORS, needs, person
from gongjian.apps.api.operations.matters import uploads_of
from gongjian.apps.api.schemas_matters import Id, MatterOut
from gongjian.apps.api.selectors.matters import class_of
from gongjian.apps.matters import services
from gongjian.apps.matters.models import Assignment, Matter
from gongjian.apps.matters.selectors.matters import get_matter
from gongjian.core.access import Right

router = Router(tags=["办理"])
ANSWERS = {200: MatterOut, **WRITE_ERRORS}


@router.post("/{case_id}/classify", response=ANSWERS, summary="分类")
@needs(Right.MATTERS_DISPATCH, writes=True)
def classify_matter(request: HttpRequest, case_id: Id, data: shapes.ClassIn) -> Any:
    """Give a matter its class."""
    class_id = _class_id(request, case_id, data.service_code)
    services.classify(actor=person(request), matter_id=case_id, class_id=class_id)
    return _now(request, case_id)


@router.post("/{case_id}/verify", response=ANSWERS, summary="派人核实")
@needs(Right.MATTERS_DISPATCH, writes=True)
def send_matter_to_verify(request: HttpRequest, case_id: Id, data: shapes.WordsIn) -> Any:
    """Have a report looked at on the spot before it is taken on."""
    services.send_to_verify(actor=person(request), matter_id=case_id, words=data.words)
    return _now(request, case_id)


@router.post("/{case_id}/file", response=ANSWERS, summary="受理")
@needs(Right.MATTERS_DISPATCH, writes=True)
def file_one_matter(request: HttpRequest, case_id: Id, data: shapes.FileIn) -> Any:
    """Take a matter on: its clock starts."""
    class_id = _class_id(request, case_id, data.service_code) if data.service_code else None
    services.file_matter(actor=person(request), matter_id=case_id, class_id=class_id, words=data.words)
    return _now(request, case_id)


@router.post("/{case_id}/reject", response=ANSWERS, summary="不予受理")
@needs(Right.MATTERS_DISPATCH, writes=True)
def reject_one_matter(request: HttpRequest, case_id: Id, data: shapes.RejectIn) -> Any:
    """Decline a matter; the reporter reads the reason."""
    services.reject_matter(actor=person(request), matter_id=case_id, reason=data.reason, outcome=data.outcome)
    return _now(request, case_id)


@router.post("/{case_id}/contact", response=ANSWERS, summary="记联系反映人")
@needs(Right.MATTERS_VIEW, writes=True)
def contact_reporter(request: HttpRequest, case_id: Id, data: shapes.WordsIn) -> Any:
    """Write that the reporter was reached; the first time counts as the response. Asks for the desk's or a unit's right."""
    services.contact(actor=person(request), matter_id=case_id, words=data.words)
    return _now(request, case_id)


@router.post("/{case_id}/dispatch", response=ANSWERS, summary="派办")
@needs(Right.MATTERS_DISPATCH, writes=True)
def dispatch_matter(request: HttpRequest, case_id: Id, data: shapes.DispatchIn) -> Any:
    """Give a matter to one unit."""
    services.dispatch(
        actor=person(request), matter_id=case_id, organisation_id=data.organisation_id, words=data.words
    )
    return _now(request, case_id)


@router.post("/{case_id}/whistle", response=ANSWERS, summary="吹哨派办")
@needs(Right.MATTERS_DISPATCH, writes=True)
def whistle_units(request: HttpRequest, case_id: Id, data: shapes.WhistleIn) -> Any:
    """Whistle several units to a matter, one in the lead."""
    services.whistle(
        actor=person(request),
        matter_id=case_id,
        lead_id=data.lead_id,
        support_ids=data.support_ids,
        words=data.words,
    )
    return _now(request, case_id)


@router.post("/{case_id}/units", response=ANSWERS, summary="加派一个单位")
@needs(Right.MATTERS_DISPATCH, writes=True)
def add_matter_unit(request: HttpRequest, case_id: Id, data: shapes.DispatchIn) -> Any:
    """Whistle up one more unit to a matter in hand."""
    services.add_unit(
        actor=person(request), matter_id=case_id, organisation_id=data.organisation_id, words=data.words
    )
    return _now(request, case_id)


@router.post("/{case_id}/hold", response=ANSWERS, summary="暂停计时")
@needs(Right.MATTERS_DISPATCH, writes=True)
def hold_matter(request: HttpRequest, case_id: Id, data: shapes.ReasonIn) -> Any:
    """Stop the clock, saying why."""
    services.hold(actor=person(request), matter_id=case_id, reason=data.reason)
    return _now(request, case_id)


@router.post("/{case_id}/resume", response=ANSWERS, summary="恢复计时")
@needs(Right.MATTERS_DISPATCH, writes=True)
def resume_matter(request: HttpRequest, case_id: Id) -> Any:
    """Let the clock go on."""
    services.resume(actor=person(request), matter_id=case_id)
    return _now(request, case_id)


@router.post("/{case_id}/check", response=ANSWERS, summary="核查")
@needs(Right.MATTERS_CHECK, writes=True)
def check_matter(
    request: HttpRequest,
    case_id: Id,
    data: Form[shapes.CheckIn],
    photos: File[list[UploadedFile] | None] = None,
) -> Any:
    """Say whether what was done is really done; not for those who did it."""
    services.check(
        actor=person(request),
        matter_id=case_id,
        has_passed=data.has_passed,
        words=data.words,
        photos=uploads_of(photos),
    )
    return _now(request, case_id)


@router.post("/{case_id}/answer", response=ANSWERS, summary="答复并办结")
@needs(Right.MATTERS_DISPATCH, writes=True)
def answer_matter(request: HttpRequest, case_id: Id, data: shapes.AnswerIn) -> Any:
    """Answer the person and close as solved; an answer that says nothing or copies another is refused."""
    services.answer_and_close(
        actor=person(request), matter_id=case_id, answer=data.answer, is_published=data.is_published
    )
    return _now(request, case_id)


@router.post("/{case_id}/close-unsolved", response=ANSWERS, summary="办结（未解决）")
@needs(Right.MATTERS_DISPATCH, writes=True)
def close_matter_unsolved(request: HttpRequest, case_id: Id, data: shapes.UnsolvedIn) -> Any:
    """Close what could not be solved, with the reason and an answer."""
    services.close_unsolved(
        actor=person(request),
        matter_id=case_id,
        answer=data.answer,
        reason=data.reason,
        outcome=data.outcome,
    )
    return _now(request, case_id)


@router.post("/{case_id}/merge", response=ANSWERS, summary="合并")
@needs(Right.MATTERS_DISPATCH, writes=True)
def merge_matter(request: HttpRequest, case_id: Id, data: shapes.MergeIn) -> Any:
    """Join a matter to another about the same."""
    services.merge(actor=person(request), matter_id=case_id, into_id=data.into_id)
    return _now(request, case_id)


@router.post("/{case_id}/split", response=ANSWERS, summary="拆分")
@needs(Right.MATTERS_DISPATCH, writes=True)
def split_matter(request: HttpRequest, case_id: Id, data: shapes.SplitIn) -> Any:
    """Take a matter of several things apart."""
    services.split(actor=person(request), matter_id=case_id, words=data.words)
    return _now(request, case_id)


@router.post("/{case_id}/void", response=ANSWERS, summary="作废")
@needs(Right.MATTERS_DISPATCH, writes=True)
def void_matter(request: HttpRequest, case_id: Id, data: shapes.ReasonIn) -> Any:
    """Take back a matter that should not be there."""
    services.void(actor=person(request), matter_id=case_id, reason=data.reason)
    return _now(request, case_id)


@router.post("/{case_id}/rating", response=ANSWERS, summary="记回访评价")
@needs(Right.MATTERS_DISPATCH, writes=True)
def rate_matter(request: HttpRequest, case_id: Id, data: shapes.RatingIn) -> Any:
    """Write down what the person said when called back."""
    services.record_callback(
        actor=person(request),
        matter_id=case_id,
        is_solved=data.is_solved,
        satisfaction=data.satisfaction,
        words=data.words,
    )
    return _now(request, case_id)


@router.post("/{case_id}/reopen", response=ANSWERS, summary="重新打开")
@needs(Right.MATTERS_DISPATCH, writes=True)
def reopen_matter(request: HttpRequest, case_id: Id, data: shapes.WordsIn) -> Any:
    """Open a matter again, one level higher."""
    services.reopen_at_desk(actor=person(request), matter_id=case_id, words=data.words)
    return _now(request, case_id)


@router.post("/parts/{part_id}/accept", response=ANSWERS, summary="单位签收")
@needs(Right.MATTERS_ACT, writes=True)
def accept_part(request: HttpRequest, part_id: Id) -> Any:
    """Sign for one's unit's part."""
    return _of_part(request, services.accept(actor=person(request), assignment_id=part_id))


@router.post("/parts/{part_id}/hand-back", response=ANSWERS, summary="单位退回")
@needs(Right.MATTERS_ACT, writes=True)
def hand_back_part(request: HttpRequest, part_id: Id, data: shapes.ReasonIn) -> Any:
    """Hand a part back to the desk, once, saying why."""
    part = services.hand_back(actor=person(request), assignment_id=part_id, reason=data.reason)
    return _of_part(request, part)


@router.post("/parts/{part_id}/act", response=ANSWERS, summary="单位报处置结果")
@needs(Right.MATTERS_ACT, writes=True)
def act_on_part(
    request: HttpRequest,
    part_id: Id,
    data: Form[shapes.ActIn],
    photos: File[list[UploadedFile] | None] = None,
) -> Any:
    """Say what was done, with photos."""
    part = services.act(
        actor=person(request), assignment_id=part_id, result=data.result, photos=uploads_of(photos)
    )
    return _of_part(request, part)


@router.post("/parts/{part_id}/extension", response=ANSWERS, summary="申请延期")
@needs(Right.MATTERS_ACT, writes=True)
def ask_part_extension(request: HttpRequest, part_id: Id, data: shapes.ExtensionIn) -> Any:
    """Ask for a later due time, saying why."""
    asked = services.ask_extension(
        actor=person(request), assignment_id=part_id, due_at=data.due_at, reason=data.reason
    )
    return _now(request, asked.matter_id)


@router.post("/extensions/{extension_id}/decide", response=ANSWERS, summary="批延期")
@needs(Right.MATTERS_DECIDE, writes=True)
def decide_one_extension(request: HttpRequest, extension_id: Id, data: shapes.DecisionIn) -> Any:
    """Grant or refuse more time; not for those who asked."""
    asked = services.decide_extension(
        actor=person(request), extension_id=extension_id, is_granted=data.is_granted, words=data.words
    )
    return _now(request, asked.matter_id)


def _now(request: HttpRequest, matter_id: int) -> Matter:
    return get_matter(person(request), matter_id)


def _of_part(request: HttpRequest, part: Assignment) -> Matter:
    return _now(request, part.matter_id)


def _class_id(request: HttpRequest, matter_id: int, service_code: str) -> int:
    return class_of(service_code, _now(request, matter_id).place_code).pk
