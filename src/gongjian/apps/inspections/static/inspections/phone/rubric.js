// The version of a rubric as the bundle brings it (selectors/rubric_json.py) → the plain shape that scoring.js and the pages read.
const known = new WeakMap();

export function rubricOf(version) {
  if (!known.has(version)) known.set(version, shape(version));
  return known.get(version);
}

function shape(version) {
  return {
    bonus_cap: version.bonus_cap ?? null,
    total_cap: version.total_cap ?? null,
    sections: (version.sections ?? []).map((section) => ({ key: section.title, weight: section.weight ?? null, cap: section.cap ?? null })),
    items: version.items.map(shapeItem),
  };
}

function shapeItem(item) {
  const source = item.from_indicator;
  return {
    key: String(item.id), title: item.title, section: item.section ?? "", hint: item.hint ?? "", pictures: item.pictures ?? [],
    full_marks: item.full_marks, deduct_cap: item.deduct_cap ?? null, weight: item.weight ?? null,
    measure: source ? { name: source.name, target: source.target, higher_is_better: !source.lower_is_better } : null,
    rules: item.rules.map(shapeRule),
  };
}

function shapeRule(rule) {
  return {
    key: String(rule.id), kind: rule.kind, title: rule.text, words: rule.words, unit: rule.unit, amount: rule.amount ?? null, step: rule.step ?? "1",
    step_rounding: rule.step_rounding ?? "full", cap: rule.cap ?? null, judged: Boolean(rule.judged), exclusive: rule.exclusive ?? "",
    effect: rule.effect ?? "grade", need: rule.evidence ?? { kind: "none", count: 0 },
  };
}
