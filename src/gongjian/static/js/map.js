// Maps: nothing is fetched until one is seen (or asked for, in a form); without a script the picture and the list say it all.
const waiting = new Map();

/** Fetch a script or a sheet once for the page, in the order given. */
function fetchOnce(url, make) {
  if (!waiting.has(url)) {
    waiting.set(url, new Promise((done, fail) => {
      const element = make(url);
      element.addEventListener("load", done);
      element.addEventListener("error", () => {
        waiting.delete(url);
        element.remove();
        fail(new Error(url));
      });
      document.head.append(element);
    }));
  }
  return waiting.get(url);
}

/** Fetch what the map names in its data attributes. */
export async function ready(root) {
  const sheets = root.dataset.sheets.split(" ").map((url) => fetchOnce(url, (href) => Object.assign(document.createElement("link"), { rel: "stylesheet", href })));
  for (const url of root.dataset.scripts.split(" ")) await fetchOnce(url, (src) => Object.assign(document.createElement("script"), { src }));
  await Promise.all(sheets);
}

async function show(root) {
  try {
    await ready(root);
    const { drawLive } = await import("./map/live.js");
    drawLive(root);
  } catch {
    delete root.dataset.drawn; // the picture stays; it is tried again when the map is next seen
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting || target.dataset.drawn !== undefined) continue;
    target.dataset.drawn = "";
    show(target);
  }
});

function start(root) {
  for (const map of root.querySelectorAll("[data-map]")) seen.observe(map);
  const picks = root.querySelectorAll("[data-map-pick]");
  if (picks.length) import("./map/pick.js").then(({ startPick }) => picks.forEach(startPick));
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement ?? document));
