// @ts-check
/* Brings the player of a page to life, where there is one. */
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
    let missing = ""; // what the address named and the page has not
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
      if (missing) B.one(player, ".status").textContent = missing;
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
      missing = "";
      state = B.move(state, action, phases());
      if (state.k !== before) {
        root.history[entered || root.parent !== root ? "replaceState" : "pushState"](chosen(), "", address());
        entered = state.k > 0;
      }
      show();
    }

    /* A way back in the history leads to the tour that one was on. */
    function back(event) {
      const kept = event.state;
      if (kept && (kept.tour !== controls.tour.value || kept.parameter !== controls.parameter.value)) choose(kept);
      fromAddress();
    }

    function fromAddress() {
      const id = B.stepIn(root.location.hash);
      missing = "";
      if (id !== "player" && id !== "" && !byId.has(id)) {
        if (document.getElementById(id)) return;
        missing = B.say("no-step", { id: id });
        show();
        player.scrollIntoView();
        return;
      }
      if (byId.has(id) && !tour.stops.includes(id)) chooseTour("all");
      state = { k: byId.has(id) ? tour.stops.indexOf(id) + 1 : 0, playing: false };
      entered = state.k > 0;
      if (!root.history.state) root.history.replaceState(chosen(), "", root.location.href);
      open(id);
      show();
    }

    /* The controls push the page down once they are there, and the browser may have gone to the row before or after. */
    function settle() {
      const id = B.stepIn(root.location.hash);
      const top = byId.has(id) ? byId.get(id).row.getBoundingClientRect().top : 0;
      if (top < 0 || top > root.innerHeight) byId.get(id).row.scrollIntoView();
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
      if (event.key === "Escape" && !B.one(player, "#legend").hidden) legend();
      const name = B.actionOf(event, player);
      if (!name || !B.moves(state, name, tour.stops.length)) return;
      event.preventDefault();
      run(name);
    }, until);
    root.addEventListener("popstate", back, until);
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
    if (document.readyState !== "complete") root.addEventListener("load", () => root.setTimeout(() => root.requestAnimationFrame(settle)), { once: true, signal: signal });
    const still = root.matchMedia("(prefers-reduced-motion)").matches;
    if (new URLSearchParams(root.location.search).get("play") === "" && !still) act({ do: "toggle" });
  }

  B.play = (signal) => {
    const player = document.querySelector(".player");
    if (player) start(player, signal);
    B.stops();
  };
  B.play(new AbortController().signal);
  let opened = /** @type {HTMLDetailsElement[]} */ ([]); // for paper alone
  root.addEventListener("beforeprint", () => {
    opened = opened.concat(Array.from(document.querySelectorAll("main details:not([open])")));
    opened.forEach((part) => { part.open = true; });
  });
  root.addEventListener("afterprint", () => {
    opened.forEach((part) => { part.open = false; });
    opened = [];
  });
})(window);
