// A dark bar while there is no network; never a modal.
const bar = document.getElementById("offbar");
const show = () => { if (bar) bar.hidden = navigator.onLine; };
addEventListener("online", show);
addEventListener("offline", show);
show();
