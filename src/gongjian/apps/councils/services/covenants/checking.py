"""The street looks whether a covenant agrees with the law before it is voted, and says so in writing."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.choices.covenants import VersionStatus
from gongjian.apps.councils.models import CovenantVersion
from gongjian.apps.councils.selectors.covenants import round_of, unanswered_in_round
from gongjian.apps.councils.services.covenants.steps import managed_version, take_step
from gongjian.apps.parties.services.notices import notify
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid


@transaction.atomic
def send_to_check(*, actor: Actor, version_id: int) -> CovenantVersion:
    """Send a version to the street. Conflict before its round was discussed in public and every opinion answered."""
    version = managed_version(actor, version_id)
    today = timezone.localdate()
    if not round_of(version).filter(last_on__lt=today).exists():
        raise Conflict("还没有公开征求过意见，或者还没有结束，不能送审。")
    if version.is_open_on(today):
        raise Conflict("还在征求意见，结束以后再送审。")
    if waiting := unanswered_in_round(version):
        raise Conflict(f"还有 {waiting} 条意见没有答复。逐条答复以后再送审。")
    version.sent_on = today
    take_step(version, VersionStatus.CHECKING, "sent_on")
    audit.record(actor, "councils.covenant_sent", version, place_code=version.place_code)
    return version


@transaction.atomic
def answer_check(*, actor: Actor, version_id: int, is_lawful: bool, words: str = "") -> CovenantVersion:
    """Say for the street that a version may be voted, or what in it goes against which law."""
    version = managed_version(actor, version_id, by_street=True)
    if not is_lawful and not words.strip():
        raise Invalid("不通过要写明哪一条和哪部法律、法规或政策抵触，社区照着改。")
    version.checked_on, version.checked_by_id = timezone.localdate(), actor.user_id
    version.check_words = words.strip()
    take_step(
        version,
        VersionStatus.CHECKED if is_lawful else VersionStatus.REFUSED,
        "checked_on",
        "checked_by",
        "check_words",
    )
    audit.record(
        actor,
        "councils.covenant_checked",
        version,
        after=audit.snapshot(version, "status", "check_words"),
        place_code=version.place_code,
    )
    if version.made_by_id:
        said = "可以提交会议表决" if is_lawful else "没有通过，请看审查意见、写下一稿"
        notify(
            [version.made_by_id],
            f"街道审查了“{version}”：{said}",
            reverse("councils:covenant_version", args=[version.pk]),
            version.place_code,
        )
    return version
