// @ts-check
/* What a state looks like: the board, the panel, the timeline. Shows what the page already holds; computes nothing. */
(function (root) {
  "use strict";
  const said = JSON.parse(root.document.getElementById("words").textContent);

  /* What a lesson is made of; other pages have none, and the workbench another one for every exercise. */
  function readRecord() {
    const source = root.document.getElementById("record");
    root.Backprop.record = source ? JSON.parse(source.textContent) : null;
  }

  /* What the page gives its scripts to say, by name, with its places filled. */
  function say(name, values) {
    return root.Backprop.fill(said[name], values || {});
  }

  /* The steps of the record, each with its row on the page, its name and how it is spoken. */
  function readSteps(document) {
    return root.Backprop.record.steps.map((step) => {
      const row = one(document, "#" + CSS.escape(step.id) + ".step");
      return Object.assign({ row: row, words: wordsOf(row), name: nameOf(row) }, step);
    });
  }

  /* The ways through the steps that the record has; where one has no stops of its own, they lead to a parameter. */
  function stopsOf(tour, parameter) {
    const found = root.Backprop.record.tours.find((each) => each.id === tour);
    return found.stops || root.Backprop.leadingTo(root.Backprop.record.steps, "new_" + parameter);
  }

  function nameOf(row) {
    const symbol = row.querySelector(".chip>math");
    return (symbol && symbol.getAttribute("aria-label")) || row.id;
  }

  /* A step as it is spoken: with other numbers than the page was printed with, the line as it is read. */
  function wordsOf(row) {
    const printed = one(row, ".work").getAttribute("aria-label");
    const line = printed || nameOf(row) + " = " + one(row, ".value [data-q]").textContent + ".";
    return line + " " + one(row, ".why").textContent;
  }

  function one(parent, selector) {
    const found = parent.querySelector(selector);
    if (!found) throw new Error("the page has no " + selector);
    return found;
  }

  /* An attribute as it should be; what is so already is left alone, and need not be drawn again. */
  function mark(part, name, value) {
    if (part.getAttribute(name) === value) return;
    if (value === null) part.removeAttribute(name);
    else part.setAttribute(name, value);
  }

  function light(player, step) {
    const lit = (kind, names) => player.querySelectorAll("[data-" + kind + "]").forEach((part) => {
      mark(part, "data-lit", step && names.includes(part.dataset[kind]) ? step.ink : null);
    });
    const lights = step ? step.lights : { nodes: [], edges: [], biases: [] };
    lit("node", lights.nodes);
    lit("edge", lights.edges);
    lit("bias", lights.biases);
  }

  /* Where the drawing is larger than its frame: bring the lit part into it. */
  function frame(player) {
    const box = one(player, ".board");
    const lit = Array.from(box.querySelectorAll(".node[data-lit]"), (node) => node.getBoundingClientRect()).filter((place) => place.width > 0);
    if (!lit.length || (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight)) return;
    const middle = (from, to) => (Math.min(...lit.map((place) => place[from])) + Math.max(...lit.map((place) => place[to]))) / 2;
    const place = box.getBoundingClientRect();
    box.scrollLeft += middle("left", "right") - place.left - box.clientWidth / 2;
    box.scrollTop += middle("top", "bottom") - place.top - box.clientHeight / 2;
  }

  /* One sample at a time stands on the board, or what belongs to all of them. */
  function board(player, numbers, sample) {
    const stepOf = (text) => ("at" in text.dataset ? text.dataset.at : one(text, "[data-q]").dataset.q);
    const place = (texts) => {
      const items = texts.map((text) => ({ at: stepOf(text), of: text.dataset.of || "" }));
      const shown = root.Backprop.shown(items, numbers, sample);
      texts.forEach((text, i) => mark(text, "data-state", i === shown ? "on" : "off"));
    };
    player.querySelectorAll(".slot").forEach((slot) => place(Array.from(slot.children)));
    player.querySelectorAll(":not(.slot) > .val").forEach((text) => place([text]));
  }

  function whose(player, step) {
    const told = player.querySelector(".sample");
    if (!told) return "";
    const sample = step ? String(step.sample || "all") : "1";
    const all = told.dataset.samples;
    told.textContent = say(sample === "all" ? "samples" : "sample", { sample: sample, all: all });
    return sample;
  }

  function panel(player, step) {
    const shown = one(player, ".shown");
    shown.replaceChildren();
    shown.removeAttribute("data-ink");
    if (!step) {
      const start = document.createElement("p");
      start.textContent = say("given");
      shown.append(start);
      return;
    }
    shown.dataset.ink = step.ink;
    step.row.querySelectorAll(":scope > :not(.copy)").forEach((child) => shown.append(child.cloneNode(true)));
    shown.querySelectorAll(".chip").forEach((chip) => chip.removeAttribute("tabindex"));
  }

  /* A line that is wider than its panel is written smaller; that there is more below is marked at the edge. */
  function fit(shown) {
    delete shown.dataset.fit;
    ["small", "smaller"].forEach((size) => { if (shown.scrollWidth > shown.clientWidth + 1) shown.dataset.fit = size; });
    shown.toggleAttribute("data-more", shown.scrollHeight > shown.clientHeight + 8);
  }

  const MOST_TICKS = 120; // stops beyond which a bar takes the place of a tick for each

  /* A bar for a long way: where it stands is the step. */
  function scrub(player, tour, go) {
    const bar = /** @type {HTMLInputElement} */ (one(player, ".scrub-bar"));
    const long = tour.stops.length > MOST_TICKS;
    one(player, ".scrub").hidden = !long;
    one(player, ".timeline").hidden = long;
    bar.max = String(tour.stops.length);
    bar.oninput = () => go(Number(bar.value));
    return long;
  }

  /* The stops in the order of the tour, a group for each run of one phase; one of them can be reached by Tab. */
  function timeline(player, tour, byId, go) {
    const line = one(player, ".timeline");
    if (!line.phases) line.phases = new Map(Array.from(line.querySelectorAll(".phase"), (phase) => [phase.dataset.phase, phase]));
    line.replaceChildren();
    if (scrub(player, tour, go)) return;
    let group = null;
    tour.stops.forEach((id, i) => {
      const step = byId.get(id);
      if (!group || group.dataset.phase !== step.phase) {
        group = line.phases.get(step.phase).cloneNode(true);
        line.append(group);
      }
      const tick = document.createElement("button");
      tick.type = "button";
      tick.tabIndex = i === 0 ? 0 : -1;
      tick.dataset.k = i + 1;
      tick.dataset.step = id;
      tick.textContent = i + 1;
      tick.setAttribute("aria-label", say("tick", { k: i + 1, id: step.name }));
      tick.addEventListener("click", () => go(i + 1));
      one(group, ".ticks").append(tick);
    });
  }

  function ticks(player, state) {
    const focused = player.querySelector(".ticks button:focus");
    player.querySelectorAll(".ticks button").forEach((tick) => {
      const k = Number(tick.dataset.k);
      const current = k === Math.max(1, state.k);
      tick.classList.toggle("done", k <= state.k);
      mark(tick, "tabindex", current ? "0" : "-1");
      if (current && focused) tick.focus();
      mark(tick, "aria-current", k === state.k ? "step" : null);
    });
  }

  function render(player, dock, tour, byId, state) {
    const id = state.k ? tour.stops[state.k - 1] : "";
    const step = id ? byId.get(id) : null;
    const n = tour.stops.length;
    const status = root.Backprop.status(state, n);
    player.dataset.status = status;
    one(player, ".status").textContent = say(status);
    const count = say("step", { k: state.k, n: n });
    one(player, ".count").textContent = count;
    one(dock, ".dock-count").replaceChildren(count);
    if (step) one(dock, ".dock-count").append(" · ", one(step.row, ".chip>math").cloneNode(true));
    const toggle = one(player, "[data-do=toggle]");
    toggle.setAttribute("aria-label", say(state.playing ? "pause" : "play"));
    one(toggle, "[aria-hidden]").textContent = state.playing ? "▮▮" : "▶";
    one(toggle, ".word").textContent = say(state.playing ? "pause" : "play");
    [player, dock].forEach((place) => place.querySelectorAll("[data-do=previous], [data-do=first]").forEach((b) => { mark(b, "aria-disabled", String(state.k === 0)); }));
    [player, dock].forEach((place) => place.querySelectorAll("[data-do=next], [data-do=last]").forEach((b) => { mark(b, "aria-disabled", String(state.k === n)); }));
    const spoken = one(player, ".spoken"); // quiet while it plays by itself, and where only numbers change
    if (!state.playing && spoken.dataset.k !== String(state.k)) spoken.textContent = step ? say("spoken", { k: state.k, n: n, words: step.words }) : say("start");
    spoken.dataset.k = state.playing ? "" : String(state.k);
    light(player, step);
    board(player, tour.boards[state.k], whose(player, step));
    root.requestAnimationFrame(() => { frame(player); fit(one(player, ".shown")); }); // once the page is laid out with all that has changed
    panel(player, step);
    ticks(player, state);
    const bar = /** @type {HTMLInputElement} */ (one(player, ".scrub-bar"));
    bar.value = String(state.k);
    bar.setAttribute("aria-valuetext", count);
    const titles = one(player, ".timeline").phases;
    const phase = step && titles ? titles.get(step.phase) : null;
    one(player, ".scrub .phase-title").textContent = phase ? one(phase, ".phase-title").textContent : "";
    document.querySelectorAll(".step.now").forEach((row) => row.classList.remove("now"));
    if (step) step.row.classList.add("now");
  }

  readRecord();
  Object.assign(root.Backprop, { readRecord: readRecord, say: say, readSteps: readSteps, stopsOf: stopsOf, wordsOf: wordsOf, nameOf: nameOf, one: one, light: light, timeline: timeline, render: render });
})(window);
