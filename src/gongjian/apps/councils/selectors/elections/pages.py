"""What goes out on paper: the posted roll, the announcement of the result, the report sheet of the count, certificates."""

import json
from typing import Any

from django.utils import timezone

from gongjian.apps.councils.choices.elections import BallotKind, ElectionCause
from gongjian.apps.councils.models.elections import Election, ElectionPost
from gongjian.apps.councils.selectors.elections.rules import last_day_to_object
from gongjian.apps.places.selectors import names_of
from gongjian.core.errors import Conflict
from gongjian.core.rules import citation_on_paper
from gongjian.engines.officialdoc import Heading, OfficialDocument, Paragraph, Table, format_date
from gongjian.engines.officialdoc.model import Block
from gongjian.engines.tally import ABSTAIN, NO, YES

STREET = 9
COLUMNS = 4
GROUP = 8
MARKS = {YES: "同意", NO: "不同意", ABSTAIN: "弃权"}


def roll_page(election: Election) -> OfficialDocument:
    """Set the roll to be hung: number and masked name of each voter, until when one may object."""
    if election.posted_on is None:
        raise Conflict("名册还没有公布。")
    rows = election.roll.filter(is_struck=False).select_related("resident").order_by("number")
    cells = [f"{row.number}. {row.resident.masked_name}" for row in rows]
    lines = [cells[start : start + COLUMNS] for start in range(0, len(cells), COLUMNS)]
    table = Table(
        header=("编号和姓名",) * COLUMNS,
        rows=tuple((*line, *[""] * (COLUMNS - len(line))) for line in lines),
    )
    last, days = last_day_to_object(election), election.rule["objection_days"]
    words = (
        f"{election.title}选民{len(cells)}人，名单如下。姓名隐去一部分，本人可以凭身份证到社区核对。"
        f"对名单有异议的，请在公布之日起{days}日内（{format_date(last)}以前）向社区提出。"
    )
    return _signed(election, "选民名单公告", "公告", [Paragraph((words,)), table], election.posted_on)


def announcement_page(election: Election) -> OfficialDocument:
    """Set the announcement: who is elected to what with how many votes, for how long, what stays open."""
    if election.announced_on is None:
        raise Conflict("结果还没有公布，不能出公告。")
    posts = list(election.posts.order_by("order"))
    first = posts[0].result or {}
    blocks: list[Block] = [
        Paragraph((f"{election.title}于{format_date(election.votes_on)}举行。{_turnout(first)}",)),
        *[Paragraph((sentence,)) for post in posts for sentence in _elected_words(post)],
    ]
    if tenure := election.tenures.order_by("ends_on").first():
        blocks.append(
            Paragraph((f"任期自{format_date(tenure.starts_on)}起，至{format_date(tenure.ends_on)}止。",))
        )
    return _signed(election, "选举结果公告", "公告", blocks, election.announced_on)


def report_page(election: Election) -> OfficialDocument:
    """Set the report sheet of a count: ballots, every name with its votes, the rule, the hash of the roll, signatures."""
    if election.closed_at is None:
        raise Conflict("还没有计票，不能出报告单。")
    posts = list(election.posts.order_by("order"))
    held_on = timezone.localdate(election.closed_at)
    rule = citation_on_paper(election.rule["citations"]["thresholds"])
    blocks: list[Block] = [
        Heading(1, "基本情况"),
        Paragraph(
            (f"选举：{election.title}（{election.get_cause_display()}）。投票站：{election.station}。",)
        ),
        Paragraph((_turnout(posts[0].result or {}),)),
        Paragraph((f"依据：{rule}。",)),
        Paragraph((f"名册哈希：{_grouped(election.roll_hash)}。",)),
        Heading(1, "得票情况"),
    ]
    for post in posts:
        blocks += [Paragraph((_post_words(election, post),)), _marks_table(post)]
        blocks += [Paragraph((sentence,)) for sentence in _elected_words(post)]
    blocks += [
        Heading(1, "签字"),
        Table(
            header=("监票人", "计票人", "唱票人"),
            rows=(("", "", ""), ("", "", "")),
            widths=(1, 1, 1),
        ),
    ]
    return _signed(election, "选举结果报告单", "报告单", blocks, held_on)


def _grouped(digits: str) -> str:
    """Write a long hash in groups, so that lines can break and two people can compare it aloud."""
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def certificates_of(election: Election) -> str:
    """Return the certificates of all posts as JSON, each to be counted again by anyone."""
    posts = [post for post in election.posts.order_by("order") if post.certificate]
    if not posts:
        raise Conflict("还没有计票，没有计票证书。")
    return json.dumps(
        {post.name: json.loads(post.certificate) for post in posts}, ensure_ascii=False, indent=1
    )


def _turnout(result: dict[str, Any]) -> str:
    words = f"名册上选民{result['on_roll']}人，发出选票{result['issued']}张，收回{result['returned']}张。"
    return words + (result["void_words"] or "参加投票的人数符合规定，选举有效。")


def _post_words(election: Election, post: ElectionPost) -> str:
    result = post.result or {}
    is_second = election.cause == ElectionCause.SECOND_ROUND
    stated = election.rule["thresholds"]["second_majority" if is_second else "majority"]
    bound = "不少于" if stated.startswith(">=") else "超过"
    return (
        f"{post.name}应选{post.seats}人。收回{result['returned']}张，有效{result['valid']}张，"
        f"空白和废票{result['spoilt']}张。当选要{bound}参加投票的{stated.lstrip('>= ')}，至少{result['needed']}票。"
    )


def _marks_table(post: ElectionPost) -> Table:
    result = post.result or {}
    elected = set(result["elected"])
    is_yes_no = post.ballot_kind == BallotKind.YES_NO
    rows = [
        (MARKS.get(name, name) if is_yes_no else name, str(number), "当选" if name in elected else "")
        for name, number in result["marks"]
    ]
    return Table(
        header=("意见" if is_yes_no else "姓名", "得票", "结果"),
        rows=tuple(rows),
        widths=(3, 1, 1),
        aligns=("left", "right", "center"),
    )


def _elected_words(post: ElectionPost) -> list[str]:
    result = post.result or {}
    votes = dict(result["marks"])
    found = []
    if names := result["elected"]:
        told = "、".join(f"{name}（{votes.get(name, votes.get(YES, 0))}票）" for name in names)
        found.append(f"{told}当选{post.name}。")
    if result["tied"]:
        found.append(f"{'、'.join(result['tied'])}票数相等，不能确定当选人。")
    if result["open_seats"]:
        found.append(f"{post.name}空缺{result['open_seats']}名，另行选举。")
    return found


def _signed(election: Election, words: str, kind: str, blocks: list[Block], on: Any) -> OfficialDocument:
    code = election.place_code
    names = names_of([code, code[:STREET]])
    title = f"{election.title.removesuffix('选举') if words.startswith('选举') else election.title}{words}"
    issuer = f"{names.get(code[:STREET], '')}{names.get(code, '')}居民选举委员会"
    return OfficialDocument(title=title, blocks=tuple(blocks), kind=kind, issuers=(issuer,), issued_on=on)
