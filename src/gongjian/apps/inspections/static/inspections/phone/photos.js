// A photo from the camera or the album: scaled, written anew as JPEG (which leaves out everything but the picture),
// with its time and place kept beside it.
import { readExif } from "./exif.js";
import { isFull } from "./space.js";
import { lastPosition } from "./where.js";

const ALBUM_AFTER_MS = 10 * 60_000; // older than this when chosen: not taken just now
const QUALITIES = [0.82, 0.7, 0.55, 0.4];
const SMALLER_EDGES = [1, 0.62, 0.4]; // of the limit, when the phone is nearly full

export const hexDigest = async (bytes) =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// Take a chosen file into a sheet; resolves with the operation once photo and record are on the disk.
export async function keepPhoto(store, { round, place, item, rule, limits }, file) {
  const written = await takeIn(file, limits, (blob, facts) => store.append(round, place, [{ kind: "photo", item, rule, sha256: blob.sha256, ...facts }], [blob]));
  return written.at(-1);
}

// Scale a chosen file and have it kept with its facts, smaller when the phone is nearly full.
export async function takeIn(file, limits, keep) {
  const facts = { name: file.name || "photo.jpg", ...(await factsOf(file)) };
  let lastFault;
  for (const part of SMALLER_EDGES) {
    const bytes = await scale(file, Math.round(limits.photo_max_edge_px * part), limits.photo_max_bytes);
    const sha256 = await hexDigest(bytes);
    try {
      return await keep({ sha256, bytes, type: "image/jpeg" }, facts);
    } catch (error) {
      if (!isFull(error)) throw error;
      lastFault = error;
    }
  }
  throw lastFault;
}

async function factsOf(file) {
  const head = await file.slice(0, 262_144).arrayBuffer();
  const exif = readExif(head);
  const taken = exif.takenAt ?? new Date(file.lastModified || Date.now());
  const isOld = Date.now() - taken.getTime() > ALBUM_AFTER_MS;
  const position = exif.latitude !== undefined ? { latitude: exif.latitude, longitude: exif.longitude, accuracy: null } : isOld ? null : lastPosition();
  return {
    taken_at: taken.toISOString(),
    from_album: isOld,
    latitude: rounded(position?.latitude),
    longitude: rounded(position?.longitude),
    accuracy_m: position?.accuracy ? Math.round(position.accuracy) : null,
  };
}

const rounded = (degrees) => (Number.isFinite(degrees) ? degrees.toFixed(6) : null);

async function scale(file, maxEdge, maxBytes) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const ratio = Math.min(1, maxEdge / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * ratio));
  canvas.height = Math.max(1, Math.round(bitmap.height * ratio));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  for (const quality of QUALITIES) {
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob.size <= maxBytes || quality === QUALITIES.at(-1)) return blob.arrayBuffer();
  }
}
