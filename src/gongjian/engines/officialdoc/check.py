"""Say what in a document breaks the rules of form, before it goes to be signed."""

from gongjian.engines.officialdoc.model import Heading, OfficialDocument, Paragraph, plain_text

STATUTORY_KINDS = (
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
"""The 15 kinds of the 《党政机关公文处理工作条例》, in force 2012-07-01."""

UPWARD_KINDS = ("报告", "请示")
_REQUEST_WORDS = ("请批示", "请批准", "请审批", "妥否", "当否", "请予批复", "请予支持")


def find_problems(document: OfficialDocument) -> tuple[str, ...]:
    """Return one sentence for each rule of form that the document breaks; none means it may be signed.

    Source: GB/T 9704-2012, 7.2 to 7.4; 《党政机关公文处理工作条例》 articles 9 and 15.
    """
    problems = [*_head_problems(document), *_title_problems(document), *_upward_problems(document)]
    if document.red_head and not document.issued_on:
        problems.append("缺成文日期，请填负责人签发的日期。")
    if document.red_head and not document.issuers and document.kind != "纪要":
        problems.append("缺发文机关署名，请填署名。")
    if document.printed_on and document.issued_on and document.printed_on < document.issued_on:
        problems.append("印发日期早于成文日期，请核对两个日期。")
    return (*problems, *_heading_problems(document))


def _head_problems(document: OfficialDocument) -> list[str]:
    problems = []
    number = document.doc_number
    if document.red_head and not number:
        problems.append("有红头，缺发文字号，请编号。")
    if number and ("〔" not in number or "〕" not in number):
        problems.append(f"发文字号“{number}”的年份要用六角括号，如〔2026〕。")
    if number and "〕第" in number:
        problems.append(f"发文字号“{number}”的顺序号前不加“第”。")
    if number and "〕0" in number:
        problems.append(f"发文字号“{number}”的顺序号前不加 0。")
    return problems


def _title_problems(document: OfficialDocument) -> list[str]:
    title = document.title.replace("\n", "").strip()
    if not title:
        return ["缺标题，请填标题。"]
    problems = []
    if title[-1] in "。，；：！？":
        problems.append(f"标题末尾不用标点，请删去“{title[-1]}”。")
    if document.red_head and document.kind in STATUTORY_KINDS and not title.endswith(document.kind):
        problems.append(f"标题末尾没有文种，请以“{document.kind}”结尾。")
    return problems


def _upward_problems(document: OfficialDocument) -> list[str]:
    problems = []
    if document.kind in UPWARD_KINDS and document.red_head and not document.signers:
        problems.append(f"{document.kind}是上行文，缺签发人，请填签发人。")
    if document.kind not in UPWARD_KINDS and document.signers:
        problems.append("只有报告、请示标签发人，请删去签发人。")
    if document.kind == "请示" and any(mark in document.addressee for mark in "，、；"):
        problems.append("请示只主送一个机关，其他机关请放到抄送。")
    if document.kind == "报告":
        found = next((word for word in _REQUEST_WORDS if word in _body_text(document)), None)
        if found:
            problems.append(f"报告里不能夹带请示事项，正文有“{found}”。请另写请示。")
    return problems


def _body_text(document: OfficialDocument) -> str:
    bodies = [block.runs for block in document.blocks if isinstance(block, Paragraph)]
    bodies += [block.body for block in document.blocks if isinstance(block, Heading)]
    return "\n".join(plain_text(body) for body in bodies)


def _heading_problems(document: OfficialDocument) -> list[str]:
    """A heading may skip a level only from 一、 to （1）, when two levels are enough."""
    levels = [block.level for block in document.blocks if isinstance(block, Heading)]
    uses_two = set(levels) <= {1, 4}
    above = 0
    for block in document.blocks:
        if not isinstance(block, Heading):
            continue
        if block.level > above + 1 and not (uses_two and above == 1):
            return [f"标题“{block.text}”越过了一级，请按 一、（一）1.（1）的次序。"]
        above = block.level
    return []
