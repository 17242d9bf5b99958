"""What is voted on and what a ballot says."""

from dataclasses import dataclass

from gongjian.engines.errors import EngineInputError

YES, NO, ABSTAIN = "yes", "no", "abstain"


@dataclass(frozen=True)
class Question:
    """One question: its options, how many of them one may mark, and which of them ask for a reason.

    Raises EngineInputError when there is nothing to choose between or more may be marked than there are.
    """

    title: str
    options: tuple[str, ...]
    most: int = 1
    reasons_for: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise EngineInputError("请写明表决的是什么。")
        if len(self.options) < 2 or len(set(self.options)) != len(self.options) or not all(self.options):
            raise EngineInputError("至少要有两个选项，名称不能重复，也不能空着。请改选项。")
        if not 1 <= self.most <= len(self.options) or not set(self.reasons_for) <= set(self.options):
            raise EngineInputError("最多可选的个数要在 1 和选项个数之间，要写理由的必须是选项。请改。")


@dataclass(frozen=True, order=True)
class Ballot:
    """One ballot: the options marked, in the order of their names, and the reason given. It names nobody."""

    choices: tuple[str, ...]
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "choices", tuple(sorted(self.choices)))
        object.__setattr__(self, "reason", " ".join(self.reason.split()))


def yes_no(title: str, *, reason_for_no: bool = True) -> Question:
    """Make a question answered by yes, no or abstain; a 'no' asks for a reason unless told otherwise."""
    return Question(title, (YES, NO, ABSTAIN), 1, (NO,) if reason_for_no else ())


def choose(title: str, candidates: tuple[str, ...], most: int) -> Question:
    """Make a question in which up to `most` of the candidates are marked."""
    return Question(title, candidates, most)


def is_valid(question: Question, ballot: Ballot) -> bool:
    """Say whether a ballot counts: some options of the question, each once, no more than may be marked."""
    marked = ballot.choices
    return (
        1 <= len(marked) <= question.most
        and len(set(marked)) == len(marked)
        and set(marked) <= set(question.options)
    )


def check_ballot(question: Question, ballot: Ballot) -> None:
    """Refuse a ballot that would not count, or that lacks the reason asked for, with what to do about it."""
    if not ballot.choices:
        raise EngineInputError("还没有选。请选好再投。")
    if not is_valid(question, ballot):
        raise EngineInputError(f"最多选 {question.most} 个，每个只能选一次。请改选。")
    if set(ballot.choices) & set(question.reasons_for) and not ballot.reason:
        raise EngineInputError("这一项要写明理由。请写一句再投，理由不记名。")
