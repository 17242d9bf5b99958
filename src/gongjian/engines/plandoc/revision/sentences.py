"""Say a difference in one Chinese sentence: what it is about, what it was, what it is now."""

from collections.abc import Sequence

from gongjian.engines.plandoc.revision.model import (
    ADDED,
    DROPPED,
    GROUP,
    MOVED,
    PHASE,
    RATING,
    RUBRIC,
    TARGET,
    TASK,
    FieldChange,
    Passage,
)

KIND_WORDS = {
    TARGET: "目标",
    PHASE: "阶段",
    TASK: "任务",
    RATING: "评级条件",
    RUBRIC: "评分项",
    GROUP: "领导小组",
}
ACT_WORDS = {ADDED: "新增", DROPPED: "删去", "changed": "改动", MOVED: "挪动"}
_SHOWN = 40


def sentence_of(
    kind: str,
    act: str,
    name: str,
    old: Passage | None,
    new: Passage | None,
    fields: Sequence[FieldChange],
    is_moved: bool,
) -> str:
    """Return the sentence; long words are cut, the quotes hold them whole."""
    what = f"{KIND_WORDS[kind]}“{_short(name)}”"
    if act in (ADDED, DROPPED):
        return f"{ACT_WORDS[act]}{what}。"
    said = [_field(change) for change in fields]
    if is_moved and old and new:
        said.append(_place(old, new))
    return f"{what}：{'；'.join(said)}。"


def _field(change: FieldChange) -> str:
    old, new = _short(change.old), _short(change.new)
    if not old:
        return f"补上{change.label}“{new}”"
    if not new:
        return f"去掉{change.label}“{old}”"
    return f"{change.label}由“{old}”改为“{new}”"


def _place(old: Passage, new: Passage) -> str:
    if old.section and new.section and old.section != new.section:
        return f"由“{_short(old.section)}”挪到“{_short(new.section)}”"
    return f"位置由第 {old.order + 1} 项挪到第 {new.order + 1} 项"


def _short(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
