// @ts-check
/* The trees of a record evaluated in doubles. It knows no neuron and no chain rule, only expressions over ids. A tree is
   made a function once, of values that `key` finds by their ids, in an object or in a list. No document, no clock. */
(function (root) {
  "use strict";
  const REST = Symbol("rest"); // of numbers near one, what is missing to one: their difference would have lost its digits
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  /* A sum that cancels to less than doubles tell from rounding is nothing. */
  function sum(terms, values) {
    const all = terms.map((term) => term(values));
    const found = all.reduce((a, b) => a + b);
    return Math.abs(found) < 1e-14 * Math.max(...all.map(Math.abs)) ? 0 : found;
  }

  /* A part of a sum over that sum, all of it beside the largest term, so that exponentials do not run out. */
  function share(part, terms, key) {
    const powers = terms.map((term) => (term[0] === "exp" ? made(term[1], key) : logarithm(term, key)));
    const at = terms.findIndex((term) => same(term, part));
    return (values) => {
      const found = powers.map((power) => power(values));
      const largest = Math.max(...found);
      return Math.exp(found[at] - largest) / found.reduce((all, power) => all + Math.exp(power - largest), 0);
    };
  }

  /* What is missing to one, of a share and of a tanh without its sign; of nothing else. */
  function restOf(expr, key) {
    const net = expr[0] === "tanh" ? made(expr[1], key) : null;
    if (net) return (values) => 2 / (Math.exp(2 * Math.abs(net(values))) + 1);
    if (expr[0] !== "div" || expr[2][0] !== "add") return null;
    const terms = expr[2].slice(1);
    const others = terms.filter((term) => !same(term, expr[1])).map((term) => share(term, terms, key));
    return others.length === terms.length - 1 ? (values) => others.reduce((all, other) => all + other(values), 0) : null;
  }

  /* 1 − a, a − 1 and 1 − a², by what is missing to one, where that is known of a; nothing of any other sum. */
  function beside([first, second], key) {
    const taken = second[0] === "neg" ? second[1] : 0;
    const of = (name) => (typeof name === "string" ? key(name) : "");
    const [at, square, ahead] = [of(taken), of(taken[0] === "pow" && taken[2] === 2 ? taken[1] : 0), of(first)];
    const [one, other] = [made(first, key), made(taken, key)];
    return (values) => {
      const rests = values[REST] || {};
      if (rests[at] !== undefined && one(values) === 1) return values[at] < 0 ? undefined : rests[at];
      if (rests[square] !== undefined && one(values) === 1) return rests[square] * (1 + Math.abs(values[square]));
      return rests[ahead] !== undefined && values[ahead] > 0 && other(values) === 1 ? -rests[ahead] : undefined;
    };
  }

  function added(parts, key) {
    const terms = parts.map((part) => made(part, key));
    if (parts.length !== 2) return (values) => sum(terms, values);
    const near = beside(parts, key);
    return (values) => {
      const found = near(values);
      return found === undefined ? sum(terms, values) : found;
    };
  }

  function quotient(over, under, key) {
    const terms = under[0] === "add" ? under.slice(1) : [under];
    if (over[0] === "exp" && terms.some((term) => same(term, over))) return share(over, terms, key);
    const [f, g] = [made(over, key), made(under, key)];
    return (values) => {
      const part = f(values);
      return part === 0 ? 0 : part / g(values);
    };
  }

  /* ln(1 + e^x), as x + ln(1 + e^-x) above zero; ln a and ln(1 − a) by what is missing to one, where that is little. */
  function logarithm(inner, key) {
    const [name, first, second] = Array.isArray(inner) ? inner : [];
    const ofOne = name === "add" && inner.length === 3 && first === 1;
    const f = made(ofOne && second[0] === "exp" ? second[1] : inner, key);
    if (ofOne && second[0] === "exp") return (values) => Math.max(f(values), 0) + Math.log1p(Math.exp(-Math.abs(f(values))));
    const at = typeof inner === "string" ? key(inner) : "";
    const missing = ofOne && second[0] === "neg" ? made(second[1], key) : (values) => (values[REST] || {})[at];
    return (values) => (missing(values) < 0.5 && f(values) > 0.5 ? Math.log1p(-missing(values)) : Math.log(f(values)));
  }

  /* A product; what is not wanted adds nothing to the error, whatever its logarithm. */
  function product(parts, key) {
    const factors = parts.map((part) => made(part, key));
    if (parts[1][0] === "ln") return (values) => (factors[0](values) === 0 ? 0 : factors[0](values) * factors[1](values));
    if (parts.length === 2) return (values) => factors[0](values) * factors[1](values);
    return (values) => factors.reduce((all, factor) => all * factor(values), 1);
  }

  /* expr: an id, a number, or [operation, ...operands]. Returns a function of values. */
  function made(expr, key) {
    if (typeof expr === "number") return () => expr;
    if (typeof expr === "string") {
      const at = key(expr);
      return (values) => values[at];
    }
    const [name, ...parts] = expr;
    if (name === "add") return added(parts, key);
    if (name === "div") return quotient(parts[0], parts[1], key);
    if (name === "ln") return logarithm(parts[0], key);
    if (name === "mul") return product(parts, key);
    const [f, g, h] = parts.map((part) => made(part, key));
    switch (name) {
      case "neg": return (values) => -f(values);
      case "pow": return (values) => Math.pow(f(values), parts[1]);
      case "exp": return (values) => Math.exp(f(values));
      case "tanh": return (values) => Math.tanh(f(values));
      case "max": return (values) => Math.max(f(values), g(values));
      case "if_positive": return (values) => (f(values) > 0 ? g(values) : h(values));
      default: throw new Error("no operation " + name);
    }
  }

  const evaluate = (expr, values) => made(expr, (id) => id)(values); // with numbers by id

  root.Backprop = Object.assign(root.Backprop || {}, { REST: REST, evaluate: evaluate, made: made, restOf: restOf });
  if (typeof module === "object") module.exports = root.Backprop;
})(typeof window === "object" ? window : globalThis);
