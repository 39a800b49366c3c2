// @ts-check
/* The workbench: asks the program in the page, shows what it answers, and keeps the exercise in the address. */
(function (root) {
  "use strict";
  const B = root.Backprop;
  const document = root.document;
  const bench = /** @type {HTMLElement} */ (document.querySelector(".bench"));
  const one = (/** @type {string} */ selector) => /** @type {any} */ (B.one(document, selector));
  const places = { toml: one("[name=toml]"), notes: one("[name=notes]"), kept: one("[name=kept]"), alert: one(".bench [role=alert]"), loading: one(".loading"), worked: one("#worked"), checked: one("#checked"), stop: one("[data-do=stop]") };
  let life = new AbortController();
  let result = /** @type {any} */ (null);
  let slug = ""; // of an example of this site, as long as its text is as it was fetched
  let fetched = "";
  let judged = ""; // the exercise whose verdicts stand on the page

  const python = B.python(bench, (text) => {
    places.loading.textContent = text;
    places.stop.hidden = text === "";
  });

  /* What is going on and what is wrong stand where somebody pressed, and not where nobody looks. */
  function answerAt(button) {
    const line = button && button.closest("p");
    if (line) line.after(places.loading, places.stop, places.alert);
  }

  function tell(lines) {
    places.alert.replaceChildren(...[].concat(lines).map((line) => {
      const part = document.createElement("p");
      part.textContent = line;
      return part;
    }));
    if (places.alert.childElementCount) places.alert.scrollIntoView({ block: "nearest" });
  }

  /* Asks, and shows what is wrong; returns the answer where nothing is. */
  async function answered(question) {
    tell([]);
    try {
      const found = /** @type {any} */ (await python.ask(question));
      if (!found.alert) return found;
      tell(found.alert);
    } catch (why) {
      tell([String(why)]);
    }
    return null;
  }

  // --- what is asked

  async function solve(toml = places.toml.value) {
    const found = await answered({ do: "solve", toml: toml });
    places.worked.classList.toggle("stale", !found);
    if (!found) return false;
    const before = result;
    result = Object.assign(found, { toml: toml });
    life.abort();
    one(".qr").hidden = true;
    life = new AbortController();
    if (before) root.history.replaceState(null, "", root.location.pathname + root.location.hash); // edits of the exercise before
    places.worked.innerHTML = found.html;
    if (judged !== toml) places.checked.replaceChildren(); // verdicts on another exercise say nothing here
    B.readRecord();
    B.play(life.signal); // all of it at once: what is seen can be pressed
    B.edit(life.signal);
    B.copying(places.worked);
    B.practise(B.one(places.worked, ".practice"), life.signal, { ask: python.ask, toml: () => toml });
    await remember(toml);
    return true;
  }

  /* The numbers that are edited on the page, where it shows this exercise. */
  function edits(toml) {
    return result && result.toml === toml ? B.edits() : {};
  }

  async function check() {
    places.checked.replaceChildren();
    if (!places.toml.value.trim()) {
      if (!String(fields().weights).trim()) return tell([B.say("whose-network")]); // drawn weights are nobody's
      await fill({ do: "draft", fields: fields() }); // the network that the form shows
    }
    if (!places.toml.value.trim()) return;
    const toml = places.toml.value;
    const found = await answered({ do: "check", toml: toml, notes: places.notes.value, kept: places.kept.value, given: edits(toml) });
    if (!found) return;
    judged = toml;
    places.checked.innerHTML = found.html;
    places.checked.focus();
    await remember(toml);
  }

  /* Writes as a reader would, so that undoing brings back what was there. */
  function write(place, text) {
    const at = /** @type {HTMLElement | null} */ (document.activeElement);
    place.focus({ preventScroll: true });
    place.select();
    if (!document.execCommand("insertText", false, text)) place.value = text;
    if (at) at.focus({ preventScroll: true });
  }

  async function fill(question) {
    const found = await answered(question);
    if (!found) return;
    write(places.toml, found.toml);
    slug = "";
    if (await solve()) {
      if (found.told) places.loading.textContent = found.told;
      places.worked.scrollIntoView();
    }
  }

  function fields() {
    return Object.fromEntries(Array.from(new FormData(one("#fill")).entries()));
  }

  // --- the address: the exercise and the notes, compressed, and the step that is shown

  async function packed(text) {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  async function unpacked(text) {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
  }

  let kept = ""; // what the address says of the exercise
  const parts = () => new URLSearchParams(root.location.hash.slice(1));
  B.addressOf = (id) => "#" + kept + (kept && id !== "player" ? "&" : "") + (id === "player" ? "" : "at=" + encodeURIComponent(id));
  B.stepIn = (hash) => {
    const found = new URLSearchParams(hash.slice(1));
    return found.get("at") || (hash.includes("=") ? "" : decodeURIComponent(hash.slice(1)));
  };

  let asked = 0;

  /* Writes the exercise and what is checked into the address; of several that are under way, only the last one does. */
  async function remember(toml) {
    const mine = ++asked;
    const notes = places.checked.childElementCount && places.notes.value.trim() ? places.notes.value : "";
    const digits = notes && places.kept.value !== "0" ? "&k=" + places.kept.value : "";
    const [exercise, lines] = await Promise.all([slug && toml === fetched ? "example=" + slug : packed(toml).then((text) => "t=" + text), notes && packed(notes)]);
    if (mine !== asked) return;
    kept = exercise + (lines && "&n=" + lines) + digits;
    const at = parts().get("at");
    root.history.replaceState(root.history.state, "", root.location.pathname + root.location.search + "#" + kept + (at ? "&at=" + encodeURIComponent(at) : ""));
  }

  /* Whether somebody has just come here, and not back or by loading the page again: then the browser knows the place. */
  function arrived() {
    const [entry] = /** @type {PerformanceNavigationTiming[]} */ (root.performance.getEntriesByType("navigation"));
    return !entry || entry.type === "navigate";
  }

  async function open() {
    let toml = "";
    const found = parts();
    const example = found.get("example");
    try {
      if (example) {
        if (!/^[a-z0-9][a-z0-9.-]*$/.test(example)) throw new Error(example);
        const answer = await root.fetch("../" + example + "/example.toml");
        if (!answer.ok) throw new Error(String(answer.status));
        toml = await answer.text();
        slug = example;
        fetched = toml;
      } else if (found.get("t")) toml = await unpacked(found.get("t"));
      else {
        restoreDraft();
        return;
      }
      if (found.get("k")) places.kept.value = found.get("k");
      if (found.get("n")) places.notes.value = await unpacked(found.get("n"));
      places.toml.value = toml;
    } catch (error) {
      tell([root.location.protocol === "file:" ? B.say("from-disk") : B.say("no-exercise")]);
      return;
    }
    const drafted = restoreDraft();
    const there = await solve(toml);
    if (there && places.notes.value && !drafted) await check();
    else if (there && arrived() && !parts().get("at")) places.worked.scrollIntoView(); // below a form that shows another network
  }

  // --- what is written and not yet asked comes back when the page is loaded again

  const DRAFT = "backprop-bench";

  function keepDraft() {
    if (!places.toml.value) return;
    const draft = { at: root.location.hash, toml: places.toml.value, notes: places.notes.value };
    try { root.sessionStorage.setItem(DRAFT, JSON.stringify(draft)); } catch (error) { return; }
  }

  /* Puts what was written into its places, where the page has the address it had then; returns whether it is other. */
  function restoreDraft() {
    try {
      const draft = JSON.parse(root.sessionStorage.getItem(DRAFT) || "{}");
      root.sessionStorage.removeItem(DRAFT); // once: a link followed later brings its own
      if (draft.at !== root.location.hash || (draft.toml === places.toml.value && draft.notes === places.notes.value)) return false;
      places.toml.value = draft.toml;
      places.notes.value = draft.notes;
      return true;
    } catch (error) { return false; }
  }

  // --- controls

  /* Saves a file of the exercise as the page shows it, with the numbers that are edited there. */
  async function save(name) {
    const given = edits(result.toml);
    const now = Object.keys(given).length ? await answered({ do: "files", toml: result.toml, given: given }) : result;
    if (!now) return;
    const files = { toml: ["example.toml", now.toml], record: ["trace.json", now.record], program: ["backprop.py", now.program] };
    const link = document.createElement("a");
    link.download = files[name][0];
    link.href = URL.createObjectURL(new Blob([files[name][1]], { type: "text/plain" }));
    link.click();
    root.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function print(name) {
    document.documentElement.dataset.printed = name;
    root.print();
    delete document.documentElement.dataset.printed;
  }

  async function share(button) {
    await remember(places.toml.value);
    const tell = (name) => { button.textContent = B.say(name); root.setTimeout(() => { button.textContent = B.say("copy-link"); }, 2000); };
    if (root.navigator.clipboard) root.navigator.clipboard.writeText(root.location.href).then(() => tell("copied"), () => tell("in-address"));
    else tell("in-address");
  }

  /* The address as a code for a phone, shown until the exercise is another. */
  async function code() {
    await remember(places.toml.value);
    const found = await answered({ do: "code", text: root.location.href });
    if (!found) return;
    const place = one(".qr");
    place.innerHTML = found.svg;
    place.hidden = false;
  }

  const DOES = {
    solve: () => { slug = ""; return solve().then((there) => there && places.worked.focus()); },
    check: check,
    draft: () => fill({ do: "draft", fields: fields() }),
    draw: () => fill({ do: "draw", fields: fields(), seed: Number(fields().seed) || Math.floor(Math.random() * 100000) }),
    share: (button) => share(button),
    code: () => code(),
    stop: () => python.stop(B.say("stopped")),
  };

  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-do], [data-save], [data-print]"));
    if (!button) return;
    if (button.dataset.save) save(button.dataset.save);
    else if (button.dataset.print) print(button.dataset.print);
    else if (bench.contains(button) && button.dataset.do in DOES && button.dataset.do !== "draft") {
      if (button !== places.stop) answerAt(button);
      DOES[button.dataset.do](button);
    }
  });
  one("#fill").addEventListener("submit", (event) => { event.preventDefault(); answerAt(one("[data-do=draft]")); DOES.draft(); });
  root.addEventListener("hashchange", () => {
    const found = parts();
    if (found.get("example") || found.get("t")) {
      if ((found.get("example") || "") !== slug || (found.get("t") && !kept.includes("t=" + found.get("t")))) open();
    } else if (kept && root.location.hash.length > 1) { // a link to a step or a row inside the exercise
      root.history.replaceState(null, "", B.addressOf(decodeURIComponent(root.location.hash.slice(1))));
    }
  });
  root.addEventListener("pagehide", keepDraft);
  open();
})(window);
