// The map that moves: items as marks, near ones as one with their number, each reached by Tab and opened by Enter.
import { say } from "../words.js";
import { dataOf, layGround } from "./ground.js";

const TONES = ["bad", "warn", "brand", "ok", "plain"];
const NEAR_PX = 48;
const AGAIN_MS = 250;
const SVG = "http://www.w3.org/2000/svg";

const worst = (items) => TONES.find((tone) => items.some((item) => item.tone === tone)) ?? "plain";
const common = (items) => (items.every((item) => item.shape === items[0].shape) ? items[0].shape : "circle");
const sum = (items) => items.reduce((total, item) => total + item.count, 0);

function part(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function drawing({ shape, tone, count, hot }, size) {
  const svg = part("svg", { viewBox: "-20 -20 40 40", "aria-hidden": "true" });
  if (hot) svg.append(part("circle", { class: "ring", r: 19 }));
  const look = `hot ${tone}`;
  if (shape === "diamond") svg.append(part("polygon", { class: look, points: "0,-16 16,0 0,16 -16,0" }));
  else if (shape === "square") svg.append(part("rect", { class: look, x: -12, y: -12, width: 24, height: 24, rx: 3 }));
  else svg.append(part("circle", { class: look, r: 13 }));
  if (count > 1) svg.append(Object.assign(part("text", { y: 5 }), { textContent: count > 9999 ? say("1万+") : count }));
  const box = document.createElement("div");
  box.append(svg);
  return L.divIcon({ className: "map-mark", html: box, iconSize: [size, size], popupAnchor: [0, -size / 2] });
}

function named(marker, words) {
  const name = () => marker.getElement()?.setAttribute("aria-label", words);
  marker.on("add", name);
  name();
}

function popup(item) {
  const box = document.createElement("div");
  const line = document.createElement("p");
  line.textContent = item.words;
  box.append(line);
  if (item.href) box.append(Object.assign(document.createElement("a"), { href: item.href, textContent: say("打开") }));
  return box;
}

function markerOf(item) {
  const marker = L.marker(item.at, { icon: drawing(item, item.count > 1 ? 40 : 32), item, riseOnHover: true });
  named(marker, item.words);
  marker.bindPopup(() => popup(item), { maxWidth: 280 });
  marker.on("popupopen", ({ popup: opened }) => {
    const element = opened.getElement();
    element.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", say("关上"));
    element.addEventListener("keydown", (event) => event.key === "Escape" && marker.closePopup());
    element.querySelector("a[href]:not([href='#close'])")?.focus();
  });
  marker.on("popupclose", () => marker.getElement()?.focus());
  return marker;
}

function clusters() {
  const group = L.markerClusterGroup({
    maxClusterRadius: NEAR_PX, showCoverageOnHover: false, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    iconCreateFunction: (cluster) => {
      const items = cluster.getAllChildMarkers().map((marker) => marker.options.item);
      const late = sum(items.filter((item) => item.tone === "bad"));
      const words = say(late ? "{n} 处，{late} 处逾期。放大看" : "{n} 处。放大看", { n: sum(items), late });
      queueMicrotask(() => named(cluster, words));
      return drawing({ shape: common(items), tone: worst(items), count: sum(items), hot: items.some((item) => item.hot) }, 44);
    },
  });
  return group;
}

/** Fetch what lies in the part of the map that is seen, when the page holds only a summary. */
function follow(map, group, url) {
  let asked, timer;
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    const seen = map.getBounds();
    const query = new URLSearchParams({ box: [seen.getSouth(), seen.getWest(), seen.getNorth(), seen.getEast()].map((degrees) => degrees.toFixed(5)), zoom: map.getZoom() });
    try {
      const answer = await fetch(`${url}${url.includes("?") ? "&" : "?"}${query}`, { signal: asked.signal });
      if (!answer.ok) return;
      const { items } = await answer.json();
      group.clearLayers();
      group.addLayers(items.map(markerOf));
    } catch {
      // off line, or the map moved on: what is drawn stays
    }
  };
  map.on("zoomend dragend", () => {
    clearTimeout(timer);
    timer = setTimeout(look, AGAIN_MS);
  });
}

/** Put the map that moves in the place of the picture. */
export function drawLive(root) {
  const data = dataOf(root);
  const box = root.querySelector("[data-map-box]");
  const picture = box.querySelector("svg");
  picture.setAttribute("hidden", "");
  const map = layGround(root, box, root.dataset.label, data);
  const group = clusters();
  group.addLayers(data.items.map(markerOf));
  map.addLayer(group);
  if (data.url) follow(map, group, data.url);
}
