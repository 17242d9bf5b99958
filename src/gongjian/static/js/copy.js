// data-copy="#id" copies the text of an element; data-print prints the page; a blocked button does nothing.
import { say } from "./words.js";

document.addEventListener("click", async (event) => {
  const copier = event.target.closest("[data-copy]");
  if (copier) {
    const source = document.querySelector(copier.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    const words = copier.textContent;
    copier.textContent = say("已复制");
    setTimeout(() => { copier.textContent = words; }, 2000);
  }
  if (event.target.closest("[data-print]")) window.print();
});
