"""The lines of web pages and bundles that stand around a document and belong to none."""

import re

from gongjian.engines.plandoc.lines import TITLE_ENDING
from gongjian.engines.plandoc.numerals import to_int

_PLAIN_NOUNS = "方案|计划|总结|汇报|报告|范文|材料|讲话|体会|经验"
_STRONG = re.compile(
    r"^[【（〔]?(?:首页|网站首页|当前位置|您的位置|您现在的位置|发布时间|发布日期|发布日：|更新时间|小编|编者按|免责声明|版权声明|[上下]一[篇条页](?:[：\s]|$)|版权所有|技术支持：|ICP备|网站标识码|访问量|生成日期|成文日期|主题分类|公开方式|有效性"
    r"|看了本文|看过本文|相关(?:文章|阅读|推荐|范文|链接|热词|搜索)|推荐阅读|延伸阅读|猜你喜欢|热门(?:文章|推荐|范文)|返回(?:顶部|列表|首页)|打印本页|关闭窗口|关注公众号"
    r"|关注微信|扫码|长按|点击(?:下载|查看|进入|这里)|下载(?:本文|全文|文档|地址)|文章来源|本文来源|信息来源|稿件来源|来源：(?=[^，。；]{0,40}$)|(?:浏览|点击|阅读)(?:次数|数|量)：|分享到|收藏本"
    r"|上传人|上传者|文档编号|资源(?:描述|大小|ID|格式)|(?:全文)?页数：|下载积分|友情提示|第\d+页.{0,3}共\d+页|返回.{0,3}下载|标签：|关键字：|作者：[^。]{0,12}(?:来源|时间|日期)|来源：.{0,20}\d{4}-\d\d|时间：\d{4}-\d\d-\d\d.{0,30}(?:来源|作者|点击|浏览)|本文档|该文档|（完）|〔完〕|【完】|—+完—+|全文完|更多(?:范文|精彩|相关)|本文地址|转载请|责任编辑(?:[：（\s]|$)|责编|网友评论|评论|最热评论|最新评论|还没有评论|来说两句|加载中|已有\d+人参与|\d+ ?条评论|（?来源：.{0,30}(?:编辑|通讯员|审核)|（作者：.{1,20}）$|字体：|索引号|公文生成日期|信息索取|欢迎(?:下载|关注|转载|阅读)|温馨提示：本)"
)
_WEAK = re.compile(
    r"(?=[小本网转侵版免下Ww公二范文h.精字仅用学欢希有浏点来作供收搜以V会站预喜P迅解金积在为])(?:小编|本站|网友|本文来自|本文系|本文由|转载|侵权|版权|免责|下载本文|Word|word|公众号|二维码|范文|文秘|文库|www\.|https?:|\.com|\.cn|精选\d*篇?|字体：|仅供|用户上传|学习交流|欢迎参考"
    r"|欢迎(?:大家)?(?:阅读|借鉴|收藏|下载)|希望对(?:大家|您|你)有|有所帮助|浏览|点击|来源：|作者：|供大家参考|[收搜]集整理|本页面|为大家(?:整理|[收搜]集|带来)|以下是|\bVIP\b|会员|站内搜索|预览|喜欢就|PDF|浏览器|迅雷|解压|金币|积分下载|在线阅读|\.docx?\b|文档)"
)
_PATH = re.compile(r"^[^。，；>]{1,20}(?:\s*>+\s*[^。，；>]{1,24}){2,}$")
_BUTTONS = re.compile(
    r"(?:(?:返回|下载|相关|举报|收藏|分享|打印|关闭|评论|点赞|推荐|复制|全文|字号|大|中|小|网友|顶部|上一页|下一页|展开|阅读|登录|注册)[\s|/·\d]*){2,}"
    r"|.{2,60}\.(?:docx?|pdf|pptx?|xlsx?)(?:_第\d+页)?|.{0,4}(?:打开文本图片集|展开全文|展开阅读|点击展开).{0,6}"
)
_WHOLE = re.compile(
    r"[—\s-]*END[—\s-]*|扫(?:一扫|描二维码|码).{0,20}|.{0,6}(?:蓝字|在看).{0,10}|往期(?:回顾|推荐|精彩)|(?:相关|政策)解读|(?:相关)?附件下载：?.{0,40}|本文目录|正文|【?打印正文】?"
    r"|(?:立即|免费|马上)下载.{0,6}|VIP专享|(?:来源|文|图|图文|编辑|审核|校对|责编|监制|供稿)\s*\|.{1,40}|（?(?:责任)?编辑：\S{2,3}(?:\s+\S{2}：\S{2,4})*）?"
    r"|[^。，；]{2,30}（?(?:通用|精选|合集|推荐|优秀|热门|实用|必备|最新|汇总|范例|优推)\d*篇）?|.{0,12}备案号.{0,30}|字号：.{0,12}|文章ID：?\d*|页码：\d+/\d+|(?:推荐访问|关键词导航)：.*"
    r"|(?:网站地图|联系我们|关于我们|登录|注册)(?:\s*\|\s*.{2,8})+|主办：.{2,30}\s(?:网站标识码|技术支持|ICP|备案).{2,30}|原创 .{2,20}发表于.{6,20}"
)
_NOTICE = re.compile(r"声明：.*(?:本站|网络|互联网|转载|版权|侵权)")
_PREFACE = re.compile(r"^[【〔]?(?:前言|导语|导读|编者按)[】〕：]")
_COUNT = r"\s*之?\s*[一二三四五六七八九十\d]{1,3}"
_PART = re.compile(
    rf"[【〔（★]?\s*(?:(?P<stem>[^\s，。；：【〔（]{{0,30}}?)\s*[【〔（]?(?:第{_COUNT}\s*篇|(?:精选)?篇{_COUNT})"
    rf"|[^\s，。；：]{{0,18}}(?:范文|例文|范例|模板|样本|材料|案例){_COUNT})\s*[】〕）★]?\s*[：:、.]?\s*(?P<rest>.{{0,45}})$"
)


