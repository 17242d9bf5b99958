// Where the phone is, only after the person said yes once; watched while a sheet is open so that no photo waits for it.
const FRESH_MS = 2 * 60_000;
let watch = null;
let position = null;

export function watchPosition() {
  if (watch !== null || !navigator.geolocation) return;
  const seen = ({ coords, timestamp }) => { position = { latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy, at: timestamp }; };
  const failed = (error) => { if (error.code === error.PERMISSION_DENIED) stopWatching(); };
  watch = navigator.geolocation.watchPosition(seen, failed, { enableHighAccuracy: true, maximumAge: 30_000, timeout: 20_000 });
}

export function stopWatching() {
  if (watch !== null) navigator.geolocation.clearWatch(watch);
  watch = null;
  position = null;
}

// Where the phone is now, asked for by a press; null without leave or without a fix.
export function positionNow() {
  return new Promise((done) => {
    const seen = ({ coords }) => done({ latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6), accuracy: Math.round(coords.accuracy) });
    navigator.geolocation.getCurrentPosition(seen, () => done(null), { enableHighAccuracy: true, maximumAge: 30_000, timeout: 20_000 });
  });
}

export const lastPosition = () => (position && Date.now() - position.at < FRESH_MS ? position : null);
