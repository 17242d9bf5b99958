// Room on the phone: a reserve that is given up so that answers can still be written, and what the browser says is left.
import { asked, transact } from "./idb.js";

const RESERVE_BYTES = 1 << 20;
const CHUNK = 65_536; // as much as getRandomValues gives at once; random, so that it can't be packed smaller

export const isFull = (error) => error?.name === "QuotaExceededError" || /quota|full|space/i.test(error?.message ?? "");

export async function fillReserve(database) {
  const held = await transact(database, ["reserve"], "readonly", (at) => asked(at.objectStore("reserve").count()));
  if (held) return true;
  const bytes = new Uint8Array(RESERVE_BYTES);
  for (let start = 0; start < RESERVE_BYTES; start += CHUNK) crypto.getRandomValues(bytes.subarray(start, start + CHUNK));
  try {
    await transact(database, ["reserve"], "readwrite", (at) => { at.objectStore("reserve").put(bytes, "reserve"); });
    return true;
  } catch (error) {
    if (isFull(error)) return false;
    throw error;
  }
}

export async function releaseReserve(database) {
  return transact(database, ["reserve"], "readwrite", async (at) => {
    const held = await asked(at.objectStore("reserve").count());
    at.objectStore("reserve").clear();
    return held > 0;
  });
}

export async function measure() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const persisted = (await navigator.storage?.persisted?.()) ?? false;
  return { used: usage, quota, persisted };
}

// Ask the browser not to clear this phone's records by itself; it may say no, which changes nothing else.
export const askToPersist = async () => (await navigator.storage?.persist?.()) ?? false;
