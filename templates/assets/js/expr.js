// @ts-check
/* The trees of a record evaluated in doubles, and the numbers they come to. It knows no neuron and no chain rule:
   a step is an id and an expression over ids, a round is the steps in order. No document, no clock. */
(function (root) {
  "use strict";
  const REST = Symbol("rest"); // of numbers near one, what is missing to one: their difference would have lost its digits
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

  /* What is missing to one, of a share and of a tanh without its sign; of nothing else. */
  function restOf(expr, values) {
    if (expr[0] === "tanh") return 2 / (Math.exp(2 * Math.abs(evaluate(expr[1], values))) + 1);
    if (expr[0] !== "div" || expr[2][0] !== "add") return undefined;
    const terms = expr[2].slice(1);
    const others = terms.filter((term) => !same(term, expr[1]));
    return others.length === terms.length - 1 ? others.reduce((all, term) => all + share(term, terms, values), 0) : undefined;
  }

  /* 1 − a, a − 1 and 1 − a², by what is missing to one, where that is known of a; nothing of any other sum. */
  function beside([first, second], values) {
    const rests = values[REST] || {};
    const taken = second[0] === "neg" ? second[1] : "";
    if (rests[taken] !== undefined && evaluate(first, values) === 1) return values[taken] < 0 ? undefined : rests[taken];
    if (taken[0] === "pow" && taken[2] === 2 && rests[taken[1]] !== undefined && evaluate(first, values) === 1) return rests[taken[1]] * (1 + Math.abs(values[taken[1]]));
    return rests[first] !== undefined && values[first] > 0 && evaluate(taken, values) === 1 ? -rests[first] : undefined;
  }

  function added(parts, values) {
    const near = parts.length === 2 ? beside(parts, values) : undefined;
    return near === undefined ? sum(parts.map((part) => evaluate(part, values))) : near;
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
      case "add": return added(parts, values);
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
    const values = Object.assign(Object.create(null), given);
    values[REST] = Object.create(null);
    const run = (steps) => steps.forEach((step) => {
      values[step.id] = evaluate(step.expr, values);
      values[REST][step.id] = restOf(step.expr, values);
    });
    run(record.steps);
    const found = Object.assign(Object.create(null), values, { [REST]: Object.assign(Object.create(null), values[REST]) });
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
    const typed = root.Backprop.typed;
    const given = Object.create(null);
    record.given.forEach((id) => { given[id] = Object.hasOwn(edits, id) ? edits[id] : typed(record.quantities[id].shown); });
    const found = compute(record, given);
    record.parts.forEach((part) => { found[part.id] = evaluate(part.expr, found); });
    record.rates.forEach((rate, i) => {
      const other = compute(record, Object.assign(Object.create(null), given, { learning_rate: typed(rate) }));
      other.learning_rate = typed(rate);
      Object.keys(other).filter((id) => /^(learning_rate|E_total(@r\d+)?)$/.test(id)).forEach((id) => { found[id + "@rate" + (i + 1)] = other[id]; });
    });
    return found;
  }

  root.Backprop = Object.assign(root.Backprop || {}, { evaluate: evaluate, compute: compute, live: live });
  if (typeof module === "object") module.exports = root.Backprop;
})(typeof window === "object" ? window : globalThis);
