// Fields that phone and desk set differently: both values with who and when; nothing is overwritten before a choice.
import { button, h, note } from "../dom.js";
import { dayAndClock, show } from "../frame.js";
import { ask, line } from "../net.js";
import { say } from "../words.js";

const FIELDS = { count: "数量", amount: "分值", note: "说明", answered: "评没评", not_applicable: "适不适用" };

export async function conflicts(app) {
  const rows = await app.conflicts();
  show(app, {
    name: "conflicts",
    head: { title: say("两边都改了的"), under: app.store.user.name, back: "#/" },
    body: [
      h("h1", { tabIndex: -1 }, rows.length ? say("{n} 处要选一个", { n: rows.length }) : say("没有要选的了")),
      rows.length ? h("p.rule", say("手机没有网络时，单位在电脑上也改了。选之前两边都留着；没选完的表不能交。")) : null,
      rows.length && !line.isUp ? note("info", say("选要连着网络，这样单位也马上看得到。")) : null,
      rows.map((row) => choice(app, row)),
    ],
  });
}

function choice(app, { place, item, rule, conflict }) {
  const words = [rule?.title, say(FIELDS[conflict.field] ?? conflict.field)].filter(Boolean).join(" · ");
  const shown = (value) => (value === null || value === undefined || value === "" ? say("没有填") : `${value}${conflict.field === "count" && rule ? ` ${rule.unit}` : ""}`);
  const fault = h("p.bad.s13", { ariaLive: "polite" });
  const side = (choose, title, value, by, at) => h("div.phone-side",
    h("span.t3.s13", title), h("b", shown(value)), h("span.t3.s12", [by, at ? dayAndClock(at) : ""].filter(Boolean).join(" · ")),
    button(choose === "phone" ? say("用手机上的") : say("用单位的"), (event) => choosing(app, conflict, choose, event.currentTarget, fault), "btn", { disabled: !line.isUp }));
  return h("section.phone-conflict", { ariaLabel: `${place.name} ${item.title} ${words}` },
    h("h2.phone-h2", place.name), h("p.t2", `${item.title}：${words}`),
    h("div.phone-sides",
      side("phone", say("手机上"), conflict.phone?.value, app.store.user.name, conflict.phone?.at),
      side("desk", say("单位改的"), conflict.desk?.value, conflict.desk?.by, conflict.desk?.at)), fault);
}

async function choosing(app, conflict, choose, pressed, fault) {
  pressed.disabled = true;
  try {
    await app.resolve(conflict, choose);
    app.refresh();
  } catch (error) {
    pressed.disabled = false;
    fault.textContent = error.message;
  }
}
