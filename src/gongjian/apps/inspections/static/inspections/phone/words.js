// What the phone's app says: `say("还有 {n} 项", {n: 3})`; 中文 is the key, English stands in english.js.
import { ENGLISH } from "./english.js";

const isEnglish = globalThis.document?.documentElement.lang.startsWith("en") ?? false;

export function say(words, given = {}) {
  const text = isEnglish ? (ENGLISH[words] ?? words) : words;
  return text.replace(/\{(\w+)\}/g, (hole, name) => (name in given ? String(given[name]) : hole));
}
