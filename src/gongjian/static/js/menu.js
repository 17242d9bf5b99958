// Keeps the entry one is on in sight where the menu is longer than the window.
document.querySelector(".nav-in a[aria-current]")?.scrollIntoView({ block: "nearest" });
