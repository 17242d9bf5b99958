// The service worker of the phone's app. VERSION, SHELL and FILES stand above: the view that serves it writes them.
// One cache a version holds the shell and every static file it names, so that all of them are exchanged at once.
// Nothing else is kept: no answer with anybody's data ever goes into a cache.
/* global VERSION, SHELL, FILES */
const CACHE = `gongjian-phone-${VERSION}`;
const PICTURES = "gongjian-phone-pictures";

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", ({ data }) => { if (data === "take over") self.skipWaiting(); });
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (pathname === SHELL && request.mode === "navigate") event.respondWith(shell(event));
  else if (FILES.includes(pathname)) event.respondWith(kept(request, CACHE));
  else if (request.destination === "image") event.respondWith(kept(request, PICTURES));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((address) => new Request(address, { cache: "reload" })));
  await renew(cache);
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith("gongjian-phone-") && name !== CACHE && name !== PICTURES) await caches.delete(name);
  }
  await self.clients.claim();
}

async function kept(request, name) {
  const cache = await caches.open(name);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

// The kept shell at once, a fresh one for the next time; sign-in pages and errors are never kept as the shell.
async function shell(event) {
  const cache = await caches.open(CACHE);
  const held = await cache.match(SHELL, { ignoreVary: true });
  event.waitUntil(renew(cache).catch(() => undefined));
  return held ?? fetch(event.request);
}

async function renew(cache) {
  const fresh = await fetch(SHELL, { cache: "no-store", redirect: "manual" });
  if (fresh.ok && fresh.type === "basic" && fresh.headers.get("X-Phone-Shell") === VERSION) await cache.put(SHELL, fresh);
}
