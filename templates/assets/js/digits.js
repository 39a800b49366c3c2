// @ts-check
/* Numbers as they are read and as somebody types them. No document, no clock. */
(function (root) {
  "use strict";
  const MINUS = "\u2212";
  const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const WIDEST = 15;
  const EXACT = 1e11; // from here on a tie lies between doubles that are too far apart to tell it

  /* A positive number rounded half up to so many decimals; what lies a hair below a tie is the tie. */
  function fixed(value, decimals) {
    const text = value.toFixed(decimals);
    const next = (Number(text) + Number("1e-" + decimals)).toFixed(decimals);
    return decimals <= 12 && value < EXACT && (Number(text) + Number(next)) / 2 - value <= Math.min(1e-14 * value, Number("2e-" + (decimals + 2))) ? next : text;
  }

  /* A computed value as it is read: at least so many decimals and so many significant digits. */
  function asRead(value, digits) {
    if (!Number.isFinite(value)) return "—";
    const size = Math.abs(value);
    const sign = (text) => (value < 0 && /[1-9]/.test(text) ? MINUS : "") + text;
    const exponent = size === 0 ? 0 : Number(Number(size.toPrecision(12)).toExponential().split("e")[1]); // 0.0999999999999 is 0.1
    const whole = size < EXACT || Number(size.toPrecision(WIDEST)) === size;
    const known = whole ? Infinity : Math.max(0, WIDEST - 1 - exponent); // decimals that a double has
    const decimals = size === 0 ? digits : Math.min(known, Math.max(digits, digits - 1 - exponent));
    if (size === 0 || (decimals <= WIDEST && exponent < WIDEST)) return sign(fixed(size, decimals));
    return sign(scientific(size, digits));
  }

  /* A positive number with so many significant digits and a power of ten. */
  function scientific(size, digits) {
    const [mantissa, power] = size.toExponential(digits - 1).split("e");
    return mantissa + " × 10" + power.replace("+", "").replace("-", "⁻").replace(/\d/g, (digit) => SUPERSCRIPT[Number(digit)]);
  }

  /* A computed value where there is little room: with two significant digits, and a power of ten where these stand far from the point. */
  function brief(value) {
    const near = asRead(value, 2);
    return near.length <= 8 ? near : (value < 0 ? MINUS : "") + scientific(Math.abs(value), 2).replace(/ /g, "");
  }

  /* What somebody typed, as JavaScript writes numbers: any dash for a minus, a comma for a point, × 10⁻¹ for e-1. */
  function plain(text) {
    const level = text.trim().replace(/(?<=10[⁻⁺]?[⁰¹²³⁴-⁹]*)[⁰¹²³⁴-⁹]/g, (digit) => String(SUPERSCRIPT.indexOf(digit))).replace(/[−–—⁻]/g, "-");
    return level.replace(",", ".").replace(/\s*[×·*]\s*10\s*\^?\s*(?=[+-]?\d+$)/, "e");
  }

  /* The same as a number; NaN where it is none. */
  function typed(text) {
    const number = plain(text);
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(number) ? Number(number) : NaN;
  }

  /* A number as it is read, as TeX has it. */
  function inTex(text) {
    return plain(text).replace(/e(.*)/, " \\times 10^{$1}");
  }

  root.Backprop = Object.assign(root.Backprop || {}, { asRead: asRead, brief: brief, fixed: fixed, inTex: inTex, plain: plain, typed: typed });
  if (typeof module === "object") module.exports = root.Backprop;
})(typeof window === "object" ? window : globalThis);
