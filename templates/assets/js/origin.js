// @ts-check
/* Where each number comes from: asked by a click, a tap or the keyboard; and which neuron a number or a symbol is of. */
(function (root) {
  "use strict";
  const document = root.document;
  const B = root.Backprop;

  /* The quantity that a number on the way leads to, or itself. */
  function wholeOf(id) {
    return id.replace(/\.\w+/, "");
  }

  /* The line of a step; a heading may have the same id. */
  function rowOf(id) {
    return /** @type {HTMLLIElement | null} */ (document.querySelector("#" + CSS.escape(id) + ".step"));
  }

  /* What a quantity is called where it is read or heard. */
  function nameOf(id) {
    const row = rowOf(id);
    if (B.record && B.record.names[id]) return B.record.names[id];
    if (id.includes(".")) return B.say("on-the-way", { what: nameOf(wholeOf(id)) });
    if (id.endsWith("@other")) return B.say("with-others", { what: nameOf(id.slice(0, -"@other".length)) });
    return row ? B.nameOf(row) : inTable(id);
  }

  /* What a number is called that stands in a table of neurons alone: its column, and its row. */
  function inTable(id) {
    const cell = document.querySelector(".neurons [data-q='" + CSS.escape(id) + "']");
    if (!cell) return id;
    const place = cell.closest("td");
    const head = place.closest("table").querySelectorAll("thead th")[place.cellIndex].textContent;
    return head + " · " + B.one(place.parentElement, "th>math").getAttribute("aria-label");
  }

  /* What a number is: its name and full value, its step, what that is made of, and where it is used. */
  function fill(box, id, value, own, close) {
    const name = document.createElement("span");
    name.append(symbolOf(id), " = " + value.replace("-", "\u2212"));
    box.append(name);
    const steps = B.record ? B.record.steps : [];
    const place = wholeOf(id); // a number on the way stands in the row of its step
    const step = (place === id ? steps : B.record ? B.record.parts : []).find((each) => each.id === id);
    const row = rowOf(place);
    const line = (text, ids) => {
      if (!ids.length) return;
      box.append(document.createElement("br"), text, " ");
      ids.forEach((each, i) => box.append(i ? ", " : "", linked(each, symbolOf(each), close)));
    };
    if (row) {
      box.append(document.createElement("br"), linked(place, B.say("to-step", { n: row.value || "" }), close));
      if (step) line(B.say("made-of"), step.uses);
    } else {
      box.append(document.createElement("br"), B.say(id.endsWith("@other") ? "of-others" : id.includes("@r") ? "later" : document.querySelector(".neurons") ? "in-record" : own ? "own-number" : "with-task"));
    }
    line(B.say("used-in"), steps.filter((each) => each.uses.includes(id)).map((each) => each.id).slice(0, 8));
  }

  /* The symbol of a quantity as its line or the table of what is given has it; where neither does, its name. */
  function symbolOf(id) {
    const given = document.querySelector(".given tr [data-q='" + CSS.escape(id) + "']");
    const symbol = document.querySelector("#" + CSS.escape(id) + ">.row>.chip>math") || (given && given.closest("tr").querySelector("th math"));
    return symbol ? symbol.cloneNode(true) : nameOf(id);
  }

  function linked(id, text, close) {
    if (!rowOf(id)) return text;
    const link = document.createElement("a");
    link.href = "#" + id;
    link.append(text);
    link.addEventListener("click", close);
    return link;
  }

  // --- by keyboard

  const NUMBER = "[data-q]:not(svg *, .player *)";
  let around = /** @type {Map<Element, Element[]>} */ (new Map()); // the numbers of its table or its text, by the number
  let symbols = /** @type {Map<string, string>} */ (new Map()); // the quantity, by its signs
  let lit = "";

  const visible = (part) => !part.checkVisibility || part.checkVisibility(); // a browser that cannot tell leads everywhere

  /* A list of steps, a table and the text below a heading are one stop for Tab each; arrows lead on from there. */
  B.stops = () => {
    const groups = new Map();
    let heading = null;
    around = new Map();
    symbols = new Map();
    document.querySelectorAll("main :is(h1, h2, " + NUMBER + ")").forEach((part) => {
      if (part.matches("h1, h2")) heading = part;
      else if (!part.closest(".step, a, summary, button")) {
        const place = part.closest("table, details") || heading;
        if (!groups.has(place)) groups.set(place, []);
        groups.get(place).push(part);
      }
    });
    groups.forEach((all) => {
      const first = all.find(visible) || all[0]; // what is closed now may be opened
      first.setAttribute("tabindex", "0");
      all.forEach((number) => around.set(number, all));
    });
    document.querySelectorAll(".steps").forEach((list) => {
      /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(".chip")).forEach((chip, i) => { chip.tabIndex = i ? -1 : 0; });
    });
  };

  /* What left and right lead along: a line's name, its numbers and what copies it; or the numbers of a table or a text. */
  function along(at) {
    const step = at.closest(".step");
    const all = step ? [step.querySelector(".chip"), ...step.querySelectorAll(NUMBER), step.querySelector(":scope > .copy")] : around.get(at) || [];
    return all.filter((part) => part && visible(part));
  }

  /* What stands above or below: the name of another line, or another number of the column. */
  function across(at, way) {
    if (at.matches(".chip")) {
      const chips = Array.from(at.closest(".steps").querySelectorAll(".chip"));
      return chips[chips.indexOf(at) + way];
    }
    const cell = at.closest("td, th");
    const rows = cell ? Array.from(cell.closest("table").rows) : [];
    for (let i = rows.indexOf(cell && cell.parentElement) + way; rows[i]; i += way) {
      const found = rows[i].cells[cell.cellIndex] && rows[i].cells[cell.cellIndex].querySelector(NUMBER);
      if (found && visible(found)) return found;
    }
    return null;
  }

  /* Goes on from one place to the next, and has Tab come back to it where it is a line or stands in no line. */
  function go(at, next) {
    if (at.matches(".chip") ? next.matches(".chip") : !at.closest(".step")) {
      at.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
    } else if (next.matches("[data-q]")) next.setAttribute("tabindex", "-1");
    next.focus();
  }

  /* The arrow keys lead from number to number; Enter asks where one comes from. */
  function led(event) {
    const at = /** @type {HTMLElement} */ (event.target);
    if (at.closest(".player") || event.ctrlKey || event.altKey || event.metaKey) return;
    const stops = along(at);
    const i = stops.indexOf(at);
    if (i < 0) return;
    const next = { ArrowLeft: () => stops[i - 1], ArrowRight: () => stops[i + 1], ArrowUp: () => across(at, -1), ArrowDown: () => across(at, 1) }[event.key];
    const place = next && next();
    if (place) go(at, place);
    else if (at.matches("[data-q]") && (event.key === "Enter" || event.key === " ")) at.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    else return;
    event.preventDefault();
  }

  // --- which neuron it is of

  /* The quantity that a number or a symbol stands for, or nothing. A symbol is known by its signs, as the names of the
     lines and what is given have them. */
  function meant(target) {
    const number = target.closest("[data-q]");
    if (number) return wholeOf(number.dataset.q);
    const line = target.closest("main :is(.row, .shown, th) math");
    if (!line) return "";
    if (!symbols.size) {
      Object.keys(B.record.names).forEach((id) => symbols.set(id.replace(/_/g, ""), id));
      /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".player [data-node]")).forEach((node) => symbols.set(node.dataset.node.replace(/_/g, ""), node.dataset.node));
      document.querySelectorAll(".steps .chip>math").forEach((math) => symbols.set(math.textContent, math.closest(".step").id));
    }
    for (let part = target; part !== line.parentElement; part = part.parentElement) {
      if (symbols.has(part.textContent)) return symbols.get(part.textContent);
    }
    return "";
  }

  /* What lights up for a quantity: what its step does, or the place of what is given, of whatever sample; a target
     lights its neuron, and what is given for all, nothing. */
  function placeOf(id) {
    const given = id.replace(/@.*/, "");
    const names = [given, given.slice(given.indexOf("_") + 1)];
    const there = names.some((name) => document.querySelector(".player :is([data-node='" + CSS.escape(name) + "'], [data-edge='" + CSS.escape(name) + "'], [data-bias='" + CSS.escape(name) + "'])"));
    return B.record.steps.find((step) => step.id === id) || (there ? { ink: "forward", lights: { nodes: names, edges: names, biases: names } } : null);
  }

  /* On the board the place of what is pointed at lights up, and after it that of the step again. */
  function lights(event) {
    const player = /** @type {HTMLElement | null} */ (document.querySelector(".player"));
    if (!player || !B.record) return;
    const left = event.type === "pointerleave" || event.type === "focusout";
    const id = left ? "" : meant(event.target);
    if (id === lit) return;
    lit = id;
    const now = document.querySelector(".step.now");
    B.light(player, (id && placeOf(id)) || (now && placeOf(now.id)));
  }

  // --- the answer

  /* Puts a box below what it is about, within the page; above it where it would leave the window or lie on the dock. */
  B.beside = (box, about) => {
    const place = about.getBoundingClientRect();
    const left = Math.min(place.left + root.scrollX, root.scrollX + document.documentElement.clientWidth - box.offsetWidth - 8);
    box.style.left = Math.max(8, left) + "px";
    const dock = document.querySelector(".dock:not([hidden])");
    const end = dock ? dock.getBoundingClientRect().top : document.documentElement.clientHeight;
    const above = place.top - 6 - box.offsetHeight;
    box.style.top = (place.bottom + 6 + box.offsetHeight > end && above > 0 ? above : place.bottom + 6) + root.scrollY + "px";
  };

  let box = /** @type {HTMLElement | null} */ (null);
  let asker = /** @type {HTMLElement | null} */ (null);

  function close() {
    if (box && box.contains(document.activeElement) && asker) asker.focus();
    if (box) box.remove();
    box = null;
  }

  /* Tab past the last link of an answer, or back before the first, leads to the number that was asked. */
  function leaves(event) {
    const links = box && event.key === "Tab" ? Array.from(box.querySelectorAll("a, input")) : [];
    const last = links[event.shiftKey ? 0 : links.length - 1];
    if (!asker || !last || document.activeElement !== last) return false;
    event.preventDefault();
    return true;
  }

  function answer(event) {
    const number = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-q]"));
    const inside = box && box.contains(event.target);
    if (!inside) close();
    if (!number || inside) return;
    box = document.createElement("div");
    box.className = "origin";
    box.setAttribute("role", "status");
    fill(box, number.dataset.q, number.getAttribute("value"), "own" in number.dataset, close);
    document.body.append(box);
    B.beside(box, number);
    const link = box.querySelector("a");
    asker = event.detail === 0 ? number : null; // asked by the keyboard, which goes on in the answer
    if (asker && link) link.focus();
  }

  document.addEventListener("click", answer);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || leaves(event)) close();
    else led(event);
  });
  ["pointerover", "focusin", "focusout"].forEach((kind) => document.addEventListener(kind, lights));
  document.documentElement.addEventListener("pointerleave", lights);
})(window);
