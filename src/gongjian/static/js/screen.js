// A large screen says so when its blocks are older than the rule allows: the network or the link may be gone.

const note = document.getElementById("stale");
const limit = Number(note.dataset.staleMinutes) * 60_000;
let readAt = stamp();
let seenAt = Date.now();

/** The moment at which the server read the blocks. */
function stamp() {
  return document.querySelector("[data-read-at]")?.dataset.readAt;
}

/** Note fresh blocks by this machine's clock, which may differ from the server's. */
function look() {
  if (stamp() !== readAt) {
    readAt = stamp();
    seenAt = Date.now();
  }
  note.hidden = Date.now() - seenAt < limit;
}

document.body.addEventListener("htmx:afterSettle", look);
setInterval(look, 15_000);
