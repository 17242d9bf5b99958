// The service worker: registered by the page, exchanged for a newer one only when nothing is being written.
const AGAIN_MS = 1_000;

export async function register(app) {
  if (!("serviceWorker" in navigator)) return;
  const found = navigator.serviceWorker.register("/inspections/phone/sw.js", { scope: "/inspections/phone/" });
  const offer = async () => {
    const registration = await found; // asked for while it is still being found: not forgotten
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    await app.store?.idle();
    if (app.pending || app.unkept.length) return;
    registration.waiting?.postMessage("take over");
  };
  addEventListener("hashchange", offer);
  document.addEventListener("visibilitychange", () => { if (app.root.dataset.page !== "signing") offer(); }); // a signature half written stays
  const hadController = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => { if (hadController) startAnew(app); });
  await found;
}

// Open the page anew once all is kept; a write that begins just then holds the page, and it is tried again.
async function startAnew(app) {
  await app.flush();
  await app.store?.idle();
  if (app.unkept.length) return;
  if (!app.pending && !app.store?.writes) location.reload();
  setTimeout(() => startAnew(app), AGAIN_MS);
}

// Pictures of the rubric's hints come along with the round.
export async function keepPictures(version) {
  if (!("caches" in globalThis)) return;
  const cache = await caches.open("gongjian-phone-pictures");
  const addresses = version.items.flatMap((item) => (item.pictures ?? []).map((picture) => picture.url));
  await Promise.allSettled(addresses.map((address) => cache.add(address)));
}
