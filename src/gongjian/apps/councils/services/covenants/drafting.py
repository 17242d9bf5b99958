"""A covenant is begun, its draft written, the next draft made of the last; words that went out never change."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.covenants import OVER, VersionStatus
from gongjian.apps.councils.models import Covenant, CovenantClause, CovenantVersion
from gongjian.apps.councils.selectors.covenants import words_of
from gongjian.apps.councils.services.covenants.steps import managed_version, take_step
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit, ballots
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.rules import rule_value
from gongjian.engines.articles import Draft, read_articles
from gongjian.readers import ReadError, find_secrecy_mark, read_text

MOST_ARTICLES = 200
MOST_PREAMBLE, MOST_CHAPTER = 2000, 60
MIB = 1_048_576


@dataclass(frozen=True, kw_only=True)
class CovenantSpec:
    """A covenant with its first draft as plain text, one article a line or numbered."""

    place_code: str
    kind: str
    title: str
    text: str
    area: str = ""
    is_demo: bool = False


@transaction.atomic
def start_covenant(*, actor: Actor, spec: CovenantSpec) -> CovenantVersion:
    """Begin a covenant with its first draft. Conflict when the place has one of that title."""
    actor.require(Right.COUNCILS_MANAGE, spec.place_code)
    get_place(spec.place_code)
    title = spec.title.strip()
    if not title:
        raise Invalid("没有写公约的名称。")
    if Covenant.objects.filter(place_code=spec.place_code, title=title).exists():
        raise Conflict(f"这里已经有“{title}”。要改它，请打开它，写下一稿。")
    draft = _read(spec.text, title)
    covenant = Covenant.objects.create(
        place_code=spec.place_code,
        kind=spec.kind,
        title=title,
        area=spec.area.strip(),
        made_by_id=actor.user_id,
        is_demo=spec.is_demo,
    )
    version = _write(actor, covenant, 1, draft, "")
    audit.record(
        actor, "councils.covenant_started", covenant, after=audit.snapshot(covenant, "kind", "title")
    )
    return version


@transaction.atomic
def edit_draft(*, actor: Actor, version_id: int, text: str, why: str = "") -> CovenantVersion:
    """Write a draft anew. Conflict once it has left drafting: the next draft is made then."""
    version = managed_version(actor, version_id)
    if version.status != VersionStatus.DRAFT:
        raise Conflict("这一稿已经公开或者送审，内容不能再改。要改请写下一稿。")
    before = words_of(version)
    draft = _read(text, version.covenant.title)
    version.preamble, version.why = draft.preamble, why.strip()
    version.save(update_fields=["preamble", "why"])
    version.clauses.all().delete()
    _put_articles(version, draft)
    audit.record(
        actor,
        "councils.covenant_edited",
        version,
        before={"text": before},
        after={"text": text.strip()},
        place_code=version.place_code,
    )
    return version


@transaction.atomic
def start_next_draft(*, actor: Actor, version_id: int) -> CovenantVersion:
    """Make the next draft with the words of this version, which stays as it was.

    A version whose discussion is over, that was refused or did not pass is replaced; one in force stays in force
    until the next is. Conflict while opinions are still taken, or another version is being made.
    """
    version = managed_version(actor, version_id)
    covenant = version.covenant
    if version.is_open_on(timezone.localdate()):
        raise Conflict("还在征求意见，结束以后再写下一稿。")
    others = covenant.versions.exclude(status__in=OVER).exclude(pk=version.pk)
    if others.exists():
        raise Conflict("这份公约已经有一稿在制定，请接着改那一稿。")
    if version.status != VersionStatus.FILED:
        take_step(version, VersionStatus.REPLACED)
    number = max(one.number for one in covenant.versions.all()) + 1
    made = CovenantVersion.objects.create(
        covenant=covenant, number=number, preamble=version.preamble, made_by_id=actor.user_id
    )
    CovenantClause.objects.bulk_create(
        CovenantClause(version=made, number=one.number, chapter=one.chapter, words=one.words)
        for one in version.clauses.all()
    )
    audit.record(
        actor,
        "councils.covenant_redrafted",
        made,
        after={"number": number, "of": version.number},
        place_code=made.place_code,
    )
    return made


@transaction.atomic
def drop_version(*, actor: Actor, version_id: int, reason: str) -> CovenantVersion:
    """Give up a version for a reason, with a vote that runs; what is in force stays."""
    version = managed_version(actor, version_id)
    if not reason.strip():
        raise Invalid("请写明为什么停止制定。")
    for vote in version.votes.all():
        if vote.is_running:
            ballots.give_up(vote.vote_key)
            vote.delete()
    version.end_reason = reason.strip()
    take_step(version, VersionStatus.DROPPED, "end_reason")
    audit.record(
        actor,
        "councils.covenant_dropped",
        version,
        after=audit.snapshot(version, "end_reason"),
        place_code=version.place_code,
    )
    return version


def read_upload(*, actor: Actor, place_code: str, name: str, content: bytes) -> str:
    """Return the text of a file, of which nothing is stored. Raises Invalid with what is wrong with it."""
    actor.require(Right.COUNCILS_MANAGE, place_code)
    limit = int(rule_value("files.document_max_bytes", on=timezone.localdate(), place_code=place_code))
    if len(content) > limit:
        raise Invalid(f"文件“{name}”有 {len(content) / MIB:.0f} MB，超过 {limit // MIB} MB。请去掉图片再传。")
    try:
        return read_text(content, name).text
    except ReadError as error:
        raise Invalid(str(error)) from error


def _read(text: str, title: str) -> Draft:
    if mark := find_secrecy_mark(text):
        raise Invalid(f"文字里标有密级“{mark}”。涉密内容不能写进本系统，没有保存。")
    draft = read_articles(text.replace("\x00", ""), title)
    if not draft.articles:
        raise Invalid("没有认出条文。请一条写一行，或者写上“第一条”“第二条”。")
    if len(draft.articles) > MOST_ARTICLES:
        raise Invalid(
            f"有 {len(draft.articles)} 条，超过 {MOST_ARTICLES} 条。公约要记得住、做得到，请写短一些。"
        )
    if len(draft.preamble) > MOST_PREAMBLE:
        raise Invalid(f"第一条前面的话有 {len(draft.preamble)} 字，超过 {MOST_PREAMBLE} 字。请写短一些。")
    return draft


def _write(actor: Actor, covenant: Covenant, number: int, draft: Draft, why: str) -> CovenantVersion:
    version = CovenantVersion.objects.create(
        covenant=covenant, number=number, preamble=draft.preamble, why=why, made_by_id=actor.user_id
    )
    _put_articles(version, draft)
    return version


def _put_articles(version: CovenantVersion, draft: Draft) -> None:
    CovenantClause.objects.bulk_create(
        CovenantClause(version=version, number=number, chapter=one.chapter[:MOST_CHAPTER], words=one.words)
        for number, one in enumerate(draft.articles, start=1)
    )
