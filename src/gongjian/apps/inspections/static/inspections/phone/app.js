// Starts the phone's app: who is it, which store, which page. Everything shown comes from the phone's own store.
import { button, h, link, note } from "./dom.js";
import { paintNotices, show } from "./frame.js";
import { NoLine, SignedOut, ask } from "./net.js";
import { openStore } from "./store.js";
import { Sync } from "./sync.js";
import { watchPosition } from "./where.js";
import { Work } from "./work.js";
import { say } from "./words.js";
import { register } from "./worker-link.js";
import { conflicts } from "./pages/conflicts.js";
import { home } from "./pages/home.js";
import { item } from "./pages/item.js";
import { overview } from "./pages/overview.js";
import { patrolForm } from "./pages/patrol-form.js";
import { patrolMatter } from "./pages/patrol-matter.js";
import { patrolReport } from "./pages/patrol-report.js";
import { patrol } from "./pages/patrol.js";
import { places } from "./pages/places.js";
import { signing } from "./pages/signing.js";
import { refused, waiting } from "./pages/waiting.js";

const REMEMBERED = "gongjian-phone-user";
const NEW_DEVICE = "gongjian-phone-device";
const IDENTITY_MS = 2_500; // how long the first page waits to hear who is signed in
const ROUTES = [
  [/^#\/round\/(\d+)$/, places],
  [/^#\/round\/(\d+)\/(\w+)\/all$/, overview],
  [/^#\/round\/(\d+)\/(\w+)\/sign$/, signing],
  [/^#\/round\/(\d+)\/(\w+)\/(\d+)$/, item],
  [/^#\/patrol$/, patrol],
  [/^#\/patrol\/report$/, patrolReport],
  [/^#\/patrol\/(\d+)$/, patrolMatter],
  [/^#\/patrol\/(\d+)\/(act|verify|check|note)$/, patrolForm],
  [/^#\/waiting$/, waiting],
  [/^#\/conflicts$/, conflicts],
  [/^#\/refused$/, refused],
  [/^/, home],
];
const WITH_CAMERA = [item, patrolForm, patrolReport];
const TOLD_BY_ONE_PAGE = ["home", "places", "patrol", "patrol-matter", "waiting", "conflicts", "refused"]; // redrawn when the store changes under them

class App extends Work {
  drawn = Promise.resolve(); // one page is drawn after the other, so that a slow one never covers a later one
  wanted = 0;
  may = { score: true, patrol: true }; // until the server says otherwise

  go(address) {
    if (location.hash === address) this.route();
    else location.hash = address;
  }

  refresh() { return this.route(true); }

  route(isSamePage = false) {
    const turn = (this.wanted += 1);
    this.drawn = this.drawn.then(() => (isSamePage && turn !== this.wanted ? undefined : this.draw(isSamePage)));
    return this.drawn;
  }

  async draw(isSamePage) {
    await this.flush();
    const address = location.hash || "#/";
    const [pattern, page] = ROUTES.find(([shape]) => shape.test(address));
    if (!isSamePage) this.forgetPictures();
    if (WITH_CAMERA.includes(page) && this.where) watchPosition();
    await page(this, ...pattern.exec(address).slice(1));
    paintNotices(this);
    if (isSamePage) return;
    scrollTo(0, 0);
    document.querySelector("#main h1")?.focus({ preventScroll: true });
  }
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED));
  } catch {
    return null;
  }
}

// The person signed in at the server; without a line, or signed out meanwhile, the one who worked here last.
async function identify() {
  const last = remembered();
  if (!localStorage.getItem(NEW_DEVICE)) localStorage.setItem(NEW_DEVICE, crypto.randomUUID());
  const late = new Promise((_done, fail) => { if (last) setTimeout(() => fail(new NoLine("")), IDENTITY_MS); });
  try {
    const { user, may } = await Promise.race([ask("state/", { json: {} }), late]);
    localStorage.setItem(REMEMBERED, JSON.stringify({ ...user, may }));
    return { ...user, may };
  } catch (error) {
    if (error instanceof NoLine || error instanceof SignedOut) return last;
    throw error;
  }
}

function deviceName() {
  const system = /Android|iPhone|iPad|Windows|Mac OS X|HarmonyOS|Linux/.exec(navigator.userAgent)?.[0] ?? "";
  return [navigator.userAgentData?.brands?.at(-1)?.brand, system].filter(Boolean).join(" ") || say("手机");
}

function shut(root, title, words, act) {
  root.replaceChildren(h("main.score-body", { id: "main" }, h("h1", title), h("p.rule", words), h("p", act)));
}

async function start() {
  const root = document.getElementById("phone");
  if (!isSecureContext || !("indexedDB" in globalThis)) {
    return shut(root, say("这里用不了离线评分"), say("要用 https 的地址打开，浏览器也不能是无痕窗口。"), link("/", say("回首页，联网办")));
  }
  const app = new App(root, deviceName());
  register(app);
  const user = await identify();
  if (!user) return shut(root, say("先登录一次"), say("登录并带上检查轮次或要办的事项以后，没有网络也能用。"), link("/accounts/login/?next=/inspections/phone/", say("去登录")));
  const store = await openStore(user, localStorage.getItem(NEW_DEVICE));
  const sync = new Sync(store, app.deviceName);
  app.may = user.may ?? app.may;
  await app.use(store, sync);
  sync.addEventListener("other-user", ({ detail }) => { localStorage.setItem(REMEMBERED, JSON.stringify(detail)); location.reload(); });
  store.addEventListener("change", () => { if (TOLD_BY_ONE_PAGE.includes(root.dataset.page) && !root.querySelector(":focus-within:is(input)")) app.refresh(); });
  addEventListener("hashchange", () => app.route());
  addEventListener("pagehide", () => app.flush());
  addEventListener("beforeunload", (event) => { if (store.writes || app.pending || app.unkept.length) event.preventDefault(); });
  await app.route();
  await sync.start();
}

start().catch((error) => {
  document.getElementById("phone").prepend(note("bad", `${say("这一页没有打开，手机上的记录都还在。请关掉再打开。")}（${error.message}）`, button(say("再打开"), () => location.reload(), "btn.s")));
  throw error;
});
