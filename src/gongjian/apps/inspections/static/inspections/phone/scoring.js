// What a sheet comes to, by the same steps as `engines/scoring` on the server (docs/algorithms/scoring.md):
//   own     = min(⌊n / step⌋ · amount, cap), of an exclusive group only the largest counts
//   lost    = min(Σ counted deductions, most to lose), all of it with a veto;  added = Σ counted additions
//   kept    = Σ full − Σ lost, or by weight: round(Σ w · r, 2) − Σ lost of the items without marks
//   total   = kept + min(Σ min(added of a section, its cap), bonus cap), within [0, total cap]
// Plain data in, plain data out: no store, no page, no clock. tests/phone holds it against the server's engine.
import { Exact, ONE, ZERO, larger, smaller, sum } from "./exact.js";

const maybe = (value) => (value === null || value === undefined ? null : Exact.of(value));
const HUNDRED = new Exact(100n);

// Score a sheet: `answers` by item key {rules: {rule key: {count, amount}}, notApplicable}; absent is unanswered.
export function scoreSheet(rubric, answers, readings = {}) {
  const items = rubric.items.map((item) => scoreItem(item, answers[item.key], readings[item.key]));
  const sections = bySection(rubric).map(([section, keys]) => sectionOf(section, items.filter((item) => keys.includes(item.key))));
  const kept = marksKept(rubric, items);
  const added = smaller(sum(sections.map((section) => section.added)), maybe(rubric.bonus_cap));
  const isZeroed = items.some((item) => item.vetoes.some((rule) => rule.effect === "sheet"));
  const soFar = isZeroed ? ZERO : larger(ZERO, smaller(kept.plus(added), maybe(rubric.total_cap)));
  const unanswered = items.filter((item) => !item.isAnswered).map((item) => item.key);
  return { total: unanswered.length ? null : soFar, soFar, kept, added, items, unanswered, vetoes: items.flatMap((item) => item.vetoes) };
}

function scoreItem(item, answer, reading) {
  const isApplicable = !answer?.notApplicable;
  const measured = Boolean(item.measure);
  const lines = !isApplicable ? [] : measured ? measuredLines(item, reading) : typedLines(item, answer);
  settleGroups(lines);
  const full = Exact.of(item.full_marks);
  const most = maybe(item.deduct_cap) ?? full;
  const vetoes = lines.filter((line) => line.rule.kind === "veto" && line.count.isPositive).map((line) => line.rule);
  const isVetoed = vetoes.some((rule) => rule.effect === "item");
  const raw = sum(lines.filter((line) => line.rule.kind === "deduct").map((line) => line.counted));
  const deducted = isVetoed ? larger(full, most) : smaller(raw, most);
  const added = isVetoed ? ZERO : sum(lines.filter((line) => line.rule.kind === "add").map((line) => line.counted));
  const isAnswered = !isApplicable || (measured ? hasReading(reading) : Boolean(answer) && !lines.some(isUndecided));
  return { key: item.key, full, most, raw, deducted, added, points: full.minus(deducted).plus(added), lines, vetoes, isVetoed, isAnswered, isApplicable };
}

const hasReading = (reading) => reading !== null && reading !== undefined;
const isUndecided = (line) => line.rule.judged && line.count.isPositive && line.amount === null;

function typedLines(item, answer) {
  return item.rules.filter((rule) => answer?.rules[rule.key]).map((rule) => {
    const { count, amount } = answer.rules[rule.key];
    return lineOf(rule, Exact.of(count), maybe(amount));
  });
}

// A figure held against its target: what it falls short is the count of deductions, what it goes beyond of additions.
function measuredLines(item, reading) {
  if (!hasReading(reading)) return [];
  const gap = Exact.of(item.measure.target).minus(Exact.of(reading));
  const short = item.measure.higher_is_better === false ? ZERO.minus(gap) : gap;
  return item.rules.map((rule) => lineOf(rule, larger(ZERO, rule.kind === "deduct" ? short : ZERO.minus(short)), null));
}

function lineOf(rule, count, amount) {
  const raw = rule.kind === "veto" ? ZERO : rule.judged ? amount ?? ZERO : stepsOf(rule, count).times(Exact.of(rule.amount ?? 0));
  return { rule, count, amount, raw, counted: smaller(raw, maybe(rule.cap)), outdoneBy: null };
}

function stepsOf(rule, count) {
  const steps = count.over(maybe(rule.step) ?? ONE);
  const whole = steps.floor();
  return rule.step_rounding === "started" && steps.compare(whole) > 0 ? whole.plus(ONE) : whole;
}

// Of an exclusive group the line with most marks counts, the earlier of equals.
function settleGroups(lines) {
  const best = new Map();
  for (const line of lines) {
    const group = line.rule.exclusive;
    if (group && (!best.has(group) || line.counted.compare(best.get(group).counted) > 0)) best.set(group, line);
  }
  for (const line of lines) {
    const winner = best.get(line.rule.exclusive);
    if (!winner || winner === line || line.counted.isZero) continue;
    line.counted = ZERO;
    line.outdoneBy = winner.rule;
  }
}

function bySection(rubric) {
  const named = new Map((rubric.sections ?? []).map((section) => [section.key, [section, []]]));
  for (const item of rubric.items) {
    const key = item.section ?? "";
    if (!named.has(key)) named.set(key, [{ key, weight: null, cap: null }, []]);
    named.get(key)[1].push(item.key);
  }
  return [...named.values()];
}

function sectionOf(section, items) {
  return { key: section.key, added: smaller(sum(items.map((item) => item.added)), maybe(section.cap)) };
}

function marksKept(rubric, scores) {
  const full = sum(scores.map((score) => score.full));
  if (!isWeighted(rubric)) return full.minus(sum(scores.map((score) => score.deducted)));
  const unweighed = sum(scores.filter((score) => score.full.isZero).map((score) => score.deducted));
  return weightedMarks(rubric, scores).rounded(2).minus(unweighed);
}

const isWeighted = (rubric) => [...(rubric.sections ?? []), ...rubric.items].some((part) => hasReading(part.weight));

function weightedMarks(rubric, scores) {
  const byKey = new Map(scores.map((score) => [score.key, score]));
  const items = new Map(rubric.items.map((item) => [item.key, item]));
  if (!(rubric.sections ?? []).some((section) => hasReading(section.weight))) return HUNDRED.times(share(rubric.items, byKey) ?? ZERO);
  return sum(bySection(rubric).filter(([section]) => hasReading(section.weight)).map(([section, keys]) => {
    const earned = share(keys.map((key) => items.get(key)), byKey);
    return earned === null ? ZERO : Exact.of(section.weight).times(earned);
  }));
}

function share(items, scores) {
  const marked = items.filter((item) => Exact.of(item.full_marks).isPositive);
  if (!marked.length) return null;
  const weightOf = (item) => Exact.of(hasReading(item.weight) ? item.weight : item.full_marks);
  const earned = sum(marked.map((item) => {
    const score = scores.get(item.key);
    return weightOf(item).times(score.full.minus(score.deducted)).over(score.full);
  }));
  return earned.over(sum(marked.map(weightOf)));
}
