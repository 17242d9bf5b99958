"""A covenant and the announcement of its vote as official pages. Figures are those the vote counted, never typed."""

from gongjian.apps.councils.choices.covenants import VersionStatus, VotePurpose, Voters
from gongjian.apps.councils.models import CovenantVersion, CovenantVote
from gongjian.apps.places.selectors import names_of
from gongjian.core.errors import Conflict
from gongjian.core.rules import citation_on_paper
from gongjian.engines.officialdoc import OfficialDocument, Paragraph, format_date
from gongjian.engines.officialdoc.model import Block

BODIES = {"village": "村民委员会"}


def covenant_page(version: CovenantVersion) -> OfficialDocument:
    """Set a version: its preamble, its articles, and under them who made it when; a draft says that it is one."""
    blocks: list[Block] = [Paragraph((line,)) for line in version.preamble.splitlines() if line]
    for clause in version.clauses.all():
        if clause.chapter:
            blocks.append(Paragraph((clause.chapter,)))
        first, *others = clause.words.splitlines()
        blocks.append(Paragraph((f"{clause.number_text}　{first}",)))
        blocks += [Paragraph((line,)) for line in others if line]
    is_filed = version.status == VersionStatus.FILED
    title = version.covenant.title if is_filed else f"{version.covenant.title}（第{version.number}稿）"
    if is_filed and version.in_force_on:
        blocks.append(Paragraph((f"本公约自{format_date(version.in_force_on)}起施行。",)))
    passed = next((vote for vote in version.votes.all() if vote.is_passed), None)
    return OfficialDocument(
        title=title,
        blocks=tuple(blocks),
        issuers=(issuer(version),),
        issued_on=passed.held_on if passed else None,
        notes=f"{format_date(passed.held_on)}{meeting_name(passed)}通过" if passed else "",
    )


def announcement_page(version: CovenantVersion, vote: CovenantVote) -> OfficialDocument:
    """Set the announcement of a vote: who met, how many came, how many agreed, and what follows."""
    if vote.outcome is None:
        raise Conflict("还没有计票，不能出公告。")
    covenant, outcome = version.covenant, vote.outcome
    act = "通过" if vote.purpose == VotePurpose.ADOPT else "废止"
    met = (
        f"{format_date(vote.held_on)}{f'在{vote.venue}' if vote.venue else ''}召开{meeting_name(vote)}，"
        f"表决{act}《{covenant.title}》。应到 {vote.on_roll} {_unit(vote)}，实到 {vote.present} {_unit(vote)}。"
    )
    counted = (
        f"{vote.get_way_display()}表决：同意 {vote.yes} 票，不同意 {vote.no} 票，弃权 {vote.abstain} 票"
        f"{f'，废票 {vote.spoilt} 张' if vote.spoilt else ''}。{outcome['sentence']}"
    )
    result = (
        f"《{covenant.title}》{'' if vote.is_passed else '没有'}{'获得通过' if act == '通过' else '被废止'}。"
    )
    follows = _follows(version, vote)
    lines = (met, counted, f"{result}{follows}", f"依据：{citation_on_paper(outcome['citation'])}。")
    return OfficialDocument(
        title=f"关于表决{act}《{covenant.title}》的公告",
        blocks=tuple(Paragraph((line,)) for line in lines),
        kind="公告",
        issuers=(issuer(version),),
        issued_on=vote.held_on,
    )


def _follows(version: CovenantVersion, vote: CovenantVote) -> str:
    if not vote.is_passed:
        return ""
    if vote.purpose == VotePurpose.REPEAL:
        return f"自{format_date(version.ended_on)}起停止施行。" if version.ended_on else ""
    if version.in_force_on and version.filed_on:
        return f"已于{format_date(version.filed_on)}报街道备案，自{format_date(version.in_force_on)}起施行。"
    return "报街道备案以后施行。"


def issuer(version: CovenantVersion) -> str:
    """Name the body whose covenant it is."""
    code = version.place_code
    body = BODIES.get(version.covenant.kind, "居民委员会")
    return f"{names_of([code]).get(code, '')}{body}"


def meeting_name(vote: CovenantVote) -> str:
    """Name the meeting by who made it up."""
    is_village = vote.version.covenant.kind == "village"
    body = "村民" if is_village else "居民"
    return f"{body}代表会议" if vote.voters == Voters.REPRESENTATIVES and is_village else f"{body}会议"


def _unit(vote: CovenantVote) -> str:
    return "户" if vote.voters == Voters.HOUSEHOLDS else "人"
