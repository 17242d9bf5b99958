// What is written down of a matter on patrol: words and photos, kept letter by letter until it is handed over.
import { button, h, icon } from "../dom.js";
import { show } from "../frame.js";
import { dropDraft, fieldMatter, patrolInfo } from "../patrol-store.js";
import { say } from "../words.js";
import { FieldForm } from "./field-form.js";
import { deadline } from "./patrol.js";

const SHAPES = {
  act: { title: "报处置结果", label: "做了什么、现在怎么样", photos: "处置后的照片", least: "请写做了什么、现在怎么样。核查和答复都要看。", answers: [[null, "提交处置结果"]] },
  verify: { title: "报核实结果", label: "现场的情况", photos: "现场的照片", least: "请写明现场是什么样，派办单位要照着定。", answers: [[true, "属实"], [false, "不属实"]] },
  check: { title: "核查", label: "核查意见", photos: "核查时的照片", least: "请写明哪里没有办好，承办单位要照着返工。", answers: [[true, "核查通过"], [false, "不通过，返工"]] },
  note: { title: "补充情况", label: "要补充什么", photos: "照片", least: "没有写要补充什么。请写清楚。", answers: [[null, "交给派办单位"]] },
};

export async function patrolForm(app, id, kind) {
  const [row, info] = await Promise.all([fieldMatter(app.store, Number(id)), patrolInfo(app.store)]);
  const back = `#/patrol/${id}`;
  if (!row || !(row.acts.includes(kind) || kind === "note")) return app.go(back);
  const { matter } = row;
  const shape = SHAPES[kind];
  const form = await FieldForm.open(app, `${kind}-${matter.id}`, info.limits);
  const words = form.area("words", say(shape.label), say(shape.least));
  const send = async (passed) => {
    const isWanted = passed !== true;
    if (isWanted && !form.text("words")) return form.refuse("words", say(shape.least));
    const answer = passed === null ? {} : { passed };
    await form.hand({ kind, matter: matter.id, place: matter.place, words: form.text("words"), ...answer });
    app.go(back);
  };
  const answers = shape.answers.map(([passed, word], at) => button(say(word), () => send(passed), at === 0 ? "btn.l.main-act" : "btn.l"));
  show(app, {
    name: "patrol-form",
    head: { title: say(shape.title), under: matter.title, back },
    body: [
      h("h1", { tabIndex: -1 }, say(shape.title)),
      deadline(matter),
      kind === "act" ? await asFound(app, matter) : null,
      words,
      form.photos(say(shape.photos)),
    ],
    foot: [h("div.keep", form.savedLine), ...(answers.length > 1 ? [answers[0], answers[1]] : [answers[0], button(say("不写了"), () => dropDraft(app.store, form.draft.id).then(() => app.go(back)), "btn.l")])],
  });
}

async function asFound(app, matter) {
  const photo = matter.photos.find((one) => one.stage === "before");
  if (!photo) return null;
  return h("details.opt", h("summary", icon("photo"), say("看处置前的照片，站在同样的位置拍")), h("img.phone-found", { src: await app.pictureOf(photo), alt: say("处置前：{title}", { title: matter.title }) }));
}
