// Opens the bell's menu when htmx has brought its notices, and puts the focus into it.
document.addEventListener("htmx:afterSwap", (event) => {
  const menu = event.detail.target;
  if (menu.id !== "bell-menu") return;
  menu.showPopover();
  (menu.querySelector("button, a") || menu).focus();
});
