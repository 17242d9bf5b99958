"""Words of matters: kinds, states, outcomes, what happens to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.places.choices import Level as PlaceLevel
from gongjian.engines.worktime import LimitUnit as EngineUnit


class MatterKind(models.TextChoices):
    """What a person brings."""

    REPORT = "report", _("问题上报")
    DISPUTE = "dispute", _("矛盾纠纷")
    CONSULTATION = "consultation", _("咨询")
    IDEA = "idea", _("金点子")


class MatterSource(models.TextChoices):
    """The door a matter came in by."""

    PORTAL = "portal", _("公开网页")
    PHONE = "phone", _("电话")
    PATROL = "patrol", _("巡查")
    MAIL = "mail", _("邮件来信")
    API = "api", _("开放接口")
    HOTLINE_LIST = "hotline", _("热线转办单")
    COUNCIL = "council", _("议事会")

    @classmethod
    def open_doors(cls) -> "tuple[MatterSource, ...]":
        """The doors through which anybody may come, without a right."""
        return (cls.PORTAL, cls.MAIL, cls.API)


class ClassKind(models.TextChoices):
    """The three lists of classes: objects, happenings (GB/T 30428.2), and requests of our own."""

    COMPONENT = "component", _("部件")
    EVENT = "event", _("事件")
    REQUEST = "request", _("诉求")


class Tier(models.TextChoices):
    """How strict the limits of an area are."""

    NORMAL = "normal", _("一般时限")
    STRICTER = "stricter", _("较严时限")
    LOOSER = "looser", _("较宽时限")


class LimitUnit(models.TextChoices):
    """How a limit is counted."""

    CLOCK_HOURS = EngineUnit.CLOCK_HOURS.value, _("小时")
    WORKING_HOURS = EngineUnit.WORKING_HOURS.value, _("个工作时")
    WORKING_DAYS = EngineUnit.WORKING_DAYS.value, _("个工作日")
    NATURAL_DAYS = EngineUnit.NATURAL_DAYS.value, _("天")
    SAME_DAY = "same_day", _("当天")


class MatterLevel(models.IntegerChoices):
    """The level whose desk answers for a matter; the value is the length of its place's code."""

    STREET = PlaceLevel.STREET.value, _("街道、乡镇")
    COUNTY = PlaceLevel.COUNTY.value, _("区县")
    CITY = PlaceLevel.CITY.value, _("市")

    def above(self) -> "MatterLevel":
        """Return the next level up; the city has none above."""
        return MatterLevel.COUNTY if self == MatterLevel.STREET else MatterLevel.CITY


class MatterState(models.TextChoices):
    """Where a matter stands (GB/T 30428.8: report, file, dispatch, handle, check, close)."""

    REPORTED = "reported", _("待受理")
    VERIFYING = "verifying", _("核实中")
    REJECTED = "rejected", _("不予受理")
    FILED = "filed", _("待派办")
    DISPATCHED = "dispatched", _("待签收")
    RETURNED = "returned", _("退回待派")
    ACCEPTED = "accepted", _("处置中")
    MEDIATING = "mediating", _("调解中")
    SUSPENDED = "suspended", _("暂停")
    DONE = "done", _("待核查")
    REWORK = "rework", _("返工")
    CHECKED = "checked", _("待答复")
    MERGED = "merged", _("已合并")
    CLOSED = "closed", _("已办结")
    VOID = "void", _("作废")

    @classmethod
    def over(cls) -> "tuple[MatterState, ...]":
        """The states after which nothing more is owed."""
        return (cls.REJECTED, cls.CLOSED, cls.VOID)

    @classmethod
    def with_units(cls) -> "tuple[MatterState, ...]":
        """The states in which units have it in hand."""
        return (cls.DISPATCHED, cls.ACCEPTED, cls.REWORK)


class Outcome(models.TextChoices):
    """How a matter ended."""

    SOLVED = "solved", _("已解决")
    CLOSED_UNSOLVED = "unsolved", _("已办结、未解决")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    REFERRED = "referred", _("转其他渠道")
    VOID = "void", _("作废")


class AssignmentState(models.TextChoices):
    """Where the part of one unit stands."""

    PENDING = "pending", _("待签收")
    ACCEPTED = "accepted", _("处置中")
    DONE = "done", _("已办结")
    REWORK = "rework", _("返工")
    HANDED_BACK = "handed_back", _("已退回")
    ENDED = "ended", _("已终止")

    @classmethod
    def in_hand(cls) -> "tuple[AssignmentState, ...]":
        """The states in which the unit still owes something."""
        return (cls.PENDING, cls.ACCEPTED, cls.REWORK)


