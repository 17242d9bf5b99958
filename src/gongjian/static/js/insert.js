// button[data-insert="text"][data-into="id"]: puts the text where the cursor stands in the field; a table gets a line of its own.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-insert]");
  if (!button) return;
  const field = document.getElementById(button.dataset.into);
  const text = button.dataset.insert;
  const at = field.selectionStart ?? field.value.length;
  const isLine = text.startsWith("[[");
  const before = isLine && at > 0 && field.value[at - 1] !== "\n" ? "\n" : "";
  const after = isLine && field.value[at] !== "\n" ? "\n" : "";
  field.setRangeText(before + text + after, at, field.selectionEnd ?? at, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
