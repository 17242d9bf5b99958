// Photos: shown before upload and scaled to the longest edge the field names, so that a phone on a weak line can send them.
import { say } from "./words.js";

async function scale(file, maxEdge) {
  if (!file.type.startsWith("image/")) return file;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const ratio = Math.min(1, maxEdge / Math.max(bitmap.width, bitmap.height));
  if (ratio === 1 && file.size < 1_000_000) return file;
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * ratio), Math.round(bitmap.height * ratio));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.82 });
  return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg", lastModified: file.lastModified });
}

function preview(field, input) {
  const shown = field.querySelector("[data-previews]");
  for (const image of shown.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  shown.replaceChildren(...[...input.files].filter((file) => file.type.startsWith("image/")).map((file, index) => {
    const figure = document.createElement("figure");
    const image = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: `${say("已选照片")} ${index + 1}` });
    const caption = Object.assign(document.createElement("figcaption"), { textContent: `${say("第")} ${index + 1} ${say("张")} · ${Math.ceil(file.size / 1024)} KB` });
    const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
    remove.setAttribute("aria-label", `${say("删去照片")} ${index + 1}`);
    remove.addEventListener("click", () => {
      keep(input, [...input.files].filter((one) => one !== file));
      preview(field, input);
      input.focus();
    });
    figure.append(image, caption, remove);
    return figure;
  }));
}

function keep(input, files) {
  const box = new DataTransfer();
  for (const file of files) box.items.add(file);
  input.files = box.files;
}

document.addEventListener("change", async (event) => {
  const field = event.target.closest?.("[data-photos]");
  if (!field || event.target.type !== "file") return;
  const input = event.target;
  const chosen = [...input.files].slice(0, Number(field.dataset.max));
  const scaled = await Promise.all(chosen.map((file) => scale(file, Number(field.dataset.maxEdge)).catch(() => file)));
  keep(input, scaled);
  preview(field, input);
});
