// Ctrl K puts the cursor into the search box; "/" does too, outside of fields.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const wanted = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const box = document.getElementById("seek");
  if (!box || !(wanted || slash)) return;
  event.preventDefault();
  box.focus();
  box.select();
});
