"""Names of bodies and posts: a noun phrase that ends in a word for one and does not begin like a clause."""

import re

from gongjian.engines.plandoc.lexicon import ENDING_CHARS, ENDINGS, NOT_IN_NAME, VERBS

_ENDING = re.compile(rf"(?:{ENDINGS})$")
_BRACKET = re.compile(r"（[^）]*）$")
_BROKEN = re.compile(r"[，。；：！？\s\d]{2}|[。；：！？|《》]")
_ACTS_ON = re.compile(
    r"(?:贵(?![阳溪港]|[馆局处所校院社行厂]$|公司$|单位$|医院$|学校$)|力争|争取|努力|可(?!克)|进一步|不断|继续|更加|大力|切实|努力|健全|完善|推行|实行|落实(?![办组科])|坚持|增强|增进|加深|动员|发动|激发|激励|调动|带动|带领|率领|引领|引导(?![员队组])|吸引|吸纳|邀请|聘请|聘用|委托(?![人单方机])|号召|倡导|倡议|鼓励|呼吁|要求|希望(?!小学|学校|街|社区)"
    r"|满足|维护(?![中所队科站公单])|解决|促进(?!会|中心)|密切|关心|关爱|关怀|凝聚|团结(?![社街村镇乡路小])|依靠|相信|走访|慰问|看望|安慰|帮助|协助(?!单位|部门)|照顾|感动|方便|便利|惠及|覆盖"
    r"|面向|针对|涉及|包括|包含|形成|成为|构建|来到|深入|走进|走到|贴近|进入|拥有|具有|属于|位于|来自|处于|经过|利用|依托|借助|凭借|作为|担任|随着|围绕|由于|因为|如果|虽然"
    r"|目前|现在|当前|以前|始终|一直|经常|正在|曾经|已经|见到|找到|遇到|得到|受到|听到|收到|送到|发给|送给|交给|告知|告诉|请示|汇报|拜访|联合(?![会工支党执调])|会同|携手"
    r"|确保|保证|体现|展示|展现|丰富|活跃|改变|改善|营造|创造|找|交(?![通警易])|帮(?![扶教困])|让|使(?![馆用])|如(?![东皋意])|若|因|凡|当(?=[年时天])|从(?![化江])|把|被|将(?![军乐])"
    r"|向(?![阳前荣东上明家南北西塘心党])|给(?![水排])|跟|到|没|做|搞|抓|对(?![外口接台])|为(?![民老农侨])|[这哪此她你您]|其(?![他它余])|[他它](?!们?$)|那(?![坡曲])|我们|咱|自己|大家|人们)"
)
"""How a clause begins, and no name does."""
_DIRECTS = re.compile(
    r"(?:组织|教育|建设|服务|管理|监督|指导|督促|督导|检查|联系|支持|培训|宣传|加强|推进|推动|评选|选聘|招募|培育|建立|成立|组建|创建|打造|整治|治理|改造|规范|整合|统筹|配合|参与|参加|保障|帮扶|救助|选派|安排|通报|表彰|约谈)"
    r"(?=[^负指领调协志工]{0,4}(?:居民|群众|党员|村民|业主|住户|商户|家长|职工|街道|社区|村|镇|乡|小区|企业|学校)$)"
)
"""Verbs that also stand inside names (服务中心, 督导组), before someone they are done to: 服务居民."""
_DEPARTMENTS = re.compile(r"(?:[\u3400-\u9fff]{2,4}、)+[\u3400-\u9fff]{2,4}等(?:有关|相关|各)?(?:部门|单位)")
"""气象、水利等部门: fields of work stand for the bodies that have them."""
_AND = re.compile(r"以及|(?<!参)与|和|及")
_WHOLE = re.compile(r"[全我本][省市县区镇乡村街社会局院校处办]{1,2}(?:社区|街道|道)?")
"""The whole of a place (全镇投入46万元) is nobody who acts, nor is the writer (我局)."""
_HAN_ONLY = re.compile(r"[\u3400-\u9fff“”（）]+")
_VERB_FIRST = re.compile(rf"(?:{VERBS})")
_MANNER = re.compile(
    r"(?:专人|统一|全面|全程|分工|具体|共同|各自|层层|逐级|分级|分片|分别|部门|主要|直接|谁[\u3400-\u9fff]+|安排|明确|实行|落实|确定|指定).*"
)
_TAILS = re.compile(
    r"(?:等(?:有关|相关|各)?(?:部门|单位|科室|站所|社区|街道)?|分别|共同|具体|各自|(?<!负责)同志|三方|双方|多方|(?:按照?|根据)?(?:各自)?职[责能](?:分工)?)$"
)


def is_unit(name: str) -> bool:
    """Tell whether a string reads as the name of a body or post.

    >>> is_unit("区住房和城乡建设局"), is_unit("为困难群众"), is_unit("增强居民")
    (True, False, False)
    """
    if not 2 <= len(name) <= 22:
        return False
    bare = _BRACKET.sub("", name) if name[-1] == "）" else name
    if bare[-1:] not in ENDING_CHARS or not _ENDING.search(bare) or _BROKEN.search(name):
        return False
    return not (
        _WHOLE.fullmatch(name) or _ACTS_ON.match(name) or NOT_IN_NAME.search(bare) or _DIRECTS.match(name)
    )


def split_names(text: str) -> list[str]:
    """Split a list of names at 、，和及与 outside brackets; 住房和城乡建设局 stays one name."""
    parts = [p.strip(" 　，、") for p in _split_outside(text, "、，,/；") if p.strip(" 　，、")]
    names: list[str] = []
    for part in parts:
        part = _TAILS.sub("", part)
        pieces = [p for p in _AND.split(part) if p]
        if len(pieces) > 1 and all(is_unit(p) for p in pieces):
            names.extend(pieces)
        elif part:
            names.append(part)
    return names


def _split_outside(text: str, marks: str) -> list[str]:
    parts, depth, at = [], 0, 0
    for i, char in enumerate(text):
        if char in "（〔":
            depth += 1
        elif char in "）〕":
            depth = max(0, depth - 1)
        elif char in marks and depth == 0:
            parts.append(text[at:i])
            at = i + 1
    return [*parts, text[at:]]


def unit_list(text: str) -> list[str] | None:
    """Return the names when the whole text is a list of bodies or posts, None otherwise."""
    bare = _TAILS.sub("", text.strip(" ，"))
    names = split_names(bare)
    if names and all(is_unit(name) for name in names):
        return names
    return names if len(names) > 1 and _DEPARTMENTS.fullmatch(text.strip(" ，")) else None


def bearer_list(text: str) -> list[str] | None:
    """Return the names before a verb that says they bear the work (社区食堂|承办), units or not; else None."""
    names = split_names(_TAILS.sub("", text.strip(" ，")))
    return names if names and all(is_unit(name) or _may_bear(name) for name in names) else None


def _may_bear(name: str) -> bool:
    if not 2 <= len(name) <= 10 or _BROKEN.search(name) or not _HAN_ONLY.fullmatch(name):
        return False
    return not (
        _ACTS_ON.match(name) or NOT_IN_NAME.search(name) or _MANNER.match(name) or _VERB_FIRST.match(name)
    )
