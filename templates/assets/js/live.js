// @ts-check
/* A lesson with other numbers: every given number can be edited, and the page follows. The address carries the edits. */
(function (root) {
  "use strict";
  const B = root.Backprop;
  const document = root.document;
  const MINUS = "\u2212";
  const NONE = "—"; // where there is no number
  const ROOM = 8; // characters of a number that a circle and any drawing for a phone have room for; before the point they are wider
  const INSIDE = 58; // the room in the circle of a neuron
  const LARGEST = 1e12; // of a number in an example's file, and of a smallest that is not zero
  const SMALLEST = 1e-100;

  function piece(beside, name, text) {
    const made = document.createElementNS(beside.namespaceURI, name);
    made.textContent = text;
    return made;
  }

  /* Keeps a number within its neuron's circle, as the printed drawing does. */
  function fit(place, text) {
    if (!place) return;
    if (text.length <= ROOM) place.removeAttribute("textLength");
    else Object.entries({ textLength: INSIDE, lengthAdjust: "spacingAndGlyphs" }).forEach(([name, value]) => place.setAttribute(name, value));
  }

  /* Puts a number into its place; in a formula its minus is a sign of its own. Returns the place, which may be another. */
  function put(place, text) {
    if (!place.namespaceURI.endsWith("MathML")) {
      place.textContent = text;
      return place;
    }
    const negative = text.startsWith(MINUS);
    const made = piece(place, negative ? "mrow" : "mn", negative ? "" : text);
    Array.from(place.attributes).forEach((each) => made.setAttribute(each.name, each.value));
    if (negative) {
      made.append(piece(place, "mo", MINUS), piece(place, "mn", text.slice(1)));
      made.firstElementChild.setAttribute("form", "prefix");
    }
    place.replaceWith(made);
    fence(made, text);
    return made;
  }

  /* Brackets around a factor that is negative now, and none around one that is not. */
  function fence(place, text) {
    const parent = place.parentElement;
    if (!parent) return;
    const inside = parent.localName === "mrow" && parent.children.length === 3 && parent.firstElementChild.textContent === "(" && parent.children[1] === place;
    const wanted = (inside || "f" in place.dataset) && (text.startsWith(MINUS) || text.includes("×"));
    if (inside && !wanted) {
      place.dataset.f = "";
      parent.replaceWith(place);
    } else if (!inside && wanted) {
      const row = piece(place, "mrow", "");
      place.replaceWith(row);
      row.append(piece(place, "mo", "("), place, piece(place, "mo", ")"));
    }
  }

  const none = () => /** @type {Record<string, string>} */ (Object.create(null)); // a neuron may be called "constructor"

  /* Makes the numbers of the lesson that is on the page editable, until the signal ends it. */
  function edit(signal) {
    const record = B.record;
    const given = record.given;
    const printed = (id) => record.quantities[id].shown;
    let base = /** @type {Record<string, number>} */ ({}); // the printed numbers, computed once somebody edits one
    let edits = none();
    let refused = none(); // what was given and cannot stand there
    let editing = false;
    let waiting = 0;

    /* The given numbers that are others now, and all numbers as they are now. */
    B.edits = () => Object.fromEntries(Object.entries(edits));
    B.now = () => B.live(record, Object.fromEntries(Object.keys(edits).map((id) => [id, B.typed(edits[id])])));

    /* Whether a sentence is about what somebody printed: then its numbers are the printed ones whatever is edited. */
    function ofSource(place) {
      const around = place.closest(".step") ? null : place.closest("p, li, tr");
      return Boolean(around && around.querySelector("q.claim"));
    }

    /* How long a number may be where it stands: in a drawing for a phone as the longest that this was made for. */
    const rooms = new Map();
    function roomOf(drawing) {
      if (!drawing) return Infinity;
      const texts = () => Array.from(drawing.querySelectorAll("[data-q]"), (part) => (given.includes(part.dataset.q) ? 0 : part.textContent.length));
      if (!rooms.has(drawing)) rooms.set(drawing, Math.max(ROOM, ...texts()));
      return rooms.get(drawing);
    }

    /* Everything on the page that shows a number, with what it showed and how many decimals that had; and what stays. */
    const all = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll("[data-q]:not(.now-you *, pre *)")));
    let places = all.filter((place) => !ofSource(place)).map(asPrinted);
    const staying = /** @type {HTMLElement[]} */ ([...all.filter(ofSource), ...Array.from(document.querySelectorAll("pre [data-q], [data-printed]"))]);

    function asPrinted(place) {
      return { place: place, id: place.dataset.q, text: place.textContent, value: place.getAttribute("value"), decimals: -1, room: roomOf(place.closest(".downward")) };
    }

    /* The lines of work with what they are called, which is the whole line, as it is printed, read aloud. */
    const numbersOf = (line) => Array.from(line.querySelectorAll("[data-q]"), (part) => part.textContent);
    const labels = new Map(Array.from(document.querySelectorAll(".step .work[aria-label]"), (line) => [line, { label: line.getAttribute("aria-label"), texts: numbersOf(line) }]));

    /* The same with other numbers in it, each where the printed one was; nothing where it cannot be told which that was. */
    function aloud(line, { label, texts }) {
      const now = numbersOf(line);
      let at = label.indexOf(" equals ");
      let said = label.slice(0, at);
      const all = !line.querySelector("[data-if]") && now.length === texts.length && texts.every((text, i) => {
        const old = text.replace(MINUS, "minus ");
        const found = Array.from(label.slice(at).matchAll(/(?:minus )?[\d.]*\d(?![\d.]*\d|\w)/g)).find((each) => each[0] === old || each[0] === "minus " + old);
        if (!found || !/[.]/.test(text) || /×/.test(now[i])) return false;
        const begin = at + found.index + found[0].length - old.length;
        said += label.slice(at, begin) + now[i].replace(MINUS, "minus ");
        at = begin + old.length;
        return true;
      });
      return all ? said + label.slice(at) : "";
    }

    /* The other branch of a formula, as it is printed; its numbers are filled in like all others. */
    function branch(part, above) {
      const box = document.createElement("template");
      box.innerHTML = "<math>" + (above ? part.dataset.then : part.dataset.else) + "</math>";
      const made = box.content.querySelector("math").firstElementChild;
      part.dataset.is = String(Number(above));
      part.firstElementChild.replaceWith(made);
      const fresh = /** @type {HTMLElement[]} */ ([made, ...Array.from(made.querySelectorAll("[data-q]"))]).filter((each) => "q" in each.dataset);
      places = places.filter((each) => each.place.isConnected).concat(fresh.map(asPrinted));
    }

    function begin() {
      base = B.live(record, {});
      places.forEach((each) => { each.decimals = own(each.id, each.text); });
    }

    /* Decimals that a number has because the text asks for so many; -1 where it has those of its step. */
    function own(id, text) {
      if (given.includes(id) || text === B.asRead(base[id], record.display.digits) || text.includes("×")) return -1;
      return text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
    }

    function written(text) {
      const typed = B.plain(text).replace(/^\+/, "");
      const whole = String(Number(typed)); // 1000 for 1e3, 5 for "5.", 0 for -0
      if (Number(typed) === 0 && typed.startsWith("-")) return written(typed.slice(1));
      return (/^-?\d+(\.\d+)?$/.test(typed) || whole.includes("e") ? typed : whole).replace("-", MINUS);
    }

    function textOf(id, value, decimals) {
      if (given.includes(id)) return id in edits ? written(edits[id]) : printed(id);
      if (!Number.isFinite(value)) return NONE;
      if (decimals < 0) return B.asRead(value, record.display.digits);
      return (value < 0 && Number(value.toFixed(decimals)) !== 0 ? MINUS : "") + B.fixed(Math.abs(value), decimals);
    }

    /* What depends on which of two numbers is larger: a branch of a formula, a sentence, a direction. */
    function choose(values) {
      document.querySelectorAll("[data-if]:not(.now-you *)").forEach((part) => {
        const at = /** @type {HTMLElement} */ (part).dataset;
        const above = values[at.if] > 0;
        if (at.is !== String(Number(above))) branch(/** @type {HTMLElement} */ (part), above);
        part.children[part.children.length - 2].textContent = above ? ">" : "≤";
      });
      document.querySelectorAll("[data-turn]").forEach((part) => {
        const at = /** @type {HTMLElement} */ (part).dataset;
        const [id, other] = at.turn.split(" ");
        const way = Math.sign(values[id] - (other ? values[other] : 0));
        const none = "zero" in at && values[part.closest(".step").id] === 0;
        part.textContent = none ? at.zero : way > 0 ? at.more : way < 0 ? at.less : at.same;
      });
      document.querySelectorAll("[data-point]").forEach((part) => {
        const at = /** @type {HTMLElement} */ (part).dataset;
        const [x, y] = at.point.split(" ");
        const [right, up] = at.unit.split(" ").map(Number);
        const [low, high] = at.reach.split(" ").map(Number);
        const seen = values[x] >= low && values[x] <= high;
        part.setAttribute("transform", "translate(" + ((values[x] - base[x]) * right).toFixed(1) + " " + ((values[y] - base[y]) * up).toFixed(1) + ")");
        part.setAttribute("visibility", seen ? "visible" : "hidden");
      });
      document.querySelectorAll("svg.plot").forEach((plot) => { // a curve of rounds is that of the printed numbers
        plot.toggleAttribute("data-stale", Object.keys(edits).length > 0 && !plot.querySelector("[data-point]"));
      });
      document.querySelectorAll("[data-goes-of]").forEach((part) => {
        const at = /** @type {HTMLElement} */ (part).dataset;
        const change = values["change_" + at.goesOf];
        at.goes = change > 0 ? "up" : change < 0 ? "down" : "still";
        part.textContent = B.say(change > 0 ? "goes-up" : change < 0 ? "goes-down" : "goes-still");
      });
    }

    /* What a reader keys in from a number as it is shown. */
    function keyed(text) {
      const [mantissa, power] = text.replace(MINUS, "-").split(" × 10");
      const plain = (power || "").replace("⁻", "-").replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (sign) => String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign)));
      return Number(mantissa) * Math.pow(10, Number(plain));
    }

    /* The line for readers whose calculator, fed with the digits shown, prints another last digit; the printed ones wait. */
    function notes(edited, values) {
      document.querySelectorAll(".note.own").forEach((note) => note.remove());
      document.querySelectorAll(".step > .note").forEach((note) => { /** @type {HTMLElement} */ (note).hidden = edited; });
      if (!edited) return;
      const read = Object.create(null);
      Object.keys(values).forEach((id) => { read[id] = keyed(textOf(id, values[id], -1)); });
      record.steps.forEach((step) => {
        const row = document.getElementById(step.id);
        const keyedIn = B.evaluate(step.expr, read);
        const texts = { calculator: B.asRead(keyedIn, record.display.digits), value: B.asRead(values[step.id], record.display.digits) };
        if (!row || !row.classList.contains("step") || !Number.isFinite(keyedIn) || texts.calculator === texts.value) return;
        const note = document.createElement("p");
        note.classList.add("note", "own");
        note.textContent = B.say("calculator", texts);
        row.querySelector(".why").after(note);
      });
    }

    function show() {
      const edited = Object.keys(edits).length > 0;
      const numbers = Object.create(null);
      Object.keys(edits).forEach((id) => { numbers[id] = B.typed(edits[id]); });
      if (edited && !("learning_rate" in base)) begin();
      const values = edited ? B.live(record, numbers) : base;
      document.documentElement.toggleAttribute("data-edited", edited);
      if ("learning_rate" in base) choose(values);
      places.forEach((each) => {
        const known = edited && each.id in values;
        const whole = known ? textOf(each.id, values[each.id], each.decimals) : each.text;
        const long = known && !given.includes(each.id) && whole !== each.text && whole.length > each.room - 2 * Number(Math.abs(values[each.id]) >= 10);
        const text = long ? B.brief(values[each.id]) : whole;
        if (each.place.textContent !== text) {
          each.place = put(each.place, text);
          fit(each.place.closest("text.inside"), text);
        }
        each.place.setAttribute("value", known ? String(values[each.id]) : each.value);
        if (edited && !known) each.place.setAttribute("data-stale", "");
        else each.place.removeAttribute("data-stale");
        if (each.id in edits) each.place.setAttribute("data-own", "");
        else each.place.removeAttribute("data-own");
      });
      staying.forEach((part) => { // a number that is no longer the quantity's is not marked as it
        part.toggleAttribute("data-stale", edited);
        const [from, to] = edited ? ["q", "was"] : ["was", "q"];
        if (!(from in part.dataset)) return;
        part.dataset[to] = part.dataset[from];
        delete part.dataset[from];
      });
      labels.forEach((label, line) => { // a line that cannot be told with other numbers is read formula by formula
        const said = edited ? aloud(line, label) : label.label;
        if (said) Object.entries({ role: "math", "aria-label": said }).forEach(([name, text]) => line.setAttribute(name, text));
        else ["role", "aria-label"].forEach((name) => line.removeAttribute(name));
      });
      notes(edited, values);
      banner(edited, values);
      document.dispatchEvent(new Event("numbers"));
    }

    function soon() {
      if (!waiting) waiting = root.requestAnimationFrame(() => { waiting = 0; show(); });
    }

    /* Why what was given cannot stand there. */
    function why(id) {
      if (!Number.isFinite(B.typed(refused[id]))) return B.say("no-digits");
      if (id === "learning_rate") return B.say("above-zero");
      const [least, most] = record.limits[id] || [-LARGEST, LARGEST];
      if (B.typed(refused[id]) >= least && B.typed(refused[id]) <= most) return B.say("in-size");
      return B.say("between", { least: least, most: most });
    }

    /* The targets that are shares of one whole and add up to something else. */
    function broken(values) {
      return record.shares.map((ids) => [ids, ids.reduce((sum, id) => sum + values[id], 0)]).filter(([, sum]) => !(Math.abs(sum - 1) <= 0.05 + 1e-12));
    }

    function banner(edited, values) {
      const box = /** @type {HTMLElement} */ (document.querySelector(".edited"));
      const wrong = Object.keys(refused).map((id) => B.say("refused", { what: record.signs[id] + (refused[id].trim() && " = " + refused[id]), why: why(id) }));
      box.hidden = !edited && !editing && !wrong.length;
      const parts = new Set(record.parts.map((part) => part.id)); // on the way to a number; one may have no value where that has
      const finite = Object.keys(values).every((id) => parts.has(id) || Number.isFinite(values[id]));
      const told = edited ? [B.say(finite ? "unproven" : "no-number")] : editing ? [B.say("edit-any")] : [];
      if (edited) broken(values).forEach(([ids, sum]) => told.push(B.say("no-whole", { names: ids.map((id) => record.signs[id]).join(", "), sum: Number(sum.toFixed(6)) })));
      box.querySelector(".told").textContent = told.concat(wrong).join(" ");
      /** @type {HTMLElement} */ (box.querySelector("[data-do=reset]")).hidden = !edited && !wrong.length;
    }

    /* Where this network is worked on elsewhere, it goes there with its numbers. */
    function carry() {
      const text = new URLSearchParams(edits).toString();
      document.querySelectorAll("a[data-carry]").forEach((link) => { /** @type {HTMLAnchorElement} */ (link).search = text; });
    }

    /* The address without the edits, and with those there are now. */
    function remember() {
      carry();
      const query = new URLSearchParams(root.location.search);
      given.forEach((id) => query.delete(id));
      Object.keys(edits).forEach((id) => query.set(id, edits[id]));
      const text = query.toString();
      try { root.history.replaceState(root.history.state, "", root.location.pathname + (text ? "?" + text : "") + root.location.hash); } catch (error) { return; }
    }

    const fieldsOf = (id) => /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-given='" + CSS.escape(id) + "']"));

    /* A number, of a learning rate one above zero, and of a probability one from 0 to 1, as an example's file must have it. */
    function fits(id, text) {
      const value = B.typed(text);
      const [least, most] = record.limits[id] || [-Infinity, Infinity];
      const size = Math.abs(value);
      return (size === 0 || (size >= SMALLEST && size <= LARGEST)) && value >= least && value <= most && (id !== "learning_rate" || value > 0);
    }

    /* What a field does not take is told beside it. */
    function beside(field, text) {
      const next = field.nextElementSibling;
      const note = next && next.matches(".refusal") ? next : document.createElement("span");
      note.className = "refusal";
      note.textContent = text;
      if (text) field.after(note);
      else note.remove();
    }

    function set(id, text) {
      const right = fits(id, text);
      fieldsOf(id).forEach((field) => {
        field.setAttribute("aria-invalid", String(!right));
        if (field !== document.activeElement) field.value = text;
      });
      delete refused[id];
      if (!right) refused[id] = text;
      fieldsOf(id).forEach((field) => beside(field, right ? "" : why(id)));
      if (!right) {
        soon();
        return;
      }
      if (B.typed(text) === B.typed(printed(id))) delete edits[id];
      else edits[id] = text.trim();
      remember();
      soon();
    }

    /* One step of the last digit that is shown, or ten of them. */
    function nudge(field, way) {
      const [plain, power] = field.value.toLowerCase().replace(",", ".").split("e");
      const decimals = Math.min(15, Math.max(0, (plain.split(".")[1] || "").length - Number(power || 0)));
      const next = (B.typed(field.value) + way * Math.pow(10, -decimals)).toFixed(decimals);
      if (!fits(field.dataset.given, next)) return;
      field.value = next;
      set(field.dataset.given, next);
    }

    function fieldFor(id, name) {
      const field = document.createElement("input");
      field.type = "text";
      field.autocomplete = "off";
      field.dataset.given = id;
      field.value = (id in edits ? edits[id] : printed(id)).replace(MINUS, "-");
      field.setAttribute("aria-label", name);
      field.addEventListener("input", () => set(id, field.value));
      let before = field.value;
      field.addEventListener("focus", () => { before = field.value; });
      field.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && field.value !== before) {
          field.value = before;
          set(id, before);
        }
        const way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
        if (!way || !Number.isFinite(B.typed(field.value))) return;
        event.preventDefault();
        nudge(field, way * (event.shiftKey ? 10 : 1));
      });
      let from = NaN;
      field.addEventListener("pointerdown", (event) => { from = event.pointerType === "touch" ? event.clientX : NaN; });
      ["pointerup", "pointercancel", "blur"].forEach((name) => field.addEventListener(name, () => { from = NaN; }));
      field.addEventListener("pointermove", (event) => {
        if (!(Math.abs(event.clientX - from) > 12)) return;
        nudge(field, event.clientX > from ? 1 : -1);
        from = event.clientX;
      });
      return field;
    }

    /* A field in the place of every given number in the tables; what stands in no table gets a row of its own. */
    function fields() {
      const list = document.querySelector(".edited .fields");
      given.forEach((id) => {
        const cell = Array.from(document.querySelectorAll(".given td.num [data-q]")).find((place) => /** @type {HTMLElement} */ (place).dataset.q === id);
        const head = cell ? cell.closest("tr").querySelector("th") : null;
        const named = head ? head.querySelector("[aria-label]") : null;
        const field = fieldFor(id, (named && named.getAttribute("aria-label")) || (head && head.textContent) || B.say("rate-of"));
        if (cell) {
          /** @type {HTMLElement} */ (cell).hidden = true;
          cell.after(field);
          return;
        }
        const label = document.createElement("label");
        label.append(record.signs[id] + " ", field);
        list.append(label);
      });
      const done = document.createElement("button"); // where the fields end
      done.type = "button";
      done.dataset.do = "done";
      done.textContent = B.say("edit-done");
      (document.querySelector("div.given") || list).append(done);
    }

    /* A field where the number stands that was pointed at. */
    function inPlace(number) {
      const box = document.createElement("p");
      box.className = "origin";
      const field = fieldFor(number.dataset.q, record.names[number.dataset.q]);
      box.append(record.signs[number.dataset.q] + " ", field);
      document.body.append(box);
      const place = () => { // above the number, and so not upon what comes of it, where there is room
        if (!number.isConnected) return;
        B.beside(box, number);
        const above = number.getBoundingClientRect().top - 10 - box.offsetHeight;
        if (above > 0) box.style.top = above + root.scrollY + "px";
      };
      place();
      document.addEventListener("numbers", place);
      field.addEventListener("blur", () => { box.remove(); document.removeEventListener("numbers", place); });
      field.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === "Escape") field.blur(); });
      field.focus();
      field.select();
    }

    function leave() {
      refused = none();
      document.querySelectorAll(".refusal").forEach((note) => note.remove());
      document.querySelectorAll("[data-given]").forEach((field) => (field.closest(".fields label") || field).remove());
      document.querySelectorAll("[data-do=done]").forEach((done) => done.remove());
      document.querySelectorAll(".given td.num [data-q]").forEach((cell) => { /** @type {HTMLElement} */ (cell).hidden = false; });
    }

    function toggle(from) {
      const button = /** @type {HTMLElement} */ (document.querySelector("[data-do=edit]"));
      editing = !editing;
      button.setAttribute("aria-pressed", String(editing));
      button.textContent = B.say(editing ? "edit-done" : "edit");
      if (editing) fields();
      else leave();
      show();
      const field = /** @type {HTMLElement} */ (document.querySelector("[data-given]"));
      const table = /** @type {HTMLElement} */ (document.querySelector("div.given"));
      const place = editing ? field : from === button || !table ? button : table; // one stays where the fields were
      if (place === table) table.tabIndex = -1;
      place.focus({ preventScroll: !editing });
      if (root.parent !== root) framed(editing ? field : document.querySelector(".player"));
    }

    /* In a frame, which is as high as what is in it: once it has its new height, to where one looks. */
    function framed(place) {
      const there = () => place.scrollIntoView({ block: editing ? "center" : "start" });
      root.addEventListener("resize", there, { once: true });
      root.setTimeout(() => root.removeEventListener("resize", there), 1000);
    }

    function reset() {
      edits = none();
      refused = none();
      document.querySelectorAll(".refusal").forEach((note) => note.remove());
      document.querySelectorAll("[data-given]").forEach((field) => { /** @type {HTMLInputElement} */ (field).value = printed(/** @type {HTMLElement} */ (field).dataset.given).replace(MINUS, "-"); field.removeAttribute("aria-invalid"); });
      remember();
      show();
      /** @type {HTMLElement} */ (document.querySelector(editing ? "[data-given]" : "[data-do=edit]")).focus({ preventScroll: true });
    }

    document.addEventListener("click", (event) => {
      const number = editing ? /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".player [data-q], figure [data-q]")) : null;
      if (number && given.includes(number.dataset.q)) {
        event.stopPropagation(); // it is edited, and does not say where it comes from
        inPlace(number);
        return;
      }
      const button = /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest("[data-do=edit], [data-do=done], [data-do=reset]"));
      if (!button) return;
      if (button.dataset.do === "reset") reset();
      else toggle(button);
    }, { signal: signal, capture: true });
    root.addEventListener("popstate", remember, { signal: signal }); // what the page shows is in its address, wherever one came from
    new URLSearchParams(root.location.search).forEach((text, id) => {
      if (!given.includes(id)) return;
      if (!fits(id, text)) refused[id] = text;
      else if (B.typed(text) !== B.typed(printed(id))) edits[id] = text;
    });
    if (Object.keys(edits).length || Object.keys(refused).length) show();
    carry();
  }

  B.put = put;
  B.edit = edit;
  if (B.record) edit(new AbortController().signal);
})(window);
