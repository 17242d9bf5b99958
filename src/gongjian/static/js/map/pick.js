// A point for a form: by where one is, by a tap, or by moving the map under the cross (also with the arrow keys).
import { ready } from "../map.js";
import { say } from "../words.js";
import { dataOf, hasGround, hasTiles, layGround } from "./ground.js";

const DIGITS = 6;
const NEAR_ZOOM = 17;
const CROSS = '<svg class="map-aim" viewBox="0 0 40 40" aria-hidden="true"><path d="M20 2V14M20 26V38M2 20H14M26 20H38"/><circle cx="20" cy="20" r="3"/></svg>';

/** Give the buttons of one field their work; they stay away where no script runs. */
export function startPick(root) {
  if (root.dataset.started !== undefined) return;
  root.dataset.started = "";
  const one = (name) => root.querySelector(`[data-${name}]`);
  const [latitude, longitude, said, box, clear, open] = ["latitude", "longitude", "said", "map-box", "clear", "open"].map(one);
  let map, pin;

  function put(north, east, words) {
    latitude.value = north.toFixed(DIGITS);
    longitude.value = east.toFixed(DIGITS);
    said.textContent = words;
    clear.hidden = false;
    if (map) {
      pin ??= L.circleMarker([north, east], { className: "hot bad", radius: 9 }).addTo(map);
      pin.setLatLng([north, east]);
    }
    root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const look = (north, east) => map?.setView([north, east], hasTiles(root) ? NEAR_ZOOM : map.getZoom());

  async function show() {
    box.hidden = false;
    open.setAttribute("aria-expanded", "true");
    if (map) return;
    said.textContent = say("地图在打开…");
    try {
      await ready(root);
    } catch {
      box.hidden = true;
      open.setAttribute("aria-expanded", "false");
      said.textContent = say("地图没有打开，写清地址也可以。");
      return;
    }
    map = layGround(root, box, say("选位置的地图"), dataOf(root));
    box.insertAdjacentHTML("beforeend", CROSS);
    const take = Object.assign(document.createElement("button"), { type: "button", className: "btn map-take", textContent: say("就选十字的位置") });
    take.addEventListener("click", () => put(map.getCenter().lat, map.getCenter().lng, say("位置已标上。")));
    box.after(take);
    map.on("click", ({ latlng }) => put(latlng.lat, latlng.lng, say("位置已标上。")));
    if (latitude.value && longitude.value) {
      look(Number(latitude.value), Number(longitude.value));
      put(Number(latitude.value), Number(longitude.value), say("位置已标上。"));
    } else said.textContent = say("点一下地图，或者把要选的地方移到十字下面。");
    map.getContainer().focus();
  }

  one("here").addEventListener("click", () => {
    said.textContent = say("在取你的位置…");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        put(coords.latitude, coords.longitude, say("已取到你的位置，误差约 {n} 米。", { n: Math.round(coords.accuracy) }));
        look(coords.latitude, coords.longitude);
      },
      (error) => {
        said.textContent = say(error.code === error.PERMISSION_DENIED ? "没有得到定位的许可。写清地址，或者在地图上选。" : "没有取到位置。写清地址，或者在地图上选。");
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  });
  open.addEventListener("click", () => (box.hidden ? show() : ((box.hidden = true), open.setAttribute("aria-expanded", "false"))));
  clear.addEventListener("click", () => {
    latitude.value = longitude.value = "";
    said.textContent = say("没有标位置，按地址找。");
    clear.hidden = true;
    pin?.remove();
    pin = undefined;
    open.focus();
    root.dispatchEvent(new Event("change", { bubbles: true }));
  });
  open.hidden = !hasGround(root);
  one("here").hidden = !navigator.geolocation;
  one("acts").hidden = false;
  clear.hidden = !latitude.value;
}
