// What is still only on this phone, sheet by sheet; send it, or save it to a file. And what the server could not take in.
import { button, h, icon, note } from "../dom.js";
import { dayAndClock, show } from "../frame.js";
import { line } from "../net.js";
import { isOfMatters } from "../patrol.js";
import { patrol, refusedFields } from "../patrol-store.js";
import { say } from "../words.js";
import { undoneRow } from "./undone.js";

const KINDS = {
  open: "开表", item: "评分", photo: "照片", remove_photo: "去掉照片", sign: "签名", finish: "评完", submit: "交表",
  report: "上报", accept: "签收", act: "报处置结果", verify: "报核实结果", check: "核查", note: "补充情况", picture: "照片",
};

export async function waiting(app) {
  const rows = [];
  for (const round of await app.store.rounds()) {
    for (const { place, view } of await app.store.sheets(round.id)) if (view.waiting) rows.push({ round, place, view });
  }
  const field = await waitingInField(app);
  const total = rows.reduce((sum, row) => sum + row.view.waiting, 0) + field.reduce((sum, row) => sum + row.count, 0);
  const photos = rows.reduce((sum, row) => sum + row.view.waitingPhotos, 0) + field.reduce((sum, row) => sum + row.photos, 0);
  const synced = await app.store.meta("syncedAt");
  show(app, {
    name: "waiting",
    head: { title: say("没上传的"), under: app.store.user.name, back: "#/" },
    body: [
      h("h1", { tabIndex: -1 }, total ? say("{n} 条记录、{photos} 张照片还在手机上", { n: total, photos }) : say("都上传了")),
      h("p.rule", synced ? say("上次传完：{time}", { time: dayAndClock(synced) }) : say("还没有传过。")),
      total && !line.isUp ? note("info", say("没有网络。有网时自己上传，不用守着。")) : null,
      h("ul.all-items", rows.map(({ round, place, view }) => h("li", h("a", { href: `#/round/${round.id}/${place.code}/all` },
        h("span.grow", h("b.phone-name", place.name), h("span.t3.s12.phone-under", say("最后记于 {time}", { time: dayAndClock(view.changedAt) }))),
        h("span.num.t3.s13", say("{n} 条 · {photos} 张照片", { n: view.waiting, photos: view.waitingPhotos })), icon("chevron-right", "t3")))), field.map(fieldRow)),
      total ? h("div.phone-acts", button([icon("upload"), say("现在上传")], () => app.sync.run(), "btn.l.main-act"), button([icon("download"), say("存成文件")], () => app.saveFile(), "btn.l")) : null,
      total ? h("p.t3.s13", say("手机连不上网又要交时，把文件拷到电脑上，由本人或组织检查的单位在“手机上还有的”里交进去。")) : null,
    ],
  });
}

async function waitingInField(app) {
  const { todo, done, reports } = await patrol(app.store);
  const rows = [...todo, ...done].filter((row) => row.waiting);
  return [
    ...rows.map((row) => ({ href: `#/patrol/${row.matter.id}`, name: row.matter.title, at: (row.last ?? row.pictures[0]).at, count: row.waiting, photos: row.pictures.length })),
    ...reports.map(({ report, pictures }) => ({ href: "#/patrol", name: report.words, at: report.at, count: 1 + pictures.length, photos: pictures.length })),
  ];
}

function fieldRow({ href, name, at, count, photos }) {
  return h("li", h("a", { href },
    h("span.grow", h("b.phone-name", name), h("span.t3.s12.phone-under", say("最后记于 {time}", { time: dayAndClock(at) }))),
    h("span.num.t3.s13", say("{n} 条 · {photos} 张照片", { n: count, photos })), icon("chevron-right", "t3")));
}

export async function refused(app) {
  const rows = (await app.store.outcomes()).filter((row) => !isOfMatters(row.operation));
  const undone = await refusedFields(app.store);
  show(app, {
    name: "refused",
    head: { title: say("没有办成的"), under: app.store.user.name, back: "#/" },
    body: [
      h("h1", { tabIndex: -1 }, rows.length + undone.length ? say("{n} 条没有办成", { n: rows.length + undone.length }) : say("都办成了")),
      await Promise.all(undone.map((row) => undoneRow(app, row))),
      rows.length ? h("p.rule", say("这些记录已经完整交到服务器上，组织检查的单位也看得到，会和你商量怎么办。")) : null,
      h("ul.all-items", await Promise.all(rows.map((row) => refusedRow(app, row)))),
    ],
  });
}

async function refusedRow(app, row) {
  const place = await app.store.place(row.operation.round, row.operation.place);
  return h("li.phone-refused", h("b", `${place?.name ?? row.operation.place} · ${say(KINDS[row.operation.kind] ?? "")}`), h("p", row.words),
    h("p.t3.s12", say("记于 {time}", { time: dayAndClock(row.operation.at) })), button(say("知道了"), async () => { await app.store.dropOutcome(row.key); app.refresh(); }, "btn.s"));
}
