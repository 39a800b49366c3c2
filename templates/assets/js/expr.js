// @ts-check
/* The trees of a record evaluated in doubles, and the numbers they come to. It knows no neuron and no chain rule:
   a step is an id and an expression over ids, a round is the steps in order. No document, no clock. */
(function (root) {
  "use strict";
  const MINUS = "\u2212";
  const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const WIDEST = 15;
  const product = (values) => values.reduce((a, b) => a * b);
  /* A sum that cancels to less than doubles tell from rounding is nothing. */
  function sum(values) {
    const found = values.reduce((a, b) => a + b);
    return Math.abs(found) < 1e-14 * Math.max(...values.map(Math.abs)) ? 0 : found;
  }
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  /* A part of a sum over that sum, all of it beside the largest term, so that exponentials do not run out. */
  function share(part, terms, values) {
    const powers = terms.map((term) => (term[0] === "exp" ? evaluate(term[1], values) : Math.log(evaluate(term, values))));
    const largest = Math.max(...powers);
    const beside = powers.map((power) => Math.exp(power - largest));
    return beside[terms.findIndex((term) => same(term, part))] / sum(beside);
  }

  function quotient(over, under, values) {
    const terms = under[0] === "add" ? under.slice(1) : [under];
    if (over[0] === "exp" && terms.some((term) => same(term, over))) return share(over, terms, values);
    return evaluate(over, values) / evaluate(under, values);
  }

  /* ln(1 + e^x), as x + ln(1 + e^-x) above zero. */
  function logarithm(inner, values) {
    if (inner[0] === "add" && inner.length === 3 && inner[1] === 1 && inner[2][0] === "exp") {
      const x = evaluate(inner[2][1], values);
      return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
    return Math.log(evaluate(inner, values));
  }

  /* expr: an id, a number, or [operation, ...operands]. values: numbers by id. */
  function evaluate(expr, values) {
    if (typeof expr === "number") return expr;
    if (typeof expr === "string") return values[expr];
    const [name, ...parts] = expr;
    const all = () => parts.map((part) => evaluate(part, values));
    switch (name) {
      case "add": return sum(all());
      case "mul": return product(all());
      case "neg": return -evaluate(parts[0], values);
      case "div": return quotient(parts[0], parts[1], values);
      case "pow": return Math.pow(evaluate(parts[0], values), parts[1]);
      case "exp": return Math.exp(evaluate(parts[0], values));
      case "ln": return logarithm(parts[0], values);
      case "tanh": return Math.tanh(evaluate(parts[0], values));
      case "max": return Math.max(...all());
      case "if_positive": return evaluate(evaluate(parts[0], values) > 0 ? parts[1] : parts[2], values);
      default: throw new Error("no operation " + name);
    }
  }

  /* Every number of a record with these given ones: the steps, then later rounds, whose parameters the steps move. */
  function compute(record, given) {
    const values = Object.assign({}, given);
    const run = (steps) => steps.forEach((step) => { values[step.id] = evaluate(step.expr, values); });
    run(record.steps);
    const found = Object.assign({}, values);
    const after = record.steps.filter((step) => step.id.endsWith("@r1"));
    const before = record.steps.filter((step) => !step.id.endsWith("@r1"));
    for (let round = 2; round <= Math.max(1, ...record.rounds); round++) {
      record.moved.forEach(([name, id]) => { values[name] = values[id]; });
      run(before);
      if (!record.rounds.includes(round)) continue;
      run(after);
      after.forEach((step) => { found[step.id.slice(0, -1) + round] = values[step.id]; });
      record.moved.forEach(([, id]) => { found[id + "@r" + round] = values[id]; });
    }
    return found;
  }

  /* A record's numbers where some given ones are others, and those of the learning rates it is compared with. */
  function live(record, edits) {
    const given = {};
    record.given.forEach((id) => { given[id] = id in edits ? edits[id] : typed(record.quantities[id].shown); });
    const found = compute(record, given);
    record.parts.forEach((part) => { found[part.id] = evaluate(part.expr, found); });
    record.rates.forEach((rate, i) => {
      const other = compute(record, Object.assign({}, given, { learning_rate: typed(rate) }));
      other.learning_rate = typed(rate);
      Object.keys(other).filter((id) => /^(learning_rate|E_total(@r\d+)?)$/.test(id)).forEach((id) => { found[id + "@rate" + (i + 1)] = other[id]; });
    });
    return found;
  }

  /* A positive number rounded half up to so many decimals; what lies a hair below a tie is the tie. */
  function fixed(value, decimals) {
    const text = value.toFixed(decimals);
    const next = (Number(text) + Number("1e-" + decimals)).toFixed(decimals);
    return decimals <= 12 && (Number(text) + Number(next)) / 2 - value <= 1e-14 * value ? next : text;
  }

  /* A computed value as it is read: at least so many decimals and so many significant digits. */
  function asRead(value, digits) {
    if (!Number.isFinite(value)) return "—";
    const size = Math.abs(value);
    const sign = (text) => (value < 0 && /[1-9]/.test(text) ? MINUS : "") + text;
    const exponent = size === 0 ? 0 : Number(Number(size.toPrecision(12)).toExponential().split("e")[1]); // 0.0999999999999 is 0.1
    const decimals = size === 0 ? digits : Math.max(digits, digits - 1 - exponent);
    if (size === 0 || (decimals <= WIDEST && exponent < WIDEST)) return sign(fixed(size, decimals));
    const [mantissa, power] = size.toExponential(digits - 1).split("e");
    const raised = power.replace("+", "").replace("-", "⁻").replace(/\d/g, (digit) => SUPERSCRIPT[Number(digit)]);
    return sign(mantissa + " × 10" + raised);
  }

  /* What somebody typed, as JavaScript writes numbers: any dash for a minus, a comma for a point, × 10⁻¹ for e-1. */
  function plain(text) {
    const level = text.trim().replace(/[⁰¹²³⁴-⁹]/g, (digit) => String(SUPERSCRIPT.indexOf(digit))).replace(/[−–—⁻]/g, "-");
    return level.replace(",", ".").replace(/\s*[×·*]\s*10\s*\^?\s*(?=[+-]?\d+$)/, "e");
  }

  /* The same as a number; NaN where it is none. */
  function typed(text) {
    const number = plain(text);
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(number) ? Number(number) : NaN;
  }

  root.Backprop = Object.assign(root.Backprop || {}, { evaluate: evaluate, compute: compute, live: live, asRead: asRead, fixed: fixed, plain: plain, typed: typed });
  if (typeof module === "object") module.exports = root.Backprop;
})(typeof window === "object" ? window : globalThis);
