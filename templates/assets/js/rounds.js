// @ts-check
/* All numbers of a record: a step is an id and an expression over ids, a round is the steps in order. No document, no clock. */
(function (root) {
  "use strict";
  const { REST, evaluate, made, restOf } = root.Backprop;
  const programs = new WeakMap(); // of records

  /* The steps of a record as functions over a list in which every id has its place. */
  function programOf(record) {
    const places = new Map();
    const key = (id) => places.get(id) ?? places.set(id, places.size).get(id);
    const steps = record.steps.map((step) => ({ id: step.id, at: key(step.id), value: made(step.expr, key), rest: restOf(step.expr, key) }));
    const [after, before] = [true, false].map((late) => steps.filter((step) => step.id.endsWith("@r1") === late));
    programs.set(record, { key: key, places: places, steps: steps, before: before, after: after });
    return programs.get(record);
  }

  /* Every number of a record with these given ones: the steps, then later rounds, whose parameters the steps move. */
  function compute(record, given) {
    const { key, places, steps, before, after } = programs.get(record) || programOf(record);
    const values = [];
    const rests = (values[REST] = []);
    Object.keys(given).forEach((id) => { values[key(id)] = given[id]; });
    const run = (list) => {
      for (const step of list) {
        values[step.at] = step.value(values);
        rests[step.at] = step.rest ? step.rest(values) : undefined;
      }
    };
    run(steps);
    const found = Object.assign(Object.create(null), { [REST]: Object.create(null) });
    places.forEach((at, id) => { [found[id], found[REST][id]] = [values[at], rests[at]]; });
    const moved = record.moved.map(([name, id]) => [key(name), key(id)]);
    for (let round = 2; round <= Math.max(1, ...record.rounds); round++) {
      for (const [old, fresh] of moved) values[old] = values[fresh];
      run(before);
      if (!record.rounds.includes(round)) continue;
      run(after);
      after.forEach((step) => { found[step.id.slice(0, -1) + round] = values[step.at]; });
      record.moved.forEach(([, id]) => { found[id + "@r" + round] = values[key(id)]; });
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

  root.Backprop = Object.assign(root.Backprop, { compute: compute, live: live });
  if (typeof module === "object") module.exports = root.Backprop;
})(typeof window === "object" ? window : globalThis);
