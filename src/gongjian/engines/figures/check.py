"""Recompute a whole text: every claim, and a finding for each stated figure that cannot be right.

A claim that does not hold becomes a finding only when it is certain from the words: its operands are
named by them (BOUND), or the difference is a slip of the pen or of a unit; and no rounding of the
operands as written explains it.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from gongjian.engines.figures.cells import grids_of
from gongjian.engines.figures.claims import claims_of
from gongjian.engines.figures.conversions import UnitFix, fix_unit
from gongjian.engines.figures.formulas import allowed, compute
from gongjian.engines.figures.model import BOUND, Claim, Finding
from gongjian.engines.figures.sentence import explain, explain_unit
from gongjian.engines.figures.slips import is_pen_slip
from gongjian.engines.figures.special import special_claims
from gongjian.engines.figures.writing import rewrite
from gongjian.engines.plandoc.compiler import read_text


@dataclass(frozen=True, slots=True)
class CheckedText:
    """What a text's figures come to: all `claims` in order, and the `findings` against some of them."""

    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]


def check_text(text: str) -> CheckedText:
    """Recompute every stated figure that the text itself determines.

    Offsets are those of `text`. Deterministic and pure; cost about linear in the length of the text.

    >>> found = check_text("一、情况\\n共有党员400名，其中女党员100名，占28%。").findings
    >>> [(finding.quote, finding.proposal) for finding in found]
    [('28%', '25%')]
    """
    claims: list[Claim] = []
    for reading in read_text(text):
        grids = grids_of(reading)
        claims += claims_of(reading, grids) + special_claims(reading, grids)
    unique = {(c.figure.start, c.figure.end, c.type, c.holds): c for c in reversed(claims)}
    ordered = sorted(unique.values(), key=lambda c: (c.figure.start, c.type))
    return CheckedText(tuple(ordered), tuple(_findings(ordered)))


def _findings(claims: list[Claim]) -> list[Finding]:
    """Return one finding a figure; a figure that some claim confirms is not accused by another."""
    held = {(c.figure.start, c.figure.end) for c in claims if c.holds}
    findings: dict[tuple[int, int], tuple[Claim, Finding]] = {}
    for claim in sorted(claims, key=lambda c: -c.confidence):
        place = (claim.figure.start, claim.figure.end)
        if claim.holds or place in held:
            continue
        fix = fix_unit(claim)
        if fix is None and not is_refuted(claim):
            continue
        finding = finding_of(claim, fix)
        findings.setdefault((finding.start, finding.end), (claim, finding))
    return _without_consequences(sorted(findings.values(), key=lambda pair: pair[1].start))


def _without_consequences(pairs: list[tuple[Claim, Finding]]) -> list[Finding]:
    """Drop the findings that come right when another accused figure is written as it should be.

    A wrong total spoils the shares worked out from it; only the total is to blame.
    """
    right = {f.start: f.computed for _, f in pairs if f.computed is not None and f.type != "repeated"}
    kept = []
    for claim, finding in pairs:
        values = [right.get(o.start, o.value) for o in claim.operands]
        is_changed = values != [o.value for o in claim.operands] and finding.type != "unit"
        computed = compute(claim.type, values) if is_changed else None
        if computed is None or abs(computed - claim.stated) > claim.tolerance:
            kept.append(finding)
    return kept


def is_refuted(claim: Claim) -> bool:
    """Tell whether a claim is certainly wrong: read from the words, and not explained by rounding."""
    low, high = allowed(claim)
    if claim.holds or low - claim.tolerance <= claim.stated <= high + claim.tolerance:
        return False
    if claim.type == "growth" and claim.stated * claim.computed < 0:
        return False  # a rise told of a fall speaks of something else: 时限由20天压缩到5天，效率提高75%
    if _means_points(claim) is not None:
        return True
    return claim.confidence >= BOUND or is_pen_slip(claim.stated, claim.computed, claim.step)


def finding_of(claim: Claim, fix: UnitFix | None = None) -> Finding:
    """Return the finding against a claim; with `fix` against the figure whose unit is wrong."""
    finding = Finding(
        type=claim.type,
        rule=claim.rule,
        quote=claim.figure.quote,
        start=claim.figure.start,
        end=claim.figure.end,
        operands=claim.operands,
        stated=claim.stated,
        computed=claim.computed,
        unit=claim.unit,
        proposal=_proposal(claim),
        sentence=explain(claim),
    )
    if fix is None:
        return finding
    others = tuple(o for o in (*claim.operands, claim.figure) if o.start != fix.figure.start)
    return replace(
        finding,
        type="unit",
        rule="claim:unit",
        quote=fix.figure.quote,
        start=fix.figure.start,
        end=fix.figure.end,
        operands=others,
        stated=fix.figure.value,
        computed=fix.value,
        unit=fix.figure.unit,
        proposal=fix.proposal,
        sentence=explain_unit(claim, fix.figure, fix.proposal),
    )


def _proposal(claim: Claim) -> str | None:
    points = _means_points(claim)
    if points is not None:
        return points
    if claim.rule == "claim:rank-of" or claim.computed < 0 < claim.stated:
        return None
    return rewrite(claim.figure.quote, claim.computed, claim.step)


def _means_points(claim: Claim) -> str | None:
    """Return 9个百分点 for 由72%提高到81%，提高9%."""
    if claim.type != "growth" or any(o.unit != "%" for o in claim.operands):
        return None
    points: Fraction = claim.operands[1].value - claim.operands[0].value
    if abs(points - claim.stated) > claim.tolerance:
        return None
    return claim.figure.quote.replace("％", "%").replace("%", "") + "个百分点"
