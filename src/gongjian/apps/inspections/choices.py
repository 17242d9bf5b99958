"""Words of the inspections app."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.places.choices import Level

NATION = 0
"""The level above provinces: its one place has the empty code."""

CHILD_NOUNS: dict[int, str] = {
    Level.GRID: "网格",
    Level.COMMUNITY: "社区",
    Level.STREET: "街道",
    Level.COUNTY: "区县",
    Level.CITY: "市",
    Level.PROVINCE: "省",
}
"""What the places of a level are called when they are counted."""


class RuleKind(models.TextChoices):
    """What a scoring rule does."""

    DEDUCT = "deduct", _("扣分")
    ADD = "add", _("加分")
    VETO = "veto", _("一票否决")


class StepRounding(models.TextChoices):
    """How a count that is no whole multiple of the step is charged."""

    FULL = "full", _("满了才算")
    STARTED = "started", _("不足的按满的算")


class VetoEffect(models.TextChoices):
    """How far a veto reaches."""

    GRADE = "grade", _("得分照算，不能评级")
    SHEET = "sheet", _("总分记 0 分")
    ITEM = "item", _("本项记 0 分")


class Evidence(models.TextChoices):
    """What has to be handed in with a finding."""

    NONE = "none", _("不要")
    PHOTO = "photo", _("照片")
    DOCUMENT = "document", _("材料")
    NOTE = "note", _("说明")


class How(models.TextChoices):
    """How a rule is chosen by people: its kind with whether it is judged, or with the reach of its veto."""

    DEDUCT = "deduct", _("扣分")
    ADD = "add", _("加分")
    JUDGED_DEDUCT = "judged_deduct", _("酌情扣分")
    JUDGED_ADD = "judged_add", _("酌情加分")
    VETO_GRADE = "veto_grade", _("一票否决：不能评级")
    VETO_SHEET = "veto_sheet", _("一票否决：总分记 0")
    VETO_ITEM = "veto_item", _("一票否决：本项记 0")

    @property
    def parts(self) -> tuple[RuleKind, bool, VetoEffect]:
        """The kind, whether it is judged, and the reach of a veto."""
        word = self.value
        if word.startswith("veto_"):
            return RuleKind.VETO, False, VetoEffect(word.removeprefix("veto_"))
        return RuleKind(word.removeprefix("judged_")), word.startswith("judged_"), VetoEffect.GRADE

    @classmethod
    def of(cls, kind: str, judged: bool, effect: str) -> "How":
        """Return the choice that stands for a rule."""
        if kind == RuleKind.VETO:
            return cls(f"veto_{effect}")
        return cls(f"judged_{kind}" if judged else kind)


class SheetStatus(models.TextChoices):
    """Where a score sheet stands."""

    DRAFT = "draft", _("评分中")
    SUBMITTED = "submitted", _("已交")
    RETURNED = "returned", _("退回")
    VOID = "void", _("作废")


class RatingBasis(models.TextChoices):
    """What a rating rule looks at."""

    SCORE = "score", _("得分")
    SHARE = "share", _("下级占比")
    COUNT = "count", _("下级个数")
    QUOTA = "quota", _("名额占比")
    RANK = "rank", _("前几名")


QUOTAS = (RatingBasis.QUOTA, RatingBasis.RANK)
"""Conditions that compare places with one another."""


class TieRule(models.TextChoices):
    """What becomes of equal scores at the cut of a quota."""

    OUT = "out", _("同分都不算")
    IN = "in", _("同分都算")
    SECOND = "second", _("同分比上一轮得分")


class AdjustmentKind(models.TextChoices):
    """What a decision that changes a sheet's counted score rests on."""

    APPEAL = "appeal", _("申诉")
    RECTIFIED = "rectified", _("整改复查")
    SEVERITY = "severity", _("尺度校正")


