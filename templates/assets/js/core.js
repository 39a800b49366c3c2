// @ts-check
/* The player's state and what follows from it. Pure: no document, no clock. */
(function (root) {
  "use strict";

  /* steps: [{id, phase, uses: [id]}] in order. Returns the ids that lead to one step, itself last. */
  function leadingTo(steps, id) {
    const wanted = new Set([id]);
    for (let i = steps.length - 1; i >= 0; i--) {
      if (wanted.has(steps[i].id)) steps[i].uses.forEach((used) => wanted.add(used));
    }
    return steps.filter((step) => wanted.has(step.id)).map((step) => step.id);
  }

  /* A tour: its stops, and for each k the set of steps whose numbers stand on the board. k = 0 is the start. The pass
     with the new weights begins on a board that has nothing but them, so that no old output stands beside a new one. */
  function makeTour(steps, stops) {
    const phases = new Map(steps.map((step) => [step.id, step.phase]));
    const boards = [new Set()];
    stops.forEach((id) => {
      if (!phases.has(id)) throw new Error("no step " + id);
      const board = Array.from(boards[boards.length - 1]).concat(leadingTo(steps, id));
      const stays = (led) => phases.get(id) !== "after" || ["update", "after"].includes(phases.get(led));
      boards.push(new Set(board.filter(stays)));
    });
    return { stops: stops, boards: boards };
  }

  function clamp(k, n) {
    return Math.max(0, Math.min(n, k));
  }

  /* The first stop of the next phase, or of this one and then the one before. */
  function phaseStart(phases, k, way) {
    const at = (i) => (i === 0 ? "" : phases[i - 1]);
    let i = k;
    if (way > 0) {
      while (i <= phases.length && at(i) === at(k)) i++;
      return clamp(i, phases.length);
    }
    if (i > 0) i--;
    while (i > 0 && i > 1 && at(i - 1) === at(i)) i--;
    return clamp(i, phases.length);
  }

  /* state: {k, playing}; phases: the phase of each stop. Returns the next state. */
  function move(state, action, phases) {
    const n = phases.length;
    const to = (k) => ({ k: clamp(k, n), playing: false });
    switch (action.do) {
      case "first": return to(0);
      case "last": return to(n);
      case "next": return to(state.k + 1);
      case "previous": return to(state.k - 1);
      case "nextPhase": return to(phaseStart(phases, state.k, 1));
      case "previousPhase": return to(phaseStart(phases, state.k, -1));
      case "go": return to(action.k);
      case "toggle": {
        const next = state.k === n ? 1 : state.k + 1; // what is played comes at once
        return state.playing ? { k: state.k, playing: false } : { k: clamp(next, n), playing: next < n };
      }
      case "tick": {
        const k = clamp(state.k + 1, n);
        return { k: k, playing: state.playing && k < n };
      }
      default: throw new Error("no action " + action.do);
    }
  }

  function status(state, n) {
    if (state.playing) return "playing";
    if (state.k === 0) return "ready";
    return state.k === n ? "finished" : "paused";
  }

  /* Which of the numbers of one place shows, in their order in time: the last that is there already, and that belongs
     to the sample on the board or to none. -1 where none does. */
  function shown(items, board, sample) {
    let found = -1;
    items.forEach((item, i) => {
      if ((item.at === "" || board.has(item.at)) && (item.of === "" || item.of === sample)) found = i;
    });
    return found;
  }

  /* A sentence with its places filled: fill("Step {k}", {k: 3}) is "Step 3". */
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name]));
  }

  /* Whether an action of the keyboard would do anything here: at an end its key goes back to the page. */
  function moves(state, action, n) {
    if (["first", "previous", "previousPhase"].includes(action)) return state.k > 0;
    if (["last", "next", "nextPhase", "toggle"].includes(action)) return state.k < n;
    return true;
  }

  root.Backprop = { leadingTo: leadingTo, makeTour: makeTour, move: move, moves: moves, status: status, shown: shown, fill: fill };
  if (typeof module === "object") module.exports = root.Backprop;
})(typeof window === "object" ? window : globalThis);
