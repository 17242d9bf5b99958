// When and where a JPEG says it was taken; no more than these tags is read, and damaged data reads as nothing.
const TAKEN = 0x9003, CHANGED = 0x0132, EXIF = 0x8769, GPS = 0x8825;

export function readExif(buffer) {
  try {
    const start = tiffStart(new DataView(buffer));
    return start ? readTiff(new DataView(buffer, start)) : {};
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}

function tiffStart(view) {
  if (view.getUint16(0) !== 0xffd8) return 0;
  for (let at = 2; at + 4 < view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return at + 10;
    if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return 0;
  }
  return 0;
}

function readTiff(view) {
  const little = view.getUint16(0) === 0x4949;
  const main = tags(view, view.getUint32(4, little), little);
  const detail = main.has(EXIF) ? tags(view, number(view, main.get(EXIF), little), little) : new Map();
  const gps = main.has(GPS) ? tags(view, number(view, main.get(GPS), little), little) : new Map();
  const stamp = detail.get(TAKEN) ?? main.get(CHANGED);
  const found = { takenAt: stamp ? momentOf(text(view, stamp, little)) : null };
  if (gps.has(1) && gps.has(2) && gps.has(3) && gps.has(4)) {
    found.latitude = degrees(view, gps.get(2), little) * (text(view, gps.get(1), little) === "S" ? -1 : 1);
    found.longitude = degrees(view, gps.get(4), little) * (text(view, gps.get(3), little) === "W" ? -1 : 1);
  }
  return found;
}

// tag → where its entry stands
function tags(view, start, little) {
  const found = new Map();
  const count = view.getUint16(start, little);
  for (let index = 0; index < count; index += 1) {
    const entry = start + 2 + index * 12;
    found.set(view.getUint16(entry, little), entry);
  }
  return found;
}

const number = (view, entry, little) => view.getUint32(entry + 8, little);

function text(view, entry, little) {
  const length = view.getUint32(entry + 4, little);
  const at = length > 4 ? number(view, entry, little) : entry + 8;
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length)).replace(/\0.*$/, "");
}

function degrees(view, entry, little) {
  const at = number(view, entry, little);
  const part = (index) => view.getUint32(at + index * 8, little) / (view.getUint32(at + index * 8 + 4, little) || 1);
  return part(0) + part(1) / 60 + part(2) / 3600;
}

// "2026:09:17 09:31:00" in the phone's own time
function momentOf(stamp) {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(stamp);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const moment = new Date(year, month - 1, day, hour, minute, second);
  return Number.isNaN(moment.getTime()) ? null : moment;
}
