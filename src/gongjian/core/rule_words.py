"""What the rules page calls the rules and their values."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NAMES: dict[str, str | Promise] = {
    "files.photo_max_bytes": gettext_lazy("一张照片最大"),
    "files.photo_max_edge_px": gettext_lazy("照片长边存成"),
    "files.document_max_bytes": gettext_lazy("一个文件最大"),
    "files.plan_max_characters": gettext_lazy("一份方案最长"),
    "rating.community.score": gettext_lazy("社区按得分评级"),
    "rating.parent.share": gettext_lazy("上级按下级占比评级"),
    "rating.not_inspected": gettext_lazy("没检查的社区"),
    "deadline.amber_share": gettext_lazy("用时过多少亮黄灯"),
    "reports.period": gettext_lazy("填报周期"),
    "office_hours": gettext_lazy("办公时间"),
    "sign_in.failure_limit": gettext_lazy("连续登录失败几次锁定"),
    "sign_in.lock_minutes": gettext_lazy("锁定多久"),
    "users.import_max_rows": gettext_lazy("一次最多导入用户"),
    "residents.import_max_rows": gettext_lazy("一次最多登记居民"),
    "indicators.import_max_rows": gettext_lazy("一次最多导入行数"),
    "indicators.jump_share": gettext_lazy("导入的数变动多大请核对"),
    "screens.max_days": gettext_lazy("大屏链接最长用几天"),
    "api.token_max_days": gettext_lazy("接口令牌最长用几天"),
    "open311.anonymous": gettext_lazy("Open311 不带令牌的提交"),
    "open311.answer": gettext_lazy("Open311 提交后回什么"),
    "screens.stale_minutes": gettext_lazy("大屏多久没更新要说明"),
    "reports.due_workdays": gettext_lazy("期末后几天内填报"),
    "reports.max_files": gettext_lazy("一份填报最多照片和附件"),
    "assignments.answer_workdays": gettext_lazy("下达后几天内签收"),
    "inspections.max_photos": gettext_lazy("一处问题最多照片"),
    "appeals.file_workdays": gettext_lazy("交表后几天内可以申诉"),
    "appeals.answer_workdays": gettext_lazy("收到申诉几天内答复"),
    "fairness.most_km_h": gettext_lazy("检查员路上最快"),
    "fairness.least_s_per_item": gettext_lazy("评一项最少用时"),
    "fairness.far_m": gettext_lazy("照片离社区多远要核对"),
    "fairness.position_error_m": gettext_lazy("手机定位的误差"),
    "phones.sync_max_operations": gettext_lazy("手机一次最多传记录"),
    "phones.sync_max_bytes": gettext_lazy("手机一次最多传"),
    "phones.file_max_bytes": gettext_lazy("手机存成的文件最大"),
    "phones.kept_days": gettext_lazy("手机记录的回执留多久"),
    "supervision.reminders": gettext_lazy("督办件逐级催办"),
    "supervision.matter_workdays": gettext_lazy("督办件时限"),
    "supervision.max_photos": gettext_lazy("一条督查记录最多照片"),
    "inspections.unannounced_lead_days": gettext_lazy("不通知的检查提前几天让检查员知道"),
    "inspections.repeat_days": gettext_lazy("多久之内再查到算重复"),
    "rectification.workdays": gettext_lazy("一般问题几天内整改"),
    "rectification.repeated_workdays": gettext_lazy("重复问题几天内整改"),
    "rectification.veto_workdays": gettext_lazy("一票否决的问题几天内整改"),
    "rectification.redo_workdays": gettext_lazy("复查没过几天内重改"),
    "rectification.remind_workdays": gettext_lazy("整改到期前几天提醒"),
    "rectification.back_share": gettext_lazy("按期整改退回所扣分的"),
    "rectification.overdue_share": gettext_lazy("到期没整改再扣所扣分的"),
    "cobuilding.entry_max_days": gettext_lazy("需求和资源最多有效多久"),
    "cobuilding.renewal_notice_days": gettext_lazy("到期前多久提醒续报"),
    "cobuilding.import_max_rows": gettext_lazy("一次最多导入多少行"),
    "councils.fund_most_marks": gettext_lazy("资金投票每人最多选几项"),
    "councils.fund_step_cents": gettext_lazy("资金投票每次补足多少"),
    "councils.fund_least_told": gettext_lazy("公布时几人以下合并"),
    "councils.fund_min_age": gettext_lazy("资金投票最小年龄"),
    "councils.fund_posting_days": gettext_lazy("上票项目公示"),
    "councils.fund_least_cents": gettext_lazy("一个项目最少费用"),
    "councils.fund_most_share": gettext_lazy("一个项目最多占资金"),
    "hearings.panel": gettext_lazy("民主评议小组和通过"),
    "hearings.reserves": gettext_lazy("评议小组多抽候补"),
    "hearings.kin_steps": gettext_lazy("亲属隔几层还要回避"),
    "hearings.notice_days": gettext_lazy("评议会提前几天通知"),
    "hearings.posting_days": gettext_lazy("评议结果公示"),
    "hearings.recheck_posting_days": gettext_lazy("复核以后再公示"),
    "hearings.check_workdays": gettext_lazy("救助申请多久调查好"),
    "hearings.recheck_workdays": gettext_lazy("公示异议多久复核答复"),
    "hearings.decide_workdays": gettext_lazy("公示期满多久作决定"),
    "hearings.whole_workdays": gettext_lazy("救助申请多久办完"),
    "hearings.appeal_days": gettext_lazy("决定以后多久可以再次评议"),
    "councils.meeting.consultation": gettext_lazy("协商议事会到会和通过"),
    "councils.meeting.joint": gettext_lazy("联席会议到会和通过"),
    "councils.meeting.representatives": gettext_lazy("居民代表会议到会和通过"),
    "councils.meeting.other": gettext_lazy("其他议事会议到会和通过"),
    "councils.months.consultation": gettext_lazy("协商议事会至少多久开一次"),
    "councils.months.joint": gettext_lazy("联席会议至少多久开一次"),
    "councils.months.representatives": gettext_lazy("居民代表会议至少多久开一次"),
    "councils.months.other": gettext_lazy("其他议事会议至少多久开一次"),
    "councils.notice_days": gettext_lazy("议事会议提前几天通知"),
    "councils.resolution_workdays": gettext_lazy("议定的事一般多久办成"),
    "councils.resolution_reminders": gettext_lazy("议定的事怎样提醒"),
    "hotspots.days": gettext_lazy("热点看近多少天"),
    "elections.age": gettext_lazy("选民年满"),
    "elections.roll_days": gettext_lazy("选民名册在选举日几天前公布"),
    "elections.objection_days": gettext_lazy("名册公布几天内可以提异议"),
    "elections.answer_days": gettext_lazy("名册异议几天内答复"),
    "elections.joint_nominators": gettext_lazy("联名提名候选人"),
    "elections.candidates_days": gettext_lazy("候选人在选举日几天前公布"),
    "elections.more_candidates": gettext_lazy("候选人比应选多几名"),
    "elections.thresholds": gettext_lazy("选举有效和当选"),
    "elections.proxies_most": gettext_lazy("一人最多受托"),
    "elections.reminders": gettext_lazy("选举提醒名册上的人"),
    "elections.reissue_most": gettext_lazy("遗失的票码最多补发"),
    "elections.term_years": gettext_lazy("选出来的任期"),
    "api.token_flood": gettext_lazy("一个接口令牌能调多快"),
    "api.address_flood": gettext_lazy("同一来处带令牌能调多快"),
    "api.failed_flood": gettext_lazy("同一来处不对的令牌能试多快"),
    "cobuilding.pairing_visits.unit": gettext_lazy("社区和单位结对一年走动几次"),
    "cobuilding.pairing_visits.building": gettext_lazy("楼栋和住户结对一年走动几次"),
    "cobuilding.pairing_visits.activist": gettext_lazy("积极分子和居民结对一年走动几次"),
    "cobuilding.pairing_remind_days": gettext_lazy("没走动的提前几天提醒"),
    "cobuilding.opinion_workdays": gettext_lazy("单位意见几天内答复"),
    "cobuilding.opinion_confirm_workdays": gettext_lazy("单位几天内确认答复"),
    "calendar.feed_flood": gettext_lazy("一个日历地址能读多勤"),
    "calendar.failed_flood": gettext_lazy("同一来处不对的日历地址能试多快"),
    "portal.report_flood": gettext_lazy("同一来处多快能报"),
    "portal.place_flood": gettext_lazy("一个街道多快能收"),
    "portal.danger_flood": gettext_lazy("写到生命危险的直接收"),
    "portal.photo_flood": gettext_lazy("同一来处多快能传照片"),
    "portal.code_flood": gettext_lazy("查询码能试多快"),
    "portal.me_too_flood": gettext_lazy("“我也遇到”能点多快"),
    "portal.least_fill_s": gettext_lazy("填一张表最少用时"),
    "portal.same_words_most": gettext_lazy("一天里同样的内容收"),
    "portal.sms_hours": gettext_lazy("几点到几点发短信"),
    "portal.sms_chars": gettext_lazy("一条短信最长"),
    "portal.draft_hours": gettext_lazy("没交的照片留多久"),
    "portal.dropped_days": gettext_lazy("判为无效的来件留多久"),
    "portal.usual_kinds": gettext_lazy("常报的几样"),
    "matters.reporter_years": gettext_lazy("反映人的信息留多久"),
    "hotspots.false_share": gettext_lazy("热点里允许碰巧的"),
    "matters.tier": gettext_lazy("事项按哪一档时限"),
    "matters.limits": gettext_lazy("没有立案标准的事项时限"),
    "matters.urgent": gettext_lazy("有危险的事项时限"),
    "matters.contact_hours": gettext_lazy("几小时内联系反映人"),
    "matters.rate_days": gettext_lazy("答复后几天内评价"),
    "matters.reopen_days": gettext_lazy("答复后几天内可以重新打开"),
    "matters.reminders": gettext_lazy("事项逐级催办"),
    "matters.repeat_days": gettext_lazy("事项多少天内再反映算重复"),
    "matters.repeats_raise": gettext_lazy("事项第几次反映起提级"),
    "matters.analysis_repeats": gettext_lazy("分析里同一处同一类几件起点名"),
    "matters.analysis_least": gettext_lazy("分析里至少几件才单列"),
    "matters.weekly_draft": gettext_lazy("自动备好周分析初稿"),
    "matters.monthly_draft": gettext_lazy("自动备好月分析初稿"),
    "matters.nearby_m": gettext_lazy("多近算同一处"),
    "matters.max_photos": gettext_lazy("事项一次最多照片"),
    "matters.field_hours": gettext_lazy("手机上记的时间多久以内算数"),
    "matters.answer_least_chars": gettext_lazy("答复除去套话至少"),
    "matters.hollow_answers": gettext_lazy("不算答复的套话"),
    "matters.danger_words": gettext_lazy("提示报警求救的词"),
    "matters.basic_counts": gettext_lazy("基本满意计入满意"),
    "matters.import_max_rows": gettext_lazy("一次最多导入转办单"),
    "matters.same_day_warning_hours": gettext_lazy("当天要联系的纠纷提前几小时提醒"),
    "mediation.days": gettext_lazy("调解一般几天内办结"),
    "mediation.confirm_days": gettext_lazy("协议生效后几天内申请司法确认"),
    "mediation.remind_days": gettext_lazy("协议到期前几天提醒"),
    "councils.covenant_vote": gettext_lazy("居民会议几人到会、几人同意"),
    "councils.village_covenant_vote": gettext_lazy("村民会议几人到会、几人同意"),
    "councils.covenant_discussion_days": gettext_lazy("公约草案征求意见"),
    "councils.covenant_answer_days": gettext_lazy("公约的意见几天内答复"),
    "councils.covenant_check_workdays": gettext_lazy("公约草案街道多久审查"),
    "councils.covenant_file_days": gettext_lazy("公约表决后几天内备案"),
    "cobuilding.unit_points": gettext_lazy("单位积分"),
    "cobuilding.person_points": gettext_lazy("个人积分"),
    "cobuilding.points_days": gettext_lazy("积分几天有效"),
    "cobuilding.sign_days": gettext_lazy("共建协议几天没签齐提醒"),
    "cobuilding.silent_days": gettext_lazy("共建协议几天没有交付提醒"),
    "cobuilding.ending_days": gettext_lazy("共建协议到期前几天不够提醒"),
    "cobuilding.count_check_days": gettext_lazy("社区记的交付单位几天内核对"),
    "cobuilding.confirm_days": gettext_lazy("交付几天没确认提醒"),
    "cobuilding.accept_days": gettext_lazy("共建协议几天没验收提醒"),
    "cobuilding.evaluate_days": gettext_lazy("共建协议几天没评价提醒"),
    "cobuilding.least_ratings": gettext_lazy("居民评价几人起公布平均分"),
    "cobuilding.rating_flood": gettext_lazy("同一来处多快能评共建"),
    "cobuilding.pledge_weights": gettext_lazy("评诺各占多少"),
    "cobuilding.pledge_grade": gettext_lazy("评诺等次"),
    "cobuilding.pledge_review_days": gettext_lazy("年终后几天内评诺"),
    "cobuilding.pledge_remind_days": gettext_lazy("评诺到期前几天提醒"),
    "cobuilding.ranking": gettext_lazy("单位贡献排名"),
}
VALUES: dict[str, str | Promise] = {
    "count_as_not_met": gettext_lazy("计入总数，不算达到"),
    "month": gettext_lazy("每月"),
    "quarter": gettext_lazy("每季度"),
    "half": gettext_lazy("每半年"),
    "year": gettext_lazy("每年"),
    "handler": gettext_lazy("提醒承办人"),
    "head": gettext_lazy("提醒负责人"),
    "above": gettext_lazy("提醒上一级"),
    "bulletin": gettext_lazy("列入通报"),
    "desk": gettext_lazy("提醒派办单位"),
    "chair": gettext_lazy("告诉召集人"),
    "normal": gettext_lazy("一般时限"),
    "stricter": gettext_lazy("较严时限"),
    "looser": gettext_lazy("较宽时限"),
    "report": gettext_lazy("问题上报"),
    "dispute": gettext_lazy("矛盾纠纷"),
    "consultation": gettext_lazy("咨询"),
    "idea": gettext_lazy("金点子"),
    "danger": gettext_lazy("有危险的"),
    "closed": gettext_lazy("不收"),
    "open": gettext_lazy("收"),
    "number": gettext_lazy("编号"),
    "token": gettext_lazy("取号凭据"),
    "residents": gettext_lazy("全体十八周岁以上的居民"),
    "households": gettext_lazy("每户派代表"),
    "representatives": gettext_lazy("居民小组选举的代表"),
    "ranked": gettext_lazy("排"),
    "unranked": gettext_lazy("不排，只列各自的数"),
}
WEIGHED: dict[str, str | Promise] = {
    "performance": gettext_lazy("践诺"),
    "community": gettext_lazy("社区评"),
    "residents": gettext_lazy("居民代表评"),
}
"""What has a weight in the review of a pledge."""
LIMITS: dict[str, str | Promise] = {
    "clock_hours": gettext_lazy("%(n)d 小时"),
    "working_hours": gettext_lazy("%(n)d 个工作时"),
    "working_days": gettext_lazy("%(n)d 个工作日"),
    "natural_days": gettext_lazy("%(n)d 天"),
    "same_day": gettext_lazy("当天"),
}
UNITS: dict[str, str | Promise] = {
    "cobuilding.pairing_visits.unit": gettext_lazy("次"),
    "cobuilding.pairing_visits.building": gettext_lazy("次"),
    "cobuilding.pairing_visits.activist": gettext_lazy("次"),
    "cobuilding.pairing_remind_days": gettext_lazy("天"),
    "cobuilding.opinion_workdays": gettext_lazy("个工作日"),
    "cobuilding.opinion_confirm_workdays": gettext_lazy("个工作日"),
    "sign_in.failure_limit": gettext_lazy("次"),
    "sign_in.lock_minutes": gettext_lazy("分钟"),
    "users.import_max_rows": gettext_lazy("人"),
    "residents.import_max_rows": gettext_lazy("人"),
    "indicators.import_max_rows": gettext_lazy("行"),
    "screens.max_days": gettext_lazy("天"),
    "api.token_max_days": gettext_lazy("天"),
    "screens.stale_minutes": gettext_lazy("分钟"),
    "reports.due_workdays": gettext_lazy("个工作日"),
    "assignments.answer_workdays": gettext_lazy("个工作日"),
    "reports.max_files": gettext_lazy("个"),
    "inspections.max_photos": gettext_lazy("张"),
    "appeals.file_workdays": gettext_lazy("个工作日"),
    "appeals.answer_workdays": gettext_lazy("个工作日"),
    "fairness.most_km_h": gettext_lazy("公里/时"),
    "fairness.least_s_per_item": gettext_lazy("秒"),
    "fairness.far_m": gettext_lazy("米"),
    "fairness.position_error_m": gettext_lazy("米"),
    "phones.sync_max_operations": gettext_lazy("条"),
    "phones.kept_days": gettext_lazy("天"),
    "supervision.matter_workdays": gettext_lazy("个工作日"),
    "supervision.max_photos": gettext_lazy("张"),
    "inspections.unannounced_lead_days": gettext_lazy("天"),
    "inspections.repeat_days": gettext_lazy("天"),
    "rectification.workdays": gettext_lazy("个工作日"),
    "rectification.repeated_workdays": gettext_lazy("个工作日"),
    "rectification.veto_workdays": gettext_lazy("个工作日"),
    "rectification.redo_workdays": gettext_lazy("个工作日"),
    "rectification.remind_workdays": gettext_lazy("个工作日"),
    "cobuilding.entry_max_days": gettext_lazy("天"),
    "cobuilding.renewal_notice_days": gettext_lazy("天"),
    "cobuilding.import_max_rows": gettext_lazy("行"),
    "councils.fund_most_marks": gettext_lazy("项"),
    "councils.fund_step_cents": gettext_lazy("分"),
    "councils.fund_least_told": gettext_lazy("人"),
    "councils.fund_min_age": gettext_lazy("岁"),
    "councils.fund_posting_days": gettext_lazy("天"),
    "councils.fund_least_cents": gettext_lazy("分"),
    "hearings.reserves": gettext_lazy("人"),
    "hearings.kin_steps": gettext_lazy("层"),
    "hearings.notice_days": gettext_lazy("天"),
    "hearings.posting_days": gettext_lazy("天"),
    "hearings.recheck_posting_days": gettext_lazy("天"),
    "hearings.check_workdays": gettext_lazy("个工作日"),
    "hearings.recheck_workdays": gettext_lazy("个工作日"),
    "hearings.decide_workdays": gettext_lazy("个工作日"),
    "hearings.whole_workdays": gettext_lazy("个工作日"),
    "hearings.appeal_days": gettext_lazy("天"),
    "councils.months.consultation": gettext_lazy("个月"),
    "councils.months.joint": gettext_lazy("个月"),
    "councils.months.representatives": gettext_lazy("个月"),
    "councils.months.other": gettext_lazy("个月（0 是不规定）"),
    "councils.notice_days": gettext_lazy("天"),
    "councils.resolution_workdays": gettext_lazy("个工作日"),
    "hotspots.days": gettext_lazy("天"),
    "elections.age": gettext_lazy("周岁"),
    "elections.roll_days": gettext_lazy("天"),
    "elections.objection_days": gettext_lazy("天"),
    "elections.answer_days": gettext_lazy("天"),
    "elections.joint_nominators": gettext_lazy("人"),
    "elections.candidates_days": gettext_lazy("天"),
    "elections.proxies_most": gettext_lazy("票"),
    "elections.reissue_most": gettext_lazy("次"),
    "elections.term_years": gettext_lazy("年"),
    "portal.least_fill_s": gettext_lazy("秒"),
    "portal.same_words_most": gettext_lazy("件"),
    "portal.sms_chars": gettext_lazy("字"),
    "portal.draft_hours": gettext_lazy("小时"),
    "portal.dropped_days": gettext_lazy("天"),
    "matters.reporter_years": gettext_lazy("年"),
    "files.photo_max_edge_px": gettext_lazy("像素"),
    "matters.contact_hours": gettext_lazy("小时"),
    "matters.rate_days": gettext_lazy("天"),
    "matters.reopen_days": gettext_lazy("天"),
    "matters.repeat_days": gettext_lazy("天"),
    "matters.repeats_raise": gettext_lazy("次"),
    "matters.analysis_repeats": gettext_lazy("件"),
    "matters.analysis_least": gettext_lazy("件"),
    "matters.nearby_m": gettext_lazy("米"),
    "matters.max_photos": gettext_lazy("张"),
    "matters.field_hours": gettext_lazy("小时"),
    "matters.answer_least_chars": gettext_lazy("字"),
    "matters.import_max_rows": gettext_lazy("行"),
    "matters.same_day_warning_hours": gettext_lazy("小时"),
    "mediation.days": gettext_lazy("天"),
    "mediation.confirm_days": gettext_lazy("天"),
    "mediation.remind_days": gettext_lazy("天"),
    "files.plan_max_characters": gettext_lazy("字"),
    "councils.covenant_discussion_days": gettext_lazy("天"),
    "councils.covenant_answer_days": gettext_lazy("天"),
    "councils.covenant_check_workdays": gettext_lazy("个工作日"),
    "councils.covenant_file_days": gettext_lazy("天"),
    "cobuilding.points_days": gettext_lazy("天"),
    "cobuilding.sign_days": gettext_lazy("天"),
    "cobuilding.silent_days": gettext_lazy("天"),
    "cobuilding.ending_days": gettext_lazy("天"),
    "cobuilding.count_check_days": gettext_lazy("天"),
    "cobuilding.pledge_review_days": gettext_lazy("天"),
    "cobuilding.pledge_remind_days": gettext_lazy("天"),
    "cobuilding.confirm_days": gettext_lazy("天"),
    "cobuilding.accept_days": gettext_lazy("天"),
    "cobuilding.evaluate_days": gettext_lazy("天"),
    "cobuilding.least_ratings": gettext_lazy("人"),
}


def name_of(key: str) -> str:
    """Return what a rule is called."""
    return str(NAMES.get(key, key))


def say(key: str, value: Any) -> str:
    """Write a rule's value for the eye.

    >>> say("files.photo_max_bytes", 10485760)
    '10 MB'
    """
    if isinstance(value, list):
        return "；".join(say(key, item) for item in value)
    if isinstance(value, Mapping) and "code" in value:
        return f"{value['label']}（{value['code']}）"
    if isinstance(value, Mapping) and "burst" in value:
        return _("一次 %(burst)d，之后每小时 %(per_hour)d") % value
    if isinstance(value, Mapping) and "committee" in value:
        return (
            _(
                "居委会 %(committee)d 名，小组长 %(group_leader)d 名，楼栋长 %(building_head)d 名，代表 %(representative)d 名"
            )
            % value
        )
    if isinstance(value, Mapping) and "second_majority" in value:
        return _("参加投票%(turnout)s有效，得票%(majority)s当选；第二次投票得票%(second)s当选") % {
            "turnout": _bound(value["turnout"]),
            "majority": _bound(value["majority"]),
            "second": _bound(value["second_majority"]),
        }
    if isinstance(value, Mapping) and "voters" in value:
        return _meeting(value)
    if isinstance(value, Mapping) and "majority" in value:
        return _panel(value)
    if isinstance(value, Mapping) and "basis" in value:
        return _points(value)
    if isinstance(value, Mapping) and "closing_hours" in value:
        texts = _("没有账号的发短信") if value["texts"] else _("不发短信")
        return _("公布名册、开始投票、截止前 %(hours)d 小时，%(texts)s") % {
            "hours": value["closing_hours"],
            "texts": texts,
        }
    if isinstance(value, Mapping) and "weight" in value:
        return f"{WEIGHED[value['of']]} {value['weight']}"
    if isinstance(value, Mapping):
        return _limit(value) if "amount" in value else _step(value) if "to" in value else _grade(key, value)
    if key.endswith("_bytes"):
        return f"{value / 1_048_576:g} MB"
    if key.endswith("_share"):
        return f"{float(value):.0%}"
    if isinstance(value, int):
        return f"{value:,} {UNITS.get(key, '')}".strip()
    return str(VALUES.get(str(value), value))


def _limit(value: Mapping[str, Any]) -> str:
    """Write a time limit of a kind."""
    return f"{VALUES[value['kind']]} {LIMITS[value['unit']] % {'n': value['amount']}}"


def _panel(rule: Mapping[str, Any]) -> str:
    """Write how large a panel or a council is, how many must come, and how many must agree."""
    said = [_("小组 %(size)d 人以上") % rule] if "size" in rule else []
    if "present" in rule:
        said.append(_("到会 %s") % _bound(rule["present"]))
    if "representatives" in rule:
        said.append(_("居民代表占到会的 %s") % _bound(rule["representatives"]))
    if "least_representatives" in rule:
        said.append(_("居民代表 %(least_representatives)d 人以上") % rule)
    said.append(_("到会的人里同意 %s 为通过") % _bound(rule["majority"]))
    return "，".join(said)


def _meeting(rule: Mapping[str, Any]) -> str:
    """Write who makes up a meeting, how many must come, and how many of these must agree."""
    return _("%(who)s：到会 %(present)s，到会的人里同意 %(majority)s 为通过") % {
        "who": VALUES[rule["voters"]],
        "present": _bound(rule["present"]),
        "majority": _bound(rule["majority"]),
    }


def _points(rule: Mapping[str, Any]) -> str:
    """Write what points are given for: a delivery, so much of a quantity, an hour, a rating from so many on."""
    said = {
        "delivery": _("每交付一次 %(points)d 分"),
        "quantity": _("每交付 %(each)s 个计量单位 %(points)d 分"),
        "hour": _("服务每满 %(each)s 小时 %(points)d 分"),
        "rating": _("社区评 %(least)d 分以上的每次 %(points)d 分"),
    }[rule["basis"]] % {"each": 1, "least": 1, **rule}
    return f"{rule['category']}：{said}" if rule.get("category") else said


def _bound(text: str) -> str:
    share = text.lstrip(">= ")
    return (_("不少于 %s") if text.startswith(">=") else _("超过 %s")) % share


def _grade(key: str, rule: Mapping[str, Any]) -> str:
    """Write one line of a rating rule."""
    if "of" in rule:
        return _("“%(of)s”占 %(least)s%% 以上为“%(label)s”") % {
            "of": rule["of"],
            "least": rule["at_least"],
            "label": rule["label"],
        }
    return _("%(least)s 分以上为“%(label)s”") % {"least": rule["at_least"], "label": rule["label"]}


def _step(step: Mapping[str, Any]) -> str:
    """Write one step of a ladder of reminders: at a share of the time, or days before and after its end."""
    if "share" in step:
        return _("用时 %(share)s%(act)s") % {
            "share": f"{float(step['share']):.0%}",
            "act": VALUES.get(str(step["to"]), step["to"]),
        }
    days = int(step["days"])
    words = {
        -1: _("到期前 %(n)d 个工作日%(act)s"),
        0: _("到期当天%(act)s"),
        1: _("逾期 %(n)d 个工作日%(act)s"),
    }
    said = words[(days > 0) - (days < 0)]
    return said % {"n": abs(days), "act": VALUES.get(str(step["to"]), step["to"])}
