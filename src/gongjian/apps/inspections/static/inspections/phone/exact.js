// Exact numbers: fractions of whole numbers of any size, so that a mark on the phone is the mark of the server.
const gcd = (a, b) => (b ? gcd(b, a % b) : a < 0n ? -a : a);

export class Exact {
  constructor(top, bottom = 1n) {
    const shared = gcd(top, bottom) || 1n;
    const sign = bottom < 0n ? -1n : 1n;
    this.top = (sign * top) / shared;
    this.bottom = (sign * bottom) / shared;
  }

  // Read "2.50", "-3", "1E+2", "1/3" or a whole number; anything else throws.
  static of(text) {
    if (text instanceof Exact) return text;
    const share = /^(-?\d+)\/(\d+)$/.exec(String(text));
    if (share) return new Exact(BigInt(share[1]), BigInt(share[2]));
    const parts = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(String(text).trim());
    if (!parts) throw new RangeError(`not a number: ${text}`);
    const [, sign, whole, decimals = "", power = "0"] = parts;
    const places = decimals.length - Number(power);
    const digits = BigInt(`${sign}${whole}${decimals}`.replace("+", ""));
    return places >= 0 ? new Exact(digits, 10n ** BigInt(places)) : new Exact(digits * 10n ** BigInt(-places));
  }

  plus(other) { return new Exact(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom); }
  minus(other) { return new Exact(this.top * other.bottom - other.top * this.bottom, this.bottom * other.bottom); }
  times(other) { return new Exact(this.top * other.top, this.bottom * other.bottom); }
  over(other) { return new Exact(this.top * other.bottom, this.bottom * other.top); }
  compare(other) {
    const gap = this.top * other.bottom - other.top * this.bottom;
    return gap > 0n ? 1 : gap < 0n ? -1 : 0;
  }
  get isPositive() { return this.top > 0n; }
  get isZero() { return this.top === 0n; }

  // The whole part downwards, as a number of its own.
  floor() {
    const whole = this.top / this.bottom;
    return new Exact(this.top < 0n && this.top % this.bottom ? whole - 1n : whole);
  }

  // Rounded half away from zero to so many decimals.
  rounded(places) {
    const scale = 10n ** BigInt(places);
    const size = this.top < 0n ? -this.top : this.top;
    const whole = (2n * size * scale + this.bottom) / (2n * this.bottom);
    return new Exact(this.top < 0n ? -whole : whole, scale);
  }

  // Written without an exponent and without idle zeros; a fraction without end is cut at six decimals.
  toString() {
    if (this.bottom === 1n) return String(this.top);
    const places = 6;
    const scaled = this.rounded(places);
    const digits = ((scaled.top < 0n ? -scaled.top : scaled.top) * 10n ** BigInt(places)) / scaled.bottom;
    const text = String(digits).padStart(places + 1, "0");
    const decimals = text.slice(-places).replace(/0+$/, "");
    return `${scaled.top < 0n ? "-" : ""}${text.slice(0, -places)}${decimals && `.${decimals}`}`;
  }
}

export const ZERO = new Exact(0n);
export const ONE = new Exact(1n);
export const sum = (values) => values.reduce((total, value) => total.plus(value), ZERO);
export const smaller = (a, b) => (b === null || a.compare(b) <= 0 ? a : b);
export const larger = (a, b) => (a.compare(b) >= 0 ? a : b);