_WEAK_PART = re.compile(r"【?[^\s，。；：]{0,18}(?:模板|样本|材料|案例)\s*[一二三四五六七八九十\d]")
_TABS = re.compile(r"[^|。，；：\d]{2,8}(?:\s*\|\s*[^|。，；：\d]{2,8}){2,}")


def is_tab_line(line: str) -> bool:
    """Tell whether a line may be the row of buttons over a page: 党务公开 | 居务公开 | 财务公开."""
    return "|" in line and bool(_TABS.fullmatch(line))


_SERIES = re.compile(
    rf"(?P<stem>.{{2,40}}(?:{_PLAIN_NOUNS})[\d_—-]*?)\s?[（(]?(?P<n>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})[）)]?"
)


def series_marks(lines: list[str]) -> set[int]:
    """Return the lines that mark parts by one title counted on: 活动方案1, 活动方案2."""
    found: dict[str, list[tuple[int, int]]] = {}
    for i, line in enumerate(lines):
        if 4 <= len(line) <= 44 and (line[-1].isdigit() or line[-1] in "）一二三四五六七八九十"):
            counted = _SERIES.fullmatch(line)
            if counted:
                found.setdefault(counted["stem"], []).append((i, to_int(counted["n"]) or 0))
    series = [marks for marks in found.values() if len(marks) >= 2]
    return {
        i for marks in series if [n for _, n in marks] == list(range(1, len(marks) + 1)) for i, _ in marks
    }


def is_furniture(line: str) -> bool:
    """Tell whether a line belongs to a web page or bundle rather than to a document."""
    if len(line) > 160:
        return False
    bare = line.lstrip("- ")
    if not bare:
        return True
    line = bare
    if (">" in line and _PATH.match(line)) or _BUTTONS.fullmatch(line) or _is_whole_line(line):
        return True
    if _STRONG.match(line) and not re.match(r"来源：[^。]{0,6}$", line):
        return not line.endswith("。") or len(line) < 60
    signs = len({found[0] for found in _WEAK.finditer(line)})
    if _PREFACE.match(line) and signs:
        return True
    return signs >= 2 or (signs == 1 and len(line) <= 24 and ("…" in line or ">" in line or "www" in line))


def _is_whole_line(line: str) -> bool:
    return len(line) <= 60 and bool(_WHOLE.fullmatch(line) or _NOTICE.match(line))


def is_weak_part(line: str) -> bool:
    """Tell whether a part mark is one that also stands inside a document: 案例一, 材料二."""
    return bool(_WEAK_PART.match(line))


def part_rest(line: str) -> int | None:
    """Return where what follows a part mark (篇二：…) begins on its line, None where there is no such mark.

    >>> part_rest("篇二"), part_rest("第一篇：敬老活动方案"), part_rest("为了敬老，制定本方案。")
    (2, 4, None)
    """
    found = _PART.match(line) if len(line) <= 80 else None
    if not found:
        return None
    rest = found["rest"].strip()
    if rest and (found["stem"] or not (TITLE_ENDING.search(rest) or line.startswith(("篇", "【篇", "范文")))):
        return None
    return found.start("rest")
