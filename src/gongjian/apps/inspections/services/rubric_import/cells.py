"""The cells of one row by the names of their columns, read as what they must be; what can't be is complained of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from gongjian.apps.inspections.choices import How
from gongjian.apps.inspections.selectors.rubric_sheets import EVIDENCE_WORDS, HOW_WORDS
from gongjian.apps.inspections.services.rubric_import.result import Problem
from gongjian.core.registry import list_indicators
from gongjian.readers import SheetRow

HOW_NAMES = {word: how for how, word in HOW_WORDS.items()} | {
    "": How.DEDUCT,
    "扣": How.DEDUCT,
    "加": How.ADD,
    "否决": How.VETO_GRADE,
    "一票否决：不能评级": How.VETO_GRADE,
    "一票否决：总分记0": How.VETO_SHEET,
    "一票否决：本项记0": How.VETO_ITEM,
    "酌情": How.JUDGED_DEDUCT,
}
EVIDENCE_NAMES = {word: kind for kind, word in EVIDENCE_WORDS.items()} | {"": ""}
YES = frozenset({"是", "√", "Y", "y", "1", "对", "有"})
MOST_MARKS = Decimal(10000)
_NUMBER = re.compile(r"(-?[\d,，]+(?:\.\d+)?)\s*(?:分|%|％)?")


@dataclass(frozen=True)
class Cells:
    """One row: `at` tells where each of our columns stands; `problems` takes the complaints."""

    row: SheetRow
    at: Mapping[str, int]
    problems: list[Problem]

    def text(self, name: str) -> str:
        """Return what stands in a column; empty if there is no such column or nothing in it."""
        place = self.at.get(name)
        return self.row.cells[place].strip() if place is not None and place < len(self.row.cells) else ""

    def complain(self, name: str, message: str) -> None:
        """Take down what is wrong in a column."""
        self.problems.append(Problem(self.row.sheet, self.row.number, name, message))

    def words(self, name: str, longest: int) -> str:
        """Return text that fits its column of ours."""
        text = self.text(name)
        if len(text) > longest:
            self.complain(name, f"有 {len(text)} 个字，最多 {longest} 个。请改短。")
        return text[:longest]

    def number(self, name: str) -> Decimal | None:
        """Return marks: not below zero, two decimals; None for nothing."""
        value = self.signed(name, 2)
        if value is not None and value < 0:
            self.complain(name, f"“{self.text(name)}”不能是负数，扣分也写正数。")
            return None
        return value

    def signed(self, name: str, places: int = 4) -> Decimal | None:
        """Return a number with so many decimals at most; None for nothing or for what is no number."""
        text = self.text(name)
        found = _NUMBER.fullmatch(text)
        if not text or found is None:
            if text:
                self.complain(name, f"“{text}”不是数，请只写数字。")
            return None
        try:
            value = Decimal(found[1].replace(",", "").replace("，", ""))
        except InvalidOperation:
            self.complain(name, f"“{text}”不是数，请只写数字。")
            return None
        if value != round(value, places) or abs(value) >= MOST_MARKS * 100:
            self.complain(name, f"“{text}”太大，或小数多于 {places} 位，请改。")
            return None
        return value

    def whole(self, name: str) -> int | None:
        """Return a count from 1 to 9."""
        value = self.number(name)
        if value is None:
            return None
        if value != int(value) or not 1 <= value <= 9:
            self.complain(name, f"“{self.text(name)}”要是 1 到 9 的整数。")
            return None
        return int(value)

    def yes(self, name: str) -> bool:
        """Return whether a cell says yes."""
        return self.text(name) in YES

    def how(self, name: str) -> How | None:
        """Return how a rule counts."""
        text = re.sub(r"\s", "", self.text(name))
        if text not in HOW_NAMES:
            self.complain(name, f"“{text}”看不懂，请写：{'、'.join(HOW_WORDS.values())}。")
            return None
        return HOW_NAMES[text]

    def evidence(self, name: str) -> str:
        """Return a kind of evidence, empty for nothing said."""
        text = self.text(name)
        if text not in EVIDENCE_NAMES:
            self.complain(name, f"“{text}”看不懂，请写：{'、'.join(EVIDENCE_WORDS.values())}。")
            return ""
        return EVIDENCE_NAMES[text]

    def indicator(self, name: str) -> str:
        """Return the key of an indicator that is told by its key or its name."""
        text = self.text(name)
        if not text:
            return ""
        known = {str(word): one.key for one in list_indicators() for word in (one.key, one.name)}
        if text not in known:
            self.complain(name, f"没有登记叫“{text}”的指标。请照“指标”页面上的名称写。")
        return known.get(text, "")

    def pictures(self, name: str) -> tuple[int, ...]:
        """Return the numbers of pictures: #12、#13."""
        return tuple(int(number) for number in re.findall(r"#(\d{1,12})", self.text(name)))
