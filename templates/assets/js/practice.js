// @ts-check
/* Practice: the steps of a lesson to fill in, judged at once; what is wrong is named by the program in the page. */
(function (root) {
  "use strict";
  const B = root.Backprop;
  const document = root.document;
  const LEVELS = 5;
  const ENOUGH = 3; // significant digits that an answer must have, where the page shows so many
  const KEY = "backprop-practice ";
  const SAID = { right: "judged-right", kept: "judged-kept", few: "judged-few", carried: "judged-carried", wrong: "judged-wrong", none: "judged-none" };

  /* How many decimals and significant digits somebody typed; a whole number's last zeros may stand for any digits, and then it has fewer than none. */
  function digitsOf(text) {
    const [digits, power] = B.plain(text).replace(/^[-+]/, "").toLowerCase().split("e");
    const significant = digits.replace(".", "").replace(/^0+/, "").length;
    const zeros = Math.min(digits.length - digits.replace(/0+$/, "").length, significant - ENOUGH);
    const decimals = digits.includes(".") ? digits.length - digits.indexOf(".") - 1 : -Math.max(0, zeros);
    return { decimals: decimals - Number(power || 0), significant: significant };
  }

  /* box: where it happens. way: how the program is asked (ask, toml), where there is one. */
  function practise(box, signal, way) {
    const record = B.record;
    const enough = Math.min(ENOUGH, record.display.digits);
    const until = { signal: signal };
    const one = (selector) => B.one(box, selector);
    const list = one(".tasks");
    const choices = { tasks: one("[data-set=tasks]"), parameter: one("[data-set=practised]"), level: one("[data-set=level]") };
    const exprs = new Map(record.steps.map((step) => [step.id, step.expr]));
    const steps = record.steps;
    const given = Object.fromEntries(record.given.map((id) => [id, record.quantities[id].shown]));
    let values = B.now();
    let answers = /** @type {Record<string, {text: string, judged: string, named: boolean}>} */ ({}); // by step
    const key = () => KEY + box.dataset.key + " " + JSON.stringify([given, B.edits()]);

    // --- which steps, and how many of them are given

    function stops() {
      one(".which").hidden = choices.tasks.value !== "one";
      return B.stopsOf(choices.tasks.value, choices.parameter.value);
    }

    function draw() {
      const ids = stops();
      const blanks = Math.ceil(ids.length * Number(choices.level.value) / LEVELS);
      list.replaceChildren(...ids.map((id, i) => (i < ids.length - blanks ? worked(id) : task(id))));
      score();
    }

    const rowOf = (id) => B.one(document, "#" + CSS.escape(id) + ".step");

    function item(id, name) {
      const part = document.createElement("li");
      const row = rowOf(id);
      part.className = name;
      part.value = row.value;
      part.dataset.ink = row.dataset.ink;
      return part;
    }

    function worked(id) {
      const part = item(id, "told-line");
      part.append(B.one(rowOf(id), ".row").cloneNode(true));
      return part;
    }

    function button(name, text) {
      const made = document.createElement("button");
      made.type = "button";
      made.dataset.do = name;
      made.textContent = text;
      return made;
    }

    function task(id) {
      const part = item(id, "task");
      part.dataset.task = id;
      const name = B.nameOf(rowOf(id));
      const line = document.createElement("p");
      line.className = "asked";
      const field = document.createElement("input");
      field.autocomplete = "off";
      field.setAttribute("aria-label", name);
      field.value = id in answers ? answers[id].text : "";
      line.append(B.one(rowOf(id), ".chip>math").cloneNode(true), " = ", field, button("answer", B.say("check-answer")), button("hint", B.say("hint")));
      const hints = document.createElement("div");
      hints.className = "hints";
      const told = document.createElement("p");
      told.className = "verdict";
      told.setAttribute("role", "status");
      part.append(line, hints, told);
      const rules = rule(id);
      if (rules) line.after(rules);
      if (id in answers) show(part, id);
      return part;
    }

    // --- which rule gives a factor

    function kindOf(id) {
      const kinds = Object.keys(JSON.parse(box.dataset.rules));
      return kinds.find((kind) => id.startsWith(kind + "_")) || "";
    }

    function rule(id) {
      const rules = JSON.parse(box.dataset.rules);
      const kind = kindOf(id);
      if (!kind) return null;
      const label = document.createElement("label");
      label.className = "rule";
      const select = document.createElement("select");
      select.append(new Option("", ""), ...Array.from(new Set(Object.values(rules)), (text) => new Option(String(text), String(text))));
      const mark = document.createElement("span");
      mark.setAttribute("role", "status");
      select.addEventListener("change", () => {
        const right = select.value === rules[kind];
        label.dataset.judged = right ? "right" : "wrong";
        mark.textContent = B.say(right ? "rule-right" : "rule-wrong");
      });
      label.append(B.say("which-rule") + " ", select, " ", mark);
      return label;
    }

    // --- judging

    /* Whether a wrong answer was worked for: a guessed round number must not make the rest easy, unless a slip gives it. */
    function attempted(id) {
      return answers[id].named || digitsOf(answers[id].text).significant >= enough && !Object.values(given).some((text) => B.typed(text) === B.typed(answers[id].text));
    }

    /* A result as somebody keeps it: so many decimals or significant digits, rounded or cut; whole without a way. */
    function kept(value, way) {
      if (!way || value === 0 || !Number.isFinite(value)) return value;
      const size = way.significant ? Math.floor(Math.log10(Math.abs(value))) + 1 - way.digits : -way.digits;
      const unit = Math.pow(10, size);
      const whole = Math.abs(value) / unit;
      return Math.sign(value) * (way.cut ? Math.floor(whole + 1e-9) : Math.floor(whole + 0.5 + 1e-9)) * unit;
    }

    /* What a step comes to for somebody who put in these answers, and kept all other results in some way. */
    function along(id, typed, way) {
      const found = /** @type {Record<string, number>} */ ({});
      record.steps.some((step) => {
        const own = Object.assign({}, values, found);
        if (step.id === id) return true;
        found[step.id] = step.id in typed ? typed[step.id] : kept(B.evaluate(step.expr, own), way);
        return false;
      });
      return B.evaluate(exprs.get(id), Object.assign({}, values, found));
    }

    /* Whether an answer of few digits is all there is of what these answers come to. */
    function comesTo(id, answer, typed) {
      return Math.abs(answer - along(id, typed, null)) <= 1e-9 * Math.abs(answer);
    }

    /* Whether an answer is what somebody gets who put in these answers and kept any usual number of digits between;
       of those that are `open` the digits that follow may be any. */
    function follows(id, answer, digits, typed, open = []) {
      const room = 0.5 * Math.pow(10, -digits.decimals) * (1 + 1e-9);
      const ways = [];
      [[digits.decimals, false], [digits.significant, true], [record.display.digits, false]].forEach(([count, significant]) => {
        [true, false].forEach((cut) => { if (count >= 2 && count <= 12) ways.push({ digits: count, significant: significant, cut: cut }); });
      });
      const ends = ways.map((way) => along(id, typed, way)).concat(along(id, typed, null));
      open.forEach((used) => [-0.5, 0.5].forEach((half) => {
        const other = typed[used] + half * Math.pow(10, -digitsOf(answers[used].text).decimals);
        ends.push(along(id, Object.assign({}, typed, { [used]: other }), null));
      }));
      return answer >= Math.min(...ends) - room && answer <= Math.max(...ends) + room;
    }

    /* What an answer is: right, few (digits), kept (right with the digits kept), carried (from a wrong one), wrong, none. */
    function judge(id, text) {
      const answer = B.typed(text);
      if (!Number.isFinite(answer)) return "none";
      const digits = digitsOf(text);
      const room = 0.5 * Math.pow(10, -digits.decimals) * (1 + 1e-9);
      const exact = Math.abs(answer - values[id]) <= 1e-12 * Math.abs(values[id]);
      if (exact) return "right";
      if (Math.abs(answer - values[id]) <= room && digits.significant > 0) return digits.significant >= enough ? "right" : "few";
      const used = B.leadingTo(steps, id).filter((used) => used !== id && used in answers && !["none", "few"].includes(answers[used].judged));
      const typed = (ids) => Object.fromEntries(ids.map((id) => [id, B.typed(answers[id].text)]));
      const right = used.filter((id) => ["right", "kept"].includes(answers[id].judged));
      const keeps = () => digits.significant >= enough && follows(id, answer, digits, typed(right));
      const attempts = used.filter((id) => !right.includes(id) && (answers[id].judged === "carried" || attempted(id)));
      const all = typed(right.concat(attempts));
      const carries = () => attempts.length > 0 && (digits.significant >= enough ? follows(id, answer, digits, all, attempts) : comesTo(id, answer, all));
      if (nearest(id).some((one) => attempts.includes(one)) && carries()) return "carried"; // worked with what stands there
      return keeps() ? "kept" : carries() ? "carried" : "wrong";
    }

    /* What was answered and goes into a step: what it uses, and in place of what was not answered what that uses. */
    function nearest(id) {
      const step = steps.find((each) => each.id === id);
      return [...new Set((step ? step.uses : []).flatMap((used) => (used in answers ? [used] : nearest(used))))];
    }

    /* A value without what the page's own arithmetic adds to it: as it was proven, or of a dozen digits where numbers are edited. */
    function inFull(id) {
      const value = Object.keys(B.edits()).length ? Number(values[id].toPrecision(12)) : record.quantities[id].value;
      return String(value).replace("-", "\u2212");
    }

    function show(part, id) {
      const judged = answers[id].judged;
      part.dataset.judged = judged === "kept" ? "right" : judged;
      const wrong = nearest(id).filter((used) => ["wrong", "carried"].includes(answers[used].judged));
      const names = wrong.map((used) => B.nameOf(rowOf(used))).join(", ");
      const words = { names: names, value: inFull(id), digits: enough };
      B.one(part, ".verdict").textContent = B.say(SAID[judged], words);
    }

    async function answer(part) {
      const id = part.dataset.task;
      const text = B.one(part, "input").value;
      answers[id] = { text: text, judged: judge(id, text), named: false };
      show(part, id);
      const turned = again(id);
      keep();
      score();
      if (answers[id].judged === "wrong" && way) await name(part, id, text);
      if (way) turned.forEach(([below, other]) => name(below, other, answers[other].text));
      const next = ["right", "kept", "carried"].includes(answers[id].judged) ? part.nextElementSibling : null;
      const field = next ? next.querySelector("input") : null;
      if (field && document.activeElement && part.contains(document.activeElement)) field.focus();
    }

    /* What was answered below and went on from an answer is judged again by the one there is now; returns what is wrong now. */
    function again(id) {
      const turned = /** @type {[HTMLElement, string][]} */ ([]);
      record.steps.slice(steps.findIndex((step) => step.id === id) + 1).forEach((step) => {
        const below = answers[step.id];
        const judged = below ? judge(step.id, below.text) : "";
        if (!below || judged === below.judged) return;
        below.judged = judged;
        const part = /** @type {HTMLElement} */ (list.querySelector("[data-task='" + CSS.escape(step.id) + "']"));
        if (part) show(part, step.id);
        if (part && judged === "wrong") turned.push([part, step.id]);
      });
      return turned;
    }

    /* The slip that made a wrong answer, as the program names it. */
    async function name(part, id, text) {
      const told = B.one(part, ".verdict");
      if (root.location.protocol !== "file:") told.textContent = B.say("judged-wrong") + " " + B.say("looking");
      const before = record.steps.map((step) => step.id).filter((step) => step in answers && step !== id && answers[step].judged !== "none");
      const notes = [...before.map((step) => step + " = " + answers[step].text), id + " = " + text].join("\n");
      try {
        const found = /** @type {any} */ (await way.ask({ do: "check", toml: await way.toml(), notes: notes, given: B.edits() }));
        if (!answers[id] || answers[id].text !== text) return;
        const row = (found.rows || []).find((row) => row.quantity === id);
        part.dataset.deviations = row ? row.deviations.join(" ") : "";
        if (row && row.names && !answers[id].named) {
          answers[id].named = true;
          again(id);
          keep();
          score();
        }
        const slip = !row || !row.names ? "no-slip" : row.explanation ? "slip-says" : "slip-is"; // and not the right number
        told.textContent = B.say("judged-wrong") + " " + B.say(slip, { names: row && row.names, why: row && row.explanation });
      } catch (why) {
        told.textContent = B.say("judged-wrong") + (String(why) === B.say("from-disk") ? "" : " " + String(why));
      }
    }

    /* Three hints: the question, the formula, the numbers put in. */
    function hint(part) {
      const hints = B.one(part, ".hints");
      const row = rowOf(part.dataset.task);
      const sides = row.querySelectorAll(":scope > .row:not(.product) > .work > .work");
      const next = [B.one(row, ".why"), ...Array.from(sides)][hints.childElementCount];
      if (!next) return;
      const line = document.createElement("p");
      if (next.classList.contains("why")) line.textContent = next.textContent;
      else line.append(next.cloneNode(true));
      hints.append(line);
      if (hints.childElementCount > sides.length) B.one(part, "[data-do=hint]").disabled = true;
    }

    // --- progress

    function score() {
      const tasks = /** @type {HTMLElement[]} */ (Array.from(list.querySelectorAll(".task")));
      const count = (name) => tasks.filter((part) => part.dataset.judged === name).length;
      one(".score").textContent = B.say("score", { right: count("right"), carried: count("carried"), all: tasks.length });
    }

    function state() {
      return Object.assign({ format: 1, key: key(), answers: answers }, settings());
    }

    function keep() {
      try {
        root.localStorage.setItem(key(), JSON.stringify(state()));
        root.localStorage.setItem(KEY + box.dataset.key, JSON.stringify(settings())); // other numbers begin with the same
      } catch (error) { return; }
    }

    function settings() {
      return { level: choices.level.value, tasks: choices.tasks.value, parameter: choices.parameter.value };
    }

    function set(found) {
      Object.keys(choices).forEach((name) => { if (found[name] !== undefined) choices[name].value = found[name]; });
    }

    function take(text) {
      const found = JSON.parse(text);
      if (found.format !== 1 || found.key !== key()) throw new Error("another exercise");
      answers = Object.fromEntries(Object.entries(found.answers).filter(([id]) => exprs.has(id)).map(([id, told]) => [id, { text: String(told.text), judged: "none", named: told.named === true }]));
      record.steps.forEach((step) => { if (step.id in answers) answers[step.id].judged = judge(step.id, answers[step.id].text); });
      set(found);
    }

    function restore() {
      try {
        const text = root.localStorage.getItem(key());
        if (text) take(text);
        else set(JSON.parse(root.localStorage.getItem(KEY + box.dataset.key) || "{}"));
      } catch (error) { answers = {}; }
      const bank = JSON.parse(box.dataset.bank).some((each) => JSON.stringify(each) === JSON.stringify(B.edits()));
      if (bank) B.one(document, ".edited .told").textContent = B.say("proven" in box.dataset ? "from-bank" : "from-list");
    }

    function save() {
      const link = document.createElement("a");
      link.download = "practice.json";
      link.href = URL.createObjectURL(new Blob([JSON.stringify(state(), null, 1)], { type: "application/json" }));
      link.click();
      root.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }

    function other() {
      const bank = JSON.parse(box.dataset.bank);
      const now = JSON.stringify(B.edits());
      const at = bank.findIndex((each) => JSON.stringify(each) === now);
      root.location.search = new URLSearchParams(bank[(at + 1) % bank.length]).toString();
    }

    const DOES = {
      save: save,
      forget: () => { answers = {}; keep(); draw(); },
      other: other,
    };
    box.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-do]");
      const part = pressed ? pressed.closest(".task") : null;
      if (part && pressed.dataset.do === "answer") answer(part);
      else if (part && pressed.dataset.do === "hint") hint(part);
      else if (pressed && pressed.dataset.do in DOES) DOES[pressed.dataset.do]();
    }, until);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.closest(".task input")) answer(event.target.closest(".task"));
    }, until);
    Object.values(choices).forEach((select) => select.addEventListener("change", () => { keep(); draw(); }, until));
    let asked = false;
    box.addEventListener("focusin", (event) => { // Python loads while the first step is worked
      const saving = /** @type {any} */ (root.navigator).connection && /** @type {any} */ (root.navigator).connection.saveData;
      if (asked || !way || saving || root.location.protocol === "file:" || !event.target.closest(".task input")) return;
      asked = true;
      way.ask({ do: "ready" }).catch(() => undefined);
    }, until);
    one("[type=file]").addEventListener("change", async (event) => {
      try { take(await event.target.files[0].text()); draw(); keep(); } catch (error) { one(".score").textContent = B.say("not-this"); }
    }, until);
    document.addEventListener("numbers", () => {
      const next = B.now();
      if (JSON.stringify(next) === JSON.stringify(values)) return;
      values = next;
      answers = {};
      restore();
      draw();
    }, until);
    restore();
    draw();
  }

  B.practise = practise;
  const box = /** @type {HTMLElement | null} */ (document.querySelector("main > .practice"));
  if (box) {
    const place = /** @type {HTMLElement} */ (B.one(document, ".python"));
    const python = place.dataset.home ? B.python(place, (text) => { B.one(place, ".loading").textContent = text; }) : null;
    let toml = "";
    const read = async () => {
      if (root.location.protocol === "file:") throw B.say("from-disk");
      if (!toml) toml = await (await root.fetch(box.dataset.toml)).text();
      return toml;
    };
    practise(box, new AbortController().signal, python ? { ask: python.ask, toml: read } : null);
  }
})(window);
