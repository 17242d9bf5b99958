// The last resort: all that waits on this phone as one file, which the office can take in by a computer.
import { localDay } from "./store.js";
import { say } from "./words.js";

const STEP = 0x8000;

function base64(buffer) {
  const bytes = new Uint8Array(buffer);
  const parts = [];
  for (let at = 0; at < bytes.length; at += STEP) parts.push(String.fromCharCode(...bytes.subarray(at, at + STEP)));
  return btoa(parts.join(""));
}

// Put together piece by piece, so that a day's photos never stand in memory as one text.
export async function fileOf(store, deviceName) {
  const operations = await store.operations();
  const head = { format: 1, user: store.user, device: await store.meta("device"), device_name: deviceName, saved_at: new Date().toISOString(), operations };
  const pieces = [JSON.stringify(head).slice(0, -1), ',"files":{'];
  const digests = [...new Set(operations.map((operation) => operation.sha256).filter(Boolean))];
  for (const [index, sha256] of digests.entries()) {
    const blob = await store.blob(sha256);
    if (blob) pieces.push(`${index ? "," : ""}"${sha256}":"`, base64(blob.bytes), '"');
  }
  pieces.push("}}");
  return new Blob(pieces, { type: "application/json" });
}

export async function download(store, deviceName) {
  const address = URL.createObjectURL(await fileOf(store, deviceName));
  const anchor = Object.assign(document.createElement("a"), { href: address, download: `${say("评分记录")}-${localDay()}.json` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
