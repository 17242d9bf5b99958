// Elements without templates: `h("p.t2", {hidden: true}, "words", child)`; icons come from the shell.
export function h(tag, ...rest) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  const isPlain = (value) => value && typeof value === "object" && !(value instanceof Node) && !Array.isArray(value);
  if (isPlain(rest[0])) set(element, rest.shift());
  element.append(...rest.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

function set(element, given) {
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.includes("-") && name !== "list") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
}

export function icon(name, ...classes) {
  const drawn = document.querySelector(`#icons [data-icon="${name}"] svg`)?.cloneNode(true) ?? document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.classList.add(...classes);
  return drawn;
}

export const link = (href, ...children) => h("a", { href }, ...children);
export const button = (words, onclick, classes = "btn", given = {}) => h(`button.${classes.replaceAll(" ", ".")}`, { type: "button", onclick, ...given }, words);

// A drawing in SVG, whose attributes carry the numbers: the page's policy allows no inline style.
export function svg(tag, given = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function note(tone, words, ...acts) {
  const shape = tone === "ok" ? "circle-check" : tone === "warn" || tone === "bad" ? "alert-triangle" : "info-circle";
  return h(`div.note.${tone}`, icon(shape), h("div", words, acts.length ? h("div.acts", acts) : null));
}
