"""An idea is adopted or not, with the reason and thanks; what came of it is linked until it can be seen."""

import re
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone

from gongjian.apps.matters.choices import CameOf, IdeaVerdict, MatterKind, MatterState, StepKind
from gongjian.apps.matters.models import IdeaLink, IdeaReview, Matter
from gongjian.apps.matters.selectors.ideas import get_link
from gongjian.apps.matters.services.entries import add_step, tell_reporter
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound

THANKS = "谢谢您的主意，已经采纳{golden}。{reason}做成以后再告诉您。"
DECLINED = "您的主意没有采纳。{reason}"
REALISED = "您的主意做成了：{words}。谢谢您。"


@dataclass(frozen=True, kw_only=True)
class LinkSpec:
    """What came of an idea: in words, with the page of this product that shows it and the day it was done."""

    kind: str
    words: str
    url: str = ""
    done_on: date | None = None
    is_published: bool = True


@transaction.atomic
def decide_idea(
    *, actor: Actor, matter_id: int, verdict: str, reason: str = "", is_golden: bool = False
) -> IdeaReview:
    """Adopt an idea, perhaps with the star, or not and why; the author is told. It may be decided again, better."""
    matter = _idea(actor, matter_id)
    said, is_adopted = reason.strip(), verdict == IdeaVerdict.ADOPTED
    if not is_adopted and not said:
        raise Invalid("没有采纳的要写明理由，提的人看得到。")
    if not is_adopted and IdeaLink.objects.filter(matter=matter).exclude(kind=CameOf.AGENDA).exists():
        raise Conflict("这个主意后来的事已经登记了，不能改成没有采纳。")
    row, _made = IdeaReview.objects.update_or_create(
        matter=matter,
        defaults={
            "verdict": verdict,
            "reason": said,
            "is_golden": is_golden and is_adopted,
            "decided_on": timezone.localdate(),
            "decided_by_id": actor.user_id,
        },
    )
    ended = said if not said or said[-1] in "。！？" else f"{said}。"
    golden = "，列为金点子" if row.is_golden else ""
    words = THANKS.format(golden=golden, reason=ended) if is_adopted else DECLINED.format(reason=ended)
    kind = StepKind.ADOPTED if is_adopted else StepKind.DECLINED
    tell_reporter(matter, kind, words)
    add_step(actor, matter, kind, words, is_public=True)
    after = audit.snapshot(row, "verdict", "reason", "is_golden")
    audit.record(actor, "matters.idea_decided", matter, after=after)
    return row


@transaction.atomic
def link_idea(*, actor: Actor, matter_id: int, spec: LinkSpec) -> IdeaLink:
    """Link what came of an adopted idea. Once it has a day it is done, and the author is told if it is public."""
    matter = _idea(actor, matter_id)
    if not IdeaReview.objects.filter(matter=matter, verdict=IdeaVerdict.ADOPTED).exists():
        raise Conflict("先写明采纳，再登记后来的事。")
    words = spec.words.strip()
    if not words:
        raise Invalid("请写明做成了什么，一句话就行。")
    if spec.done_on and spec.done_on > timezone.localdate():
        raise Invalid("做成的日子在今天以后。还没有做成的，日期先空着。")
    url, key = _page(spec.url)
    row = IdeaLink.objects.create(
        matter=matter,
        kind=spec.kind,
        key=key,
        words=words,
        url=url,
        done_on=spec.done_on,
        is_published=spec.is_published,
        made_by_id=actor.user_id,
    )
    after = audit.snapshot(row, "kind", "words", "url", "done_on", "is_published")
    audit.record(actor, "matters.idea_linked", matter, after=after)
    if row.done_on:
        _tell_done(actor, matter, row)
    return row


@transaction.atomic
def follow_idea(*, actor: Actor, matter_id: int, key: int, spec: LinkSpec) -> None:
    """Keep on an idea what an app above does with it: a link for each thing by kind and key, written anew as it goes on.

    The act itself was allowed there, so no right is asked here; a matter that is no idea, or void, is left alone.
    Whoever wrote the idea is told once, when a thing is done that he may see.
    """
    matter = Matter.objects.select_for_update(no_key=True).filter(pk=matter_id, kind=MatterKind.IDEA).first()
    if matter is None or matter.state in (MatterState.VOID, MatterState.MERGED):
        return
    before = IdeaLink.objects.filter(matter=matter, kind=spec.kind, key=key).first()
    row = before or IdeaLink(matter=matter, kind=spec.kind, key=key, made_by_id=actor.user_id)
    was_done = row.done_on is not None
    row.words, row.url, row.done_on = spec.words[:200], spec.url, spec.done_on
    row.is_published = spec.is_published
    row.save()
    audit.record(
        actor, "matters.idea_linked", matter, after=audit.snapshot(row, "kind", "words", "url", "done_on")
    )
    if row.done_on and not was_done:
        _tell_done(actor, matter, row)


@transaction.atomic
def finish_link(*, actor: Actor, link_id: int, done_on: date) -> IdeaLink:
    """Write down the day on which what came of an idea was done."""
    seen = get_link(actor, link_id)
    matter = _idea(actor, seen.matter_id)
    row: IdeaLink = IdeaLink.objects.get(pk=seen.pk)
    if row.done_on is not None:
        raise Conflict("这件事已经登记做成了。")
    if done_on > timezone.localdate():
        raise Invalid("做成的日子在今天以后。")
    row.done_on = done_on
    row.save(update_fields=["done_on"])
    audit.record(actor, "matters.idea_linked", matter, after=audit.snapshot(row, "words", "done_on"))
    _tell_done(actor, matter, row)
    return row


def _tell_done(actor: Actor, matter: Matter, row: IdeaLink) -> None:
    if not row.is_published:
        return
    words = REALISED.format(words=row.words.rstrip("。"))
    tell_reporter(matter, StepKind.REALISED, words)
    add_step(actor, matter, StepKind.REALISED, words, is_public=True)


def _idea(actor: Actor, matter_id: int) -> Matter:
    """Lock an idea for the desk that answers for it."""
    if not Matter.objects.visible_to(actor).filter(pk=matter_id, kind=MatterKind.IDEA).exists():
        raise NotFound()
    matter: Matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    actor.require(Right.MATTERS_DISPATCH, matter.desk_code)
    if matter.state in (MatterState.VOID, MatterState.MERGED):
        raise Conflict("这一条已经作废或者并到别的主意里了。")
    return matter


def _page(address: str) -> tuple[str, int | None]:
    """Return the path of a page of this product and the number in it; Invalid for any other address."""
    path = re.sub(r"^https?://[^/]+", "", address.strip()).partition("?")[0].partition("#")[0]
    if not path:
        return "", None
    try:
        found = resolve(path)
    except Resolver404 as error:
        raise Invalid("网址不是本系统的页面。请打开那一页，把网址整个复制过来。") from error
    numbers = [value for value in found.kwargs.values() if isinstance(value, int)]
    return path, numbers[-1] if numbers else None
