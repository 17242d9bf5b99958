"""What is voted on and what a ballot says."""

from dataclasses import dataclass

from gongjian.engines.errors import EngineInputError

YES, NO, ABSTAIN = "yes", "no", "abstain"


@dataclass(frozen=True)
class Question:
    """One question: its options, how many of them one may mark, and which of them ask for a reason.

    With `has_write_ins` a ballot may name somebody else (另选他人), by a name that is no option. `may_be_blank`
    takes a ballot without a mark: it comes back and does not count, as one of several votes cast together may.
    Raises EngineInputError when there is nothing to choose between or more may be marked than there are.
    """

    title: str
    options: tuple[str, ...]
    most: int = 1
    reasons_for: tuple[str, ...] = ()
    has_write_ins: bool = False
    may_be_blank: bool = False

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise EngineInputError("请写明表决的是什么。")
        least = 1 if self.has_write_ins else 2
        if len(self.options) < least or len(set(self.options)) != len(self.options) or not all(self.options):
            raise EngineInputError("至少要有两个选项，名称不能重复，也不能空着。请改选项。")
        is_too_many = self.most > len(self.options) and not self.has_write_ins
        if self.most < 1 or is_too_many or not set(self.reasons_for) <= set(self.options):
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


def choose(
    title: str,
    candidates: tuple[str, ...],
    most: int,
    *,
    has_write_ins: bool = False,
    may_be_blank: bool = False,
) -> Question:
    """Make a question in which up to `most` of the candidates are marked, or others written in where that is open."""
    return Question(title, candidates, most, (), has_write_ins, may_be_blank)


def is_valid(question: Question, ballot: Ballot) -> bool:
    """Say whether a ballot counts: options of the question or names written in, each once, not too many."""
    marked = ballot.choices
    return (
        1 <= len(marked) <= question.most
        and len(set(marked)) == len(marked)
        and (question.has_write_ins or set(marked) <= set(question.options))
        and all(marked)
    )


def check_ballot(question: Question, ballot: Ballot) -> None:
    """Refuse a ballot that would not count, or that lacks the reason asked for, with what to do about it."""
    if not ballot.choices and question.may_be_blank:
        return
    if not ballot.choices:
        raise EngineInputError("还没有选。请选好再投。")
    if not is_valid(question, ballot):
        raise EngineInputError(f"最多选 {question.most} 个，每个只能选一次。请改选。")
    if set(ballot.choices) & set(question.reasons_for) and not ballot.reason:
        raise EngineInputError("这一项要写明理由。请写一句再投，理由不记名。")
