// The report form where scripts run: photos are made small before they are sent and shown at once, what is alike nearby
// is offered while one types, words of danger are answered before sending. Without it all works by reloading.
const form = document.getElementById("report");
const english = document.documentElement.lang.startsWith("en");
const say = (zh, en) => (english ? en : zh);
const EDGE = 2000;

document.querySelector("[data-errors]")?.focus();
document.getElementById("similar")?.focus();

// ---- photos
const input = form.querySelector("[name=photos]");
const shown = form.querySelector("[data-previews]");
const pick = form.querySelector(".pick");
input.closest("fieldset").classList.add("scripted");
for (const [kind, is] of [["focus", true], ["blur", false]]) input.addEventListener(kind, () => pick.classList.toggle("focus", is));

async function small(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const ratio = Math.min(1, EDGE / Math.max(bitmap.width, bitmap.height));
  if (ratio === 1 && file.size < 1_000_000) return file;
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(bitmap.width * ratio), height: Math.round(bitmap.height * ratio) });
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
}

function keep(files) {
  const box = new DataTransfer();
  files.forEach((file) => box.items.add(file));
  input.files = box.files;
  preview();
}

function preview() {
  shown.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
  shown.replaceChildren(...[...input.files].map((file, index) => {
    const item = document.createElement("li");
    const image = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: `${say("已选照片", "Photo")} ${index + 1}` });
    const remove = Object.assign(document.createElement("button"), { type: "button", textContent: say("删去", "Remove") });
    remove.setAttribute("aria-label", `${say("删去照片", "Remove photo")} ${index + 1}`);
    remove.addEventListener("click", () => { keep([...input.files].filter((one) => one !== file)); input.focus(); });
    item.append(image, remove);
    return item;
  }));
  shown.hidden = input.files.length === 0;
}

let chosen = [];
input.addEventListener("change", async () => {
  const fresh = [...input.files];
  const all = [...chosen, ...fresh].slice(0, Number(input.dataset.most));
  chosen = await Promise.all(all.map((file) => small(file).catch(() => file)));
  keep(chosen);
});
input.addEventListener("click", () => { chosen = [...input.files]; });

// ---- danger
const words = form.querySelector("[name=words]");
const answer = document.querySelector("[data-danger-answer]");
const dangerous = form.dataset.danger.split(" ").filter(Boolean);
words.addEventListener("input", () => {
  const wasHidden = answer.hidden;
  answer.hidden = !dangerous.some((word) => words.value.includes(word));
  if (wasHidden && !answer.hidden) answer.scrollIntoView({ block: "nearest" });
});

// ---- what is alike nearby
const same = form.querySelector("[data-same]");
let waiting = 0, asked = "";
async function lookAround() {
  const query = new URLSearchParams();
  for (const name of ["what", "more", "part", "address", "latitude", "longitude", "words"]) {
    const value = new FormData(form).get(name);
    if (value) query.set(name, value);
  }
  if (!(query.has("address") || query.has("latitude")) || query.toString() === asked) return;
  asked = query.toString();
  const response = await fetch(`${form.dataset.near}?${query}`).catch(() => null);
  if (!response?.ok || query.toString() !== asked) return;
  same.innerHTML = await response.text();
  same.hidden = same.textContent.trim() === "";
  if (!same.hidden && !form.querySelector("[name=seen]")) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "seen", value: "1" }));
}
form.addEventListener("change", () => { clearTimeout(waiting); waiting = setTimeout(lookAround, 300); });

// ---- sent once
form.addEventListener("submit", () => setTimeout(() => form.querySelectorAll("button[name=act]").forEach((button) => { button.disabled = true; }), 0));
window.addEventListener("pageshow", () => form.querySelectorAll("button[name=act]").forEach((button) => { button.disabled = false; }));
