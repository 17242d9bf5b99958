"""What the papers of a mediation say: the agreement that is signed, the letter that goes with a referral."""

from gongjian.apps.matters.models import AgreementPoint, MediationAgreement, MediationParty, MediationReferral
from gongjian.apps.matters.selectors.mediation.cases import CaseFile
from gongjian.engines.officialdoc import Heading, OfficialDocument, Paragraph, Table, format_date
from gongjian.engines.officialdoc.model import Block

EFFECT = (
    "本协议自各方当事人签名、盖章或者按指印，调解员签名并加盖人民调解委员会印章之日起生效，对各方有法律约束力，"
    "应当按照约定履行。各方可以自协议生效之日起三十日内共同向人民法院申请司法确认。"
)
NO_NAME = "　"


def agreement_page(case: CaseFile, agreement: MediationAgreement) -> OfficialDocument:
    """Set an agreement: the parties, the dispute, what each promised, its effect, the places for the signatures."""
    blocks: list[Block] = [
        Heading(1, "当事人"),
        *(Paragraph((_party_words(party),)) for party in case.parties),
        Heading(1, "主要事实和争议"),
        *_lines(agreement.facts),
        Heading(1, "协议内容"),
        Paragraph(("经调解，各方自愿达成下列协议。",)),
        *(Paragraph((_point_words(point),)) for point in agreement.points.all()),
        Heading(1, "效力"),
        Paragraph((EFFECT,)),
        Paragraph(("本协议一式数份，当事人、人民调解委员会各执一份。",)),
        Heading(1, "签名、盖章或者按指印"),
        _places_to_sign(case),
    ]
    return OfficialDocument(
        title="人民调解协议书",
        blocks=tuple(blocks),
        kind="协议书",
        issuers=_committee(case),
        issued_on=agreement.in_force_on,
    )


def referral_page(case: CaseFile, referral: MediationReferral) -> OfficialDocument:
    """Set the letter of a referral: who the parties are, what was done, why it is passed on."""
    number = case.mediation.matter.number
    blocks: list[Block] = [
        Paragraph((f"现有矛盾纠纷一件（编号 {number}），转请你单位依法处理。",)),
        Heading(1, "当事人"),
        *(Paragraph((_party_words(party),)) for party in case.parties),
        Heading(1, "转办理由"),
        *_lines(referral.reason),
        Paragraph(("本函载有个人信息和调解内容，请妥善保管，不得外传。处理结果请函告。",)),
    ]
    return OfficialDocument(
        title="矛盾纠纷转办函",
        blocks=tuple(blocks),
        kind="函",
        addressee=referral.body,
        issuers=_committee(case),
        issued_on=referral.referred_on,
    )


def _party_words(party: MediationParty) -> str:
    words = [f"{party.get_role_display()}：{party.name}"]
    if party.stands_for:
        words.append(f"代表{party.stands_for.name}")
    if party.is_minor:
        words.append("未成年人")
    if party.id_number:
        words.append(f"证件号码 {party.id_number}")
    if party.contact:
        words.append(f"联系方式 {party.contact}")
    return "，".join(words) + "。"


def _point_words(point: AgreementPoint) -> str:
    money = ""
    if point.amount_cents is not None:
        money = f"，金额 {point.amount_cents // 100:,}.{point.amount_cents % 100:02d} 元"
    words = point.words.strip().rstrip("。")
    return f"（{point.order}）{point.party.name}最迟在{format_date(point.due_on)}{words}{money}。"


def _places_to_sign(case: CaseFile) -> Table:
    names = [f"{party.get_role_display()} {party.name}" for party in case.parties]
    names += [f"调解员 {member.user}" for member in case.members]
    pairs = [names[start : start + 2] for start in range(0, len(names), 2)]
    rows = tuple((pair[0], NO_NAME, pair[1] if len(pair) > 1 else NO_NAME, NO_NAME) for pair in pairs)
    return Table(header=("姓名", "签名和日期", "姓名", "签名和日期"), rows=rows, widths=(3, 3, 3, 3))


def _committee(case: CaseFile) -> tuple[str, ...]:
    organisation = case.mediation.organisation
    return (f"{organisation.name}人民调解委员会",) if organisation else ("人民调解委员会",)


def _lines(text: str) -> list[Block]:
    return [Paragraph((line.strip(),)) for line in text.splitlines() if line.strip()]