class PhotoStage(models.TextChoices):
    """What a photo shows."""

    BEFORE = "before", _("处置前")
    AFTER = "after", _("处置后")
    CHECK = "check", _("核查时")


class Satisfaction(models.TextChoices):
    """What the person says of the answer."""

    SATISFIED = "satisfied", _("满意")
    BASIC = "basic", _("基本满意")
    UNSATISFIED = "unsatisfied", _("不满意")


class ExclusionGround(models.TextChoices):
    """Why a matter is left out of the rates (Beijing regulation on swift response, 2021)."""

    EMERGENCY = "emergency", _("紧急警情，由 110、119、120 处置")
    OTHER_CHANNEL = "other_channel", _("已进入诉讼、仲裁、纪检、复议、信访等渠道")
    NO_NEW_FACTS = "no_new_facts", _("同一诉求重复，没有新的事实")
    SECRET = "secret", _("涉及国家秘密、商业秘密、个人隐私")
    OUTSIDE_DUTY = "outside_duty", _("不属于任何单位的职责")
    UNLAWFUL = "unlawful", _("诉求违法或违背公序良俗")


class Rater(models.TextChoices):
    """How a rating came in."""

    CODE = "code", _("凭查询码自评")
    CALLBACK = "callback", _("回访")


class ShiftGroup(models.TextChoices):
    """Under which heading a matter is handed over; what presses most comes first."""

    DANGER = "danger", _("有危险")
    CONTACT = "contact", _("要联系反映人")
    FILE = "file", _("要受理")
    DISPATCH = "dispatch", _("要派办")
    DUE = "due", _("下一班以前到期")
    FINISH = "finish", _("要核查、答复")
    HELD = "held", _("暂停")
    CALL = "call", _("要回访")


class AnalysisKind(models.TextChoices):
    """How long a time an analysis looks back on."""

    WEEK = "week", _("周分析")
    MONTH = "month", _("月分析")


class MessageWay(models.TextChoices):
    """How a message is sent."""

    MAIL = "mail", _("邮件")
    SMS = "sms", _("短信")


class MessageState(models.TextChoices):
    """What became of a message to the reporter."""

    KEPT = "kept", _("只在查询页")
    WAITING = "waiting", _("待发")
    SENT = "sent", _("已发出")
    FAILED = "failed", _("没发成")
    CALLED = "called", _("已电话告知")


class StepKind(models.TextChoices):
    """What happened to a matter."""

    REPORTED = "reported", _("反映")
    CONTACTED = "contacted", _("联系反映人")
    CLASSIFIED = "classified", _("分类")
    VERIFYING = "verifying", _("派人核实")
    FOUND = "found", _("核实属实")
    NOT_FOUND = "not_found", _("核实不属实")
    FILED = "filed", _("受理")
    REJECTED = "rejected", _("不予受理")
    DISPATCHED = "dispatched", _("派办")
    WHISTLED = "whistled", _("吹哨派办")
    ACCEPTED = "accepted", _("签收")
    HANDED_BACK = "handed_back", _("退回")
    ACTED = "acted", _("报处置结果")
    HELD = "held", _("暂停计时")
    RESUMED = "resumed", _("恢复计时")
    EXTENSION_ASKED = "ext_asked", _("申请延期")
    EXTENSION_GRANTED = "ext_granted", _("同意延期")
    EXTENSION_REFUSED = "ext_refused", _("不同意延期")
    CHECK_PASSED = "check_passed", _("核查通过")
    CHECK_FAILED = "check_failed", _("核查不通过，返工")
    ANSWERED = "answered", _("答复并办结")
    MERGED = "merged", _("合并")
    SPLIT = "split", _("拆分")
    RATED = "rated", _("评价")
    REOPENED = "reopened", _("重新打开")
    RAISED = "raised", _("提级")
    REMINDED = "reminded", _("催办")
    MET_TOO = "met_too", _("也遇到")
    SUPPLEMENTED = "supplement", _("补充情况")
    VOIDED = "voided", _("作废")
    EXCLUDED = "excluded", _("不计入考核")
    INCLUDED = "included", _("恢复计入考核")
    MEDIATING = "mediating", _("交调解")
    MEDIATED = "mediated", _("调解结束")
    ADOPTED = "adopted", _("采纳主意")
    DECLINED = "declined", _("没有采纳主意")
    REALISED = "realised", _("主意做成了")

    @classmethod
    def verified(cls) -> "tuple[StepKind, ...]":
        """The lines that say what was found on the spot."""
        return (cls.FOUND, cls.NOT_FOUND)
