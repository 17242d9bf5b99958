"""The shape that each status of the lists is shown with."""

from collections.abc import Mapping

from gongjian.apps.cobuilding.choices import ClaimStatus, NeedStatus, ProjectStatus, ResourceStatus

NEED_MARKS: Mapping[str, str] = {
    NeedStatus.DRAFT: "拟稿",
    NeedStatus.OPEN: "待办",
    NeedStatus.AGREED: "进行中",
    NeedStatus.MET: "已完成",
    NeedStatus.RAISED: "提级",
    NeedStatus.EXPIRED: "已终止",
    NeedStatus.WITHDRAWN: "撤回",
}
RESOURCE_MARKS: Mapping[str, str] = {
    ResourceStatus.DRAFT: "拟稿",
    ResourceStatus.OFFERED: "进行中",
    ResourceStatus.PAUSED: "暂停",
    ResourceStatus.EXPIRED: "已终止",
    ResourceStatus.WITHDRAWN: "撤回",
}
CLAIM_MARKS: Mapping[str, str] = {
    ClaimStatus.ASKED: "待确认",
    ClaimStatus.CONSENTED: "已完成",
    ClaimStatus.DECLINED: "退回",
    ClaimStatus.WITHDRAWN: "撤回",
}
PROJECT_MARKS: Mapping[str, str] = {
    ProjectStatus.PLANNED: "未开始",
    ProjectStatus.RUNNING: "进行中",
    ProjectStatus.DONE: "已完成",
    ProjectStatus.STOPPED: "已终止",
}