class OperationKind(models.TextChoices):
    """What somebody did on a phone: an inspector to a sheet, or somebody in the field to a matter."""

    OPEN = "open", _("开表")
    ITEM = "item", _("评一项")
    PHOTO = "photo", _("拍照")
    REMOVE_PHOTO = "remove_photo", _("去掉照片")
    SIGN = "sign", _("签名")
    FINISH = "finish", _("评完")
    SUBMIT = "submit", _("交表")
    REPORT = "report", _("上报事项")
    ACCEPT = "accept", _("签收事项")
    ACT = "act", _("报处置结果")
    VERIFY = "verify", _("报核实结果")
    CHECK = "check", _("核查")
    NOTE = "note", _("补充情况")
    PICTURE = "picture", _("事项的照片")

    @classmethod
    def of_matters(cls) -> "tuple[OperationKind, ...]":
        """What is done to matters; the others are done to sheets."""
        return (cls.REPORT, cls.ACCEPT, cls.ACT, cls.VERIFY, cls.CHECK, cls.NOTE, cls.PICTURE)


class OperationResult(models.TextChoices):
    """What became of an operation of a phone."""

    DONE = "done", _("已并入")
    CONFLICT = "conflict", _("有冲突")
    REFUSED = "refused", _("没能并入")


class AppealStatus(models.TextChoices):
    """Where an appeal against a score stands."""

    FILED = "filed", _("申诉中")
    UPHELD = "upheld", _("支持")
    PARTLY = "partly", _("部分支持")
    REJECTED = "rejected", _("维持原分")
    WITHDRAWN = "withdrawn", _("已撤回")


class HonourKind(models.TextChoices):
    """How an honour is given."""

    ROTATING = "rotating", _("流动：每轮按结果转移")
    NAMING = "naming", _("命名：一直有效，收回为止")


class HonourTies(models.TextChoices):
    """What becomes of equal results at the last place of an honour."""

    OUT = "out", _("同分都不算")
    IN = "in", _("同分都算上")


class AwardEnd(models.TextChoices):
    """Why a place no longer holds an honour."""

    MOVED = "moved", _("下一轮转走")
    KEPT = "kept", _("下一轮保住")
    REGRADED = "regraded", _("重新评级后转走")
    RECALLED = "recalled", _("收回")


class PlaceChoice(models.TextChoices):
    """Which communities below its place a round looks at."""

    ALL = "all", _("全部社区")
    PICKED = "picked", _("指定的社区")
    DRAWN = "drawn", _("抽中的社区")


class RosterState(models.TextChoices):
    """Where a proposed roster stands."""

    WAITING = "waiting", _("正在排")
    READY = "ready", _("排好了")
    FAILED = "failed", _("没排成")
    USED = "used", _("已确认")


class FindingStatus(models.TextChoices):
    """Where a finding stands."""

    FOUND = "found", _("未下达")
    ORDERED = "ordered", _("整改中")
    ANSWERED = "answered", _("待复查")
    REDO = "redo", _("退回重改")
    MENDED = "mended", _("已整改")
    WITHDRAWN = "withdrawn", _("撤回")

    @classmethod
    def to_mend(cls) -> "tuple[FindingStatus, ...]":
        """List the states in which something is to be handed in."""
        return (cls.ORDERED, cls.REDO)

    @classmethod
    def open_states(cls) -> "tuple[FindingStatus, ...]":
        """List the states of what is neither mended nor withdrawn."""
        return (cls.FOUND, cls.ORDERED, cls.ANSWERED, cls.REDO)


class OrderStatus(models.TextChoices):
    """Where a rectification order stands."""

    PENDING = "pending", _("待签收")
    ACTIVE = "active", _("整改中")
    ANSWERED = "answered", _("待复查")
    REDO = "redo", _("退回重改")
    DONE = "done", _("已整改")
    WITHDRAWN = "withdrawn", _("撤回")

    @classmethod
    def to_mend(cls) -> "tuple[OrderStatus, ...]":
        """List the states in which something is to be handed in."""
        return (cls.PENDING, cls.ACTIVE, cls.REDO)

    @classmethod
    def open_states(cls) -> "tuple[OrderStatus, ...]":
        """List the states of what is neither mended nor withdrawn."""
        return (*cls.to_mend(), cls.ANSWERED)


class CheckOutcome(models.TextChoices):
    """What a re-inspection found of one thing."""

    PASSED = "passed", _("整改好了")
    PARTLY = "partly", _("改了一部分")
    FAILED = "failed", _("没有整改好")
