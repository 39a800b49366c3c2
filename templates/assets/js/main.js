// @ts-check
/* Brings the page to life: the player where there is one, and where each number comes from. */
(function (root) {
  "use strict";
  const B = root.Backprop;

  /* How a step stands in the address, and which one an address names; a page may have more in its address. */
  B.addressOf = (id) => "#" + id;
  B.stepIn = (hash) => {
    try { return decodeURIComponent(hash.slice(1)); } catch (error) { return hash.slice(1); }
  };

  /* Brings a player to life, until the signal ends it. */
  function start(player, signal) {
    const until = { signal: signal };
    const steps = B.readSteps(document);
    const byId = new Map(steps.map((step) => [step.id, step]));
    const dock = B.one(document, ".dock");
    const controls = { tour: B.one(player, "[data-set=tour]"), parameter: B.one(player, "[data-set=parameter]"), speed: B.one(player, "[data-set=speed]") };
    let tour = null;
    let state = { k: 0, playing: false };
    let timer = 0;
    let away = false;
    let entered = false; // a way through the steps is one entry in the history, however many there are

    const phases = () => tour.stops.map((id) => byId.get(id).phase);

    function chooseTour(id) {
      controls.tour.value = id;
      B.one(player, ".which").hidden = id !== "one";
      tour = B.makeTour(steps, B.stopsOf(id, controls.parameter.value));
      B.timeline(player, tour, byId, (k) => act({ do: "go", k: k }));
    }

    function show() {
      root.clearTimeout(timer);
      B.render(player, dock, tour, byId, state);
      dock.hidden = !away || state.k === 0;
      if (state.playing) timer = root.setTimeout(() => act({ do: "tick" }), Number(controls.speed.value));
    }

    /* What is chosen beside the step, which the address does not say; it comes back when the page is loaded again. */
    function chosen() {
      return { tour: controls.tour.value, parameter: controls.parameter.value, speed: controls.speed.value };
    }

    function choose(kept) {
      const there = (select, value) => Array.from(select.options).some((option) => option.value === value);
      if (!kept || !there(controls.tour, kept.tour) || !there(controls.parameter, kept.parameter)) return chooseTour("notes");
      controls.parameter.value = kept.parameter;
      if (there(controls.speed, kept.speed)) controls.speed.value = kept.speed;
      return chooseTour(kept.tour);
    }

    function address() {
      return B.addressOf(state.k ? tour.stops[state.k - 1] : "player");
    }

    function act(action) {
      const before = state.k;
      state = B.move(state, action, phases());
      if (state.k !== before) {
        root.history[entered ? "replaceState" : "pushState"](chosen(), "", address());
        entered = state.k > 0;
      }
      show();
    }

    function fromAddress() {
      const id = B.stepIn(root.location.hash);
      if (id !== "player" && id !== "" && !byId.has(id)) {
        if (!document.getElementById(id)) B.one(player, ".status").textContent = B.say("no-step", { id: id });
        return;
      }
      if (byId.has(id) && !tour.stops.includes(id)) chooseTour("all");
      state = { k: byId.has(id) ? tour.stops.indexOf(id) + 1 : 0, playing: false };
      entered = state.k > 0;
      open(id);
      show();
    }

    function open(id) {
      const row = byId.has(id) ? byId.get(id).row.closest("details") : null;
      if (row) row.open = true;
    }

    /* To the line of the step, for those who follow the player by the page. */
    function bring() {
      if (!state.k) return;
      const id = tour.stops[state.k - 1];
      open(id);
      byId.get(id).row.scrollIntoView({ block: "center" });
    }

    function copy(button) {
      const link = root.location.href.split("#")[0] + address();
      const tell = (name) => { button.textContent = B.say(name); root.setTimeout(() => { button.textContent = B.say("copy-link"); }, 2000); };
      if (root.navigator.clipboard) root.navigator.clipboard.writeText(link).then(() => tell("copied"), () => tell("in-address"));
      else tell("in-address");
    }

    function legend() {
      const button = B.one(player, "[data-do=legend]");
      const box = B.one(player, "#legend");
      box.hidden = !box.hidden;
      button.setAttribute("aria-expanded", String(!box.hidden));
    }

    function run(name, button) {
      if (name === "copy") copy(button);
      else if (name === "legend") legend();
      else act({ do: name });
    }

    player.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) run(button.dataset.do, button);
    });
    dock.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (!button) return;
      run(button.dataset.do, button);
      bring();
    }, until);
    const restart = (tour) => {
      chooseTour(tour);
      state = { k: 0, playing: false };
      root.history.replaceState(chosen(), "", address());
      show();
    };
    controls.tour.addEventListener("change", () => restart(controls.tour.value));
    controls.parameter.addEventListener("change", () => restart("one"));
    controls.speed.addEventListener("change", () => { root.history.replaceState(chosen(), "", root.location.href); show(); });
    document.addEventListener("keydown", (event) => {
      const name = B.actionOf(event, player);
      if (!name || !B.moves(state, name, tour.stops.length)) return;
      event.preventDefault();
      run(name);
    }, until);
    root.addEventListener("popstate", fromAddress, until);
    root.addEventListener("hashchange", fromAddress, until);
    const watch = new IntersectionObserver((entries) => {
      const entry = entries[entries.length - 1];
      away = !entry.isIntersecting;
      dock.hidden = !away || state.k === 0;
    }, { threshold: [0, 0.25] });
    watch.observe(player);
    signal.addEventListener("abort", () => { watch.disconnect(); root.clearTimeout(timer); });

    document.addEventListener("numbers", () => {
      steps.forEach((step) => { step.words = B.wordsOf(step.row); });
      show();
    }, until);

    player.querySelectorAll(".panel, .controls").forEach((part) => { part.hidden = false; });
    choose(root.history.state);
    show();
    fromAddress();
    const still = root.matchMedia("(prefers-reduced-motion)").matches;
    if (new URLSearchParams(root.location.search).has("play") && !still) act({ do: "toggle" });
  }

  /* The quantity that a number on the way leads to, or itself. */
  function wholeOf(id) {
    return id.replace(/\.\w+/, "");
  }

  /* What a quantity is called where it is read or heard. */
  function nameOf(id) {
    const row = document.getElementById(id);
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
  function fill(box, id, value, close) {
    const name = document.createElement("span");
    name.textContent = nameOf(id) + " = " + value;
    box.append(name);
    const steps = B.record ? B.record.steps : [];
    const place = wholeOf(id); // a number on the way stands in the row of its step
    const step = (place === id ? steps : B.record ? B.record.parts : []).find((each) => each.id === id);
    const row = document.getElementById(place);
    const line = (text, ids) => {
      if (!ids.length) return;
      box.append(document.createElement("br"), text, " ");
      ids.forEach((each, i) => box.append(i ? ", " : "", linked(each, symbolOf(each), close)));
    };
    if (row) {
      box.append(document.createElement("br"), linked(place, B.say("to-step", { n: /** @type {HTMLLIElement} */ (row).value || "" }), close));
      if (step) line(B.say("made-of"), step.uses);
    } else {
      box.append(document.createElement("br"), B.say(id.endsWith("@other") ? "of-others" : id.includes("@r") ? "later" : document.querySelector(".neurons") ? "in-record" : "with-task"));
    }
    line(B.say("used-in"), steps.filter((each) => each.uses.includes(id)).map((each) => each.id).slice(0, 8));
  }

  function symbolOf(id) {
    const symbol = document.querySelector("#" + CSS.escape(id) + ">.row>.chip>math");
    return symbol ? symbol.cloneNode(true) : nameOf(id);
  }

  function linked(id, text, close) {
    if (!document.getElementById(id)) return text;
    const link = document.createElement("a");
    link.href = "#" + id;
    link.append(text);
    link.addEventListener("click", close);
    return link;
  }

  /* A list of steps is one stop for Tab: the name of a line. */
  function stopOnce() {
    document.querySelectorAll(".steps").forEach((list) => {
      /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(".chip")).forEach((chip, i) => { chip.tabIndex = i ? -1 : 0; });
    });
  }

  /* To the line above or below, whose name is what Tab stops at from now on. */
  function upOrDown(chip, way, event) {
    const chips = /** @type {HTMLElement[]} */ (Array.from(chip.closest(".steps").querySelectorAll(".chip")));
    const next = chips[chips.indexOf(chip) + way];
    if (!next) return;
    event.preventDefault();
    chips.forEach((each) => { each.tabIndex = each === next ? 0 : -1; });
    next.focus();
  }

  /* The arrow keys lead from line to line by their names, and from a name along its numbers to what copies the line;
     Enter asks where a number comes from. */
  function along(event) {
    const at = /** @type {HTMLElement} */ (event.target);
    const step = at.closest(".step");
    if (!step || at.closest(".player")) return;
    const up = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (up && at.matches(".chip")) upOrDown(at, up, event);
    const row = step.querySelector(".row");
    const stops = /** @type {HTMLElement[]} */ ([row.querySelector(".chip"), ...Array.from(row.querySelectorAll("[data-q]")), step.querySelector(":scope > .copy")].filter(Boolean));
    const i = stops.indexOf(at);
    if (i < 0) return;
    const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = stops[i + way];
    if (way && next) {
      event.preventDefault();
      if (!next.matches("a, button")) next.setAttribute("tabindex", "-1");
      next.focus();
    } else if (i > 0 && !at.matches("button") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      at.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    }
  }

  /* Puts a box below what it is about, within the page. */
  B.beside = (box, about) => {
    const place = about.getBoundingClientRect();
    const left = Math.min(place.left + root.scrollX, root.scrollX + document.documentElement.clientWidth - box.offsetWidth - 8);
    box.style.left = Math.max(8, left) + "px";
    box.style.top = place.bottom + root.scrollY + 6 + "px";
  };

  /* A number, when clicked, says where it comes from. */
  function origins() {
    let box = null;
    let asker = /** @type {HTMLElement | null} */ (null);
    const close = () => {
      if (box && box.contains(document.activeElement) && asker) asker.focus();
      if (box) box.remove();
      box = null;
    };
    document.addEventListener("click", (event) => {
      const number = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-q]"));
      const inside = box && box.contains(event.target);
      if (!inside) close();
      if (!number || inside) return;
      box = document.createElement("div");
      box.className = "origin";
      box.setAttribute("role", "status");
      fill(box, number.dataset.q, number.getAttribute("value"), close);
      document.body.append(box);
      B.beside(box, number);
      const link = box.querySelector("a");
      asker = event.detail === 0 ? number : null; // asked by the keyboard, which goes on in the answer
      if (asker && link) link.focus();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else along(event);
    });
  }

  B.play = (signal) => {
    const player = document.querySelector(".player");
    if (player) start(player, signal);
    stopOnce();
  };
  B.play(new AbortController().signal);
  origins();
  root.addEventListener("beforeprint", () => document.querySelectorAll("main details").forEach((part) => { /** @type {HTMLDetailsElement} */ (part).open = true; }));
})(window);
