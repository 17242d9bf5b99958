// The ground of every map: tiles where a source is set, boundaries, zoom buttons that say what they do, keys.
import { say } from "../words.js";

const FARTHEST = 18;
const SMALLEST_BOX = 0.004; // degrees: a single point stands in about 450 m

/** Say whether a point can be found on the map by eye: it has tiles, or boundaries at least. */
export const hasGround = (root) => hasTiles(root) || Boolean(dataOf(root)?.areas.features.length);
export const hasTiles = (root) => JSON.parse(root.dataset.tiles).layers.length > 0;
export const dataOf = (root) => JSON.parse(document.getElementById(`${root.id}-data`)?.textContent ?? "null");

/** Make a Leaflet map in a box and show the part that `data.box` names. */
export function layGround(root, box, label, data) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const live = Object.assign(document.createElement("div"), { className: "map-live" });
  live.setAttribute("role", "region");
  live.setAttribute("aria-label", `${label}${say("。方向键移动，加号和减号放大缩小")}`);
  box.append(live);
  const { layers, attribution } = JSON.parse(root.dataset.tiles);
  const map = L.map(live, { zoomSnap: layers.length ? 1 : 0.25, zoomControl: false, attributionControl: false, scrollWheelZoom: false, maxZoom: FARTHEST, zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm });
  L.control.zoom({ zoomInTitle: say("放大"), zoomOutTitle: say("缩小") }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  if (layers.length) L.control.attribution({ prefix: false }).addAttribution(escape(attribution)).addTo(map);
  // A source tells its keys apart by the site that asks; our pages keep that to themselves otherwise.
  for (const { url, subdomains } of layers) L.tileLayer(url, { subdomains, maxZoom: FARTHEST, referrerPolicy: "strict-origin-when-cross-origin" }).addTo(map);
  if (data) L.geoJSON(data.areas, { style: { className: "area" }, interactive: false }).addTo(map);
  const [[south, west], [north, east]] = data?.box ?? [[18, 73], [54, 135]];
  const high = Math.max(0, SMALLEST_BOX - (north - south)) / 2, wide = Math.max(0, SMALLEST_BOX - (east - west)) / 2;
  map.fitBounds([[south - high, west - wide], [north + high, east + wide]], { padding: [28, 28] });
  return map;
}

function escape(words) {
  return Object.assign(document.createElement("span"), { textContent: words }).innerHTML;
}
