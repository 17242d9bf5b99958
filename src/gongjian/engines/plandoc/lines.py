"""What one line of a document can be: a title, an address, an opening, a heading, an announcement."""

import re
from dataclasses import dataclass

from gongjian.engines.plandoc.markers import Marker, match_marker
from gongjian.engines.plandoc.outline import lines_of

TITLE_NOUNS = (
    "实施方案|行动方案|工作方案|方案|计划|规划|规划书|总结|小结|汇报|报告|讲话|通知|通报|摘报|简报|专报|办法|细则|规定|制度|公约|民约|公开信"
    "|倡议书|责任书|承诺书|协议书|协议|意见|纪要|函|研究|调查|调研|思考|探讨|探析|安排|要点|评分标准|公告|公示|任务书"
    "|材料|体会|发言|经验|对策|守则|章程|情况|清单|设想|预案|建议|指引|手册|项目书|申报书|计划书|策划书|启事|问答|解读|致辞|倡议|请示|批复|答复|条例|规则|规程"
    "|(?:评分|考核|考评|评价|评定|测评|评比|检查|打分|计分|记分|任务|分工|分解|安排|进度|统计|汇总|登记|申报|一览|明细|自查|责任)表"
)
TITLE_ENDING = re.compile(
    rf"(?:{TITLE_NOUNS}|(?:总结|汇报|情况)[和暨与及].{{0,14}}(?:打算|思路))(?:（[^）]*）|\d{{4}}|[一二三四五]|\s)*$"
)
DATE_LINE = re.compile(
    r"(?:\d{4}|[二〇零○一三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日?"
)
_BODY_WORD = re.compile(r"[市县区镇乡村局委厅部院会校队站所组街道社园厂]|公司|中心")
_TIME_WORDS = re.compile(
    r"\d{4}(?:—\d{4})?年度?|[上下]半年|第?[一二三四]季度|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?|[今明本]年|全年|年度"
)
WHOSE = re.compile(r"^关于|[市县区镇乡村局委厅部院会校队站所组街道社园厂]|公司|中心|\d{4}年")
_WEAK_ENDING = re.compile(
    r"(?:研究|思考|安排|要点|材料|体会|经验|对策|情况|清单|设想|建议|调查|探讨)(?:（[^）]*）)?$"
)
_MASTHEAD = re.compile(
    r"^(?:[\u3400-\u9fff]{4,30}文件|[\u3400-\u9fff]{0,14}〔\d{4}〕\d+号|(?:\d{4}年|〔\d{4}〕)?第\d+期(?:（总第?\d+期）)?)$"
)
LETTERHEAD = re.compile(
    r"〔\d{4}〕\d+号|^第\d+期|文件$|^.{0,6}[通简专快公摘]\s*报$|^[^。；，：]{4,30}\s{2,}\d{4}年\d{1,2}月\d{1,2}日$"
)
_ATTACHMENT = re.compile(
    r"^附(?:件|表|录|图)?\s*[\d一二三四五六七八九十]*\s*(?:$|[：:—].{0,40}$|\s.{0,40}$|(?<=[\d件表录]).{2,40}$)"
)
ORG_ENDING = re.compile(
    r"(?:委员会|办公室|办事处|人民政府|政府|局|委|党委|党工委|居委会|村委会|社区|街道|指挥部|领导小组|中心|公司|集团|协会|学校|部|处|科|所|院|馆|站|联合会|总会|大队|支部|党组|督查室|调研室|研究室|工作站|服务站|工会|法院|检察院|组|专班|理事会|[管业]委会|基金会|商会|学会|研究会|促进会|残联|妇联|团委|联盟|合作社|厅|街道办)$"
)
"""How the names of bodies end that sign or issue."""
ANNEX_NOUN = re.compile(r"(?:表|清单|名单|标准|目录|样式|格式)(?:（[^）]*）)?》?$")
AFTER_SIGNATURE = re.compile(r"[（(]|抄送|主题词|联系|印发|报：|送：")
_SIGNED = re.compile(r"[章字名]）|[甲乙丙]方|签[字名章]")
_SALUTATION = re.compile(r"^[^。；]{2,80}[：:]$")
_OPENING = re.compile(
    r"^(?:为|为了|根据|按照|今年|今年以来|近年来|近年|一年来|自.{0,12}以来|\d{4}年(?!\d{1,2}月(?:\d{1,2}日)?$)|在.{2,30}(?:领导|指导|支持)下)"
)
_GROUND = re.compile(r"^(?:为(?!此)|根据|按照|今年以来|近年|.{0,3}年来|自.{0,12}以来|\d{4}年以来)")
_PREAMBLE = re.compile(
    r"(?:制定本|特制定|制定如下|制定以下|制定了?本)[^。]{0,14}[。：:]?$|(?:汇报|总结|通知|通报|报告|公告|函告)如下[：:。]?$|作[^，。]{0,10}汇报[：:]?$"
)
_ABSTRACT = re.compile(r"^[【〔]?\s*(?:内容)?(?:摘\s*要|关\s*键\s*词)\s*[】〕：:]")
_FIRST_LINE = re.compile(r"^(?:——|――|【(?:摘要|导语|前言)|〔摘要|摘\s*要|说明[：:]|序号|编号|（\d{4}年)")
_ADDRESS = re.compile(
    r"^(?:各(?!项|类|级指标)[^，。；]{1,60}|(?:尊敬|敬爱|亲爱)的[^。；]{2,40}|(?:广大|全体)[^，。；的]{2,24}|同志们|[^，。；的了]{2,30}(?:人民政府|委员会|办公室|办事处|[局委办]))：$"
)
_ANNOUNCES = re.compile(
    r"[：，、—]$|(?:以下|如下|下列|下述)[^。；]{0,24}[。：]?$"
    r"|(?<!第)(?:几|[两二三四五六七八九十]|\d)\s*(?:点|步走|(?:个|项|点|条|大|类|种|方面)的?[^，。；“]{0,6}"
    r"(?:方面|问题|工作|任务|措施|意见|要求|环节|阶段|建议|举措|体会|做法|特点|原则|机制|步骤|重点|内容|事|事项|经验|行动|打算|想法))[。：]?$"
)
_CLOSING = re.compile(
    r"^(?:特此[^，。]{2,8}|此致|妥否[^。]{0,16}|(?:我的|以上)?[^，。]{0,6}(?:汇报|发言|报告|介绍)[^，。]{0,4}(?:完毕|到此(?:结束)?|完了))[。！]?$"
    r"|^以上[^。]{0,24}(?:请[^。]{0,14}|妥否[^。]{0,12})[。！]$|谢谢(?:大家|各位[^。！，]{0,6})?[！。]$|^(?:此致)?敬礼[！。]?$"
    r"|^(?:第[^\s]{1,4}条|[\d一二三四五六七八九十]{1,3}、)?[\s，]*(?:本|此)?[^，。；]{0,12}自[^，。；]{1,16}起[^，。]{0,2}(?:施行|实施|执行)[^。；]{0,30}。$"
)
_DISTRIBUTION = re.compile(r"(?:抄送|抄报|主送|主题词|报送?|送|发)：")
_FORM_FOOTER = re.compile(
    r"^(?:填表|制表|填报|考核|检查|评分|审核)(?:单位|人员?|日期|部门)(?:（[^）]*）)?：[^。；]{0,60}$"
)
_REFERENCES = re.compile(r"^(?:主要)?(?:参考文献|参考资料|注释)[：:]?$")
_LABEL = re.compile(r"^[\u3400-\u9fff“”]{2,12}：(?=.{20})")
_TWO_LABELS = re.compile(r"：\S.*\s\S{2,8}：")
_LEFT_OUT = ("（略）", "（另发）", "（另附）")
_HEADING = 30
_WHOLE = 12  # characters of a title that says enough without a body or year


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the normalised text without its surrounding blanks."""

    start: int
    end: int
    text: str


def content_lines(text: str, start: int, end: int) -> list[Line]:
    """Return the lines that are not blank."""
    lines = []
    for a, b in lines_of(text, start, end):
        bare = text[a:b].strip()
        if bare:
            lead = len(text[a:b]) - len(text[a:b].lstrip())
            lines.append(Line(a + lead, a + lead + len(bare), bare))
    return lines


def marker_of(line: str) -> Marker | None:
    """Return the marker a line begins with, None without one or where the line is a row of a table."""
    return None if is_row(line) else match_marker(line, 0, len(line))


def is_row(line: str) -> bool:
    """Tell whether a line is a row of a table."""
    return "\t" in line or "|" in line


def is_title(line: str) -> bool:
    """Tell whether a line reads like the title of a document."""
    if not 4 <= len(line) <= 60 or line[-1] in "。；，：！？" or "\t" in line or "。" in line:
        return False
    return bool(TITLE_ENDING.search(line)) and match_marker(line, 0, len(line)) is None


def is_whole_title(line: str) -> bool:
    """Tell whether a title names a body or a year and a paper of its own, as no section is headed."""
    if len(line) < 8 or not is_title(line) or _WEAK_ENDING.search(line):
        return False
    return len(line) >= _WHOLE or bool(WHOSE.search(line))


def names_body(line: str) -> bool:
    """Tell whether a line names a body or place."""
    return bool(_BODY_WORD.search(line))


def is_time_title(line: str) -> bool:
    """Tell whether a title tells only a time and a paper (2024年下半年工作计划), as sections may do."""
    return len(_TIME_WORDS.sub("", line)) <= 4


def is_weak_title(line: str) -> bool:
    """Tell whether a title ends as headings of sections do: 情况, 安排, 对策."""
    return bool(_WEAK_ENDING.search(line))


def is_masthead(line: str) -> bool:
    """Tell whether a line is the head of an official paper: its name, number or issue alone."""
    return len(line) <= 40 and bool(_MASTHEAD.match(line))


def is_org_line(line: str) -> bool:
    """Tell whether a line can be the signature above a date."""
    return (
        3 <= len(line) <= 40
        and not re.search(r"[。；：！？]", line)
        and bool(re.search(r"[\u3400-\u9fff]{3}", line))
    )


def is_attachment(line: str) -> bool:
    """Tell whether a line announces an attachment that follows: 附件1, 附：名单, and not 附：名单（略）."""
    return line[0] == "附" and bool(_ATTACHMENT.match(line)) and not line.endswith(_LEFT_OUT)


def is_signature(line: str) -> bool:
    """Tell whether a line can stand above the date that ends a document."""
    if is_org_line(line):
        return not is_title(line)
    return line[-1] == "。" or (len(line) <= 40 and bool(_SIGNED.search(line)))


def is_signer(line: str) -> bool:
    """Tell whether a line is the full name of a body and nothing else."""
    return 6 <= len(line) <= 40 and bool(ORG_ENDING.search(line)) and is_org_line(line) and "：" not in line


def is_salutation(line: str) -> bool:
    """Tell whether a line ends with a colon and may address the readers."""
    return line[-1] in "：:" and bool(_SALUTATION.match(line))


def is_address(line: str) -> bool:
    """Tell whether a line addresses readers: 各社区：, 尊敬的居民朋友：, 某县人民政府："""
    return line[-1] == "：" and bool(_ADDRESS.match(line))


def is_opening(line: str) -> bool:
    """Tell whether a line begins as documents do: with their purpose, ground or time."""
    return bool(_OPENING.match(line))


def is_ground(line: str) -> bool:
    """Tell whether a line gives the purpose, the ground or the time of a whole document."""
    return bool(_GROUND.match(line))


def is_preamble(line: str) -> bool:
    """Tell whether a line gives purpose or ground and announces the document: 为…，制定本方案。"""
    return is_opening(line) and bool(_PREAMBLE.search(line))


def is_abstract(line: str) -> bool:
    """Tell whether a line holds the abstract or the key words of a study."""
    return bool(_ABSTRACT.match(line))


def is_closing(line: str) -> bool:
    """Tell whether a document says with this line that it is over: 特此通知。 谢谢大家！ 填表单位：某局"""
    if _FORM_FOOTER.match(line):
        return True
    return line[-1] in "。！告知函复报致礼示" and bool(_CLOSING.search(line))


def is_distribution(line: str) -> bool:
    """Tell whether a line says who gets a paper: 抄送：区委办。"""
    return line[0] in "抄报送主发" and bool(_DISTRIBUTION.match(line))


def begins_references(line: str) -> bool:
    """Tell whether a list of references follows."""
    return len(line) <= 8 and bool(_REFERENCES.match(line))


def announces(line: str) -> bool:
    """Tell whether a line says that a list follows, so that what follows is its own."""
    return bool(_ANNOUNCES.search(line[-40:]))


def is_labelled(line: str) -> bool:
    """Tell whether a line is a paragraph behind a label: 驻区单位：…"""
    return bool(_LABEL.match(line))


def is_bare_heading(line: str) -> bool:
    """Tell whether a line without a marker is a short heading and no sentence."""
    if len(line) > _HEADING or line[-1] in "。；：，、！？" or is_row(line):
        return False
    return not (line[0] + line[-1] == "（）" or _TWO_LABELS.search(line) or line.endswith(_LEFT_OUT))


def is_sentence(line: str) -> bool:
    """Tell whether a line is a paragraph of running text."""
    return line[-1] == "。" and len(line) >= _HEADING


def is_first_line(line: str) -> bool:
    """Tell whether a line is one that stands right below a title."""
    marker = match_marker(line, 0, len(line))
    if (marker and marker.number == 1) or is_salutation(line) or is_opening(line):
        return True
    return bool(_FIRST_LINE.match(line) or _PREAMBLE.search(line))
