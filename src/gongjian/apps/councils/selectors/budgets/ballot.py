"""The ballot paper of a fund: what is asked, what the page on the phone and the slips show."""

from gongjian.apps.councils.choices.budgets import FundStatus
from gongjian.apps.councils.models import Fund
from gongjian.apps.councils.selectors.budgets.funds import ballot_wishes
from gongjian.apps.councils.selectors.budgets.papers import yuan
from gongjian.apps.places.selectors import names_of
from gongjian.core.ballots import Part, Sheet
from gongjian.engines import tally


def question_of(fund: Fund) -> tally.Question:
    """Return the question: projects by their drawn number, as many marked as the rule lets."""
    options = tuple(str(wish.number) for wish in ballot_wishes(fund))
    return tally.choose(fund.title, options, min(fund.most_marks, len(options)))


def part_of(fund: Fund) -> Part:
    """Return the question with its words and the label of each project."""
    labels = {
        str(wish.number): f"{wish.number}. {wish.title}（{wish.where}）{yuan(wish.cost_cents or 0)} 元"
        for wish in ballot_wishes(fund)
    }
    question = question_of(fund)
    words = f"这笔 {yuan(fund.fund_cents)} 元的资金，你想用在哪些项目上？最多选 {question.most} 项。"
    return Part(fund.vote_key, question, words, labels)


def sheet_of(fund: Fund) -> Sheet:
    """Return the ballot paper for the phone; it takes votes until the vote is closed."""
    place = names_of([fund.place_code]).get(fund.place_code, "")
    return Sheet(
        heading="社区资金居民投票",
        subject=f"{place}{fund.title}",
        parts=[part_of(fund)],
        is_open=fund.status == FundStatus.VOTING,
        over_words="结果和每个项目由多少人分摊、分摊多少，在社区公开页面公布。",
        done_words="计票以后，每一轮怎么算的会在社区公开页面公布。",
    )
