// All items of a sheet with what each lacks; from here to signing and handing in.
import { h, icon, link, note } from "../dom.js";
import { show, status } from "../frame.js";
import { say } from "../words.js";

export async function overview(app, round, code) {
  const sheet = await app.sheet(round, code);
  if (!sheet) return app.go("#/");
  const { place, view, marked, base } = sheet;
  const isLocked = app.isLocked(view);
  const title = isLocked ? say("{name}：{n} 分", { name: place.name, n: view.score ?? marked.soFar })
    : marked.lacking.length ? say("{name}：还缺 {n} 项", { name: place.name, n: marked.lacking.length })
    : say("{name}：都评了，得 {n} 分", { name: place.name, n: marked.soFar });
  show(app, {
    name: "overview",
    head: { title: place.name, under: sheet.round.round.title, back: `#/round/${round}`, total: [h("b.num", String(marked.soFar)), h("span.s12.t3", say("目前得分"))] },
    body: [
      h("h1", { tabIndex: -1 }, title),
      view.returnReason && !isLocked ? note("warn", `${say("退回的原因")}：${view.returnReason}`) : null,
      view.conflicts.length ? note("info", say("有 {n} 处手机和单位都改了，选好才能交。", { n: view.conflicts.length }), link("#/conflicts", say("去选"))) : null,
      isLocked ? note("ok", view.status === "submitted" ? say("已经交了。要改请组织检查的单位退回。") : say("已评完，存在手机上，有网就上传。交了以后不能改。")) : null,
      h("ul.all-items", marked.marks.map((one) => h("li", h("a", { href: `${base}/${one.number}` }, h("span.num.t3", String(one.number)), h("span.grow", one.item.title), stateOf(one))))),
    ],
    foot: isLocked ? null : [
      h("div.keep", sheet.savedLine),
      h("a.btn.l.main-act", { href: `${base}/sign` }, say("签名，交表"), icon("chevron-right", "l")),
      h("a.btn.l", { href: `${base}/${marked.marks.find((one) => !["done", "measured"].includes(one.state))?.number ?? 1}` }, say("接着评")),
    ],
  });
}

function stateOf(one) {
  if (one.state === "disputed") return status("有冲突");
  if (one.state === "measured") return h("span.t3.s13", say("由指标算"));
  if (one.state === "todo") return h("span.st", icon("s-none", "shape", "grey"), say("没评"));
  if (one.lacks === "photo") return status("缺照片");
  if (one.lacks === "note") return h("span.st", icon("s-warn", "shape", "warn"), say("缺说明"));
  return h("span.num", String(one.score.points), h("span.t3", ` / ${one.score.full}`));
}
