// form[data-leaving]: signing out says first what only this browser still holds of the phone's records, and lets the
// next person start afresh.
import { say } from "./words.js";

const REMEMBERED = "gongjian-phone-user";
const form = document.querySelector("form[data-leaving]");

async function countWaiting() {
  const user = JSON.parse(localStorage.getItem(REMEMBERED) ?? "null");
  const names = ((await globalThis.indexedDB?.databases?.()) ?? []).map(({ name }) => name);
  if (!user || !names.includes(`gongjian-phone-${user.id}`)) return 0;
  const database = await new Promise((done, fail) => {
    const request = indexedDB.open(`gongjian-phone-${user.id}`);
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const request = database.transaction("operations").objectStore("operations").count();
  return new Promise((done) => { request.onsuccess = () => { database.close(); done(request.result); }; });
}

async function warn() {
  const count = await countWaiting();
  const warning = document.querySelector("[data-phone-waiting]");
  if (!count || !warning) return;
  warning.querySelector("[data-phone-count]").textContent = say("手机评分还有 {n} 条记录没有上传。", { n: count });
  warning.hidden = false;
}

if (form) {
  form.addEventListener("submit", () => localStorage.removeItem(REMEMBERED));
  warn();
}
