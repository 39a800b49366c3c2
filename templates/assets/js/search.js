// @ts-check
/* Searching all pages. From a web server by the full-text index; from disk, where that cannot be fetched, by headings. */
(function (root) {
  "use strict";
  const document = root.document;
  const say = root.Backprop.say;
  const input = /** @type {HTMLInputElement} */ (document.getElementById("query"));
  const said = document.querySelector(".found");
  const list = document.querySelector(".results");
  const entries = Array.from(/** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".index a")), (link) => ({ text: folded(link.textContent), link: link }));
  const home = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src).href.replace(/assets\/js\/.*$/, "");
  const MOST = 60; // pages that are weighed
  const SHOWN = 20;
  const NEAR = 4; // letters that two forms of a word have in common
  let engine = null;
  let asked = 0;

  /* A text as it is looked for: small letters, and w₅ for those who type w5. */
  function folded(text) {
    return signed(text.normalize("NFKC").toLowerCase());
  }

  /* A slope as it stands in formulas, for those who type dE/dw5. */
  function signed(text) {
    return text.replace(/(?<![\p{L}\d])d([\p{L}\d_]+)\/d(?=\p{L})/gu, "∂$1/∂");
  }

  function show(words, items, more = false) {
    list.replaceChildren(...items);
    const found = () => say(more ? "first-places" : items.length === 1 ? "place" : "places", { n: items.length, words: words });
    said.textContent = words ? found() + (engine ? "" : say("headings-only")) : "";
  }

  function item(href, title, excerpt) {
    const made = document.createElement("li");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = title;
    made.append(link);
    if (excerpt) {
      const text = document.createElement("p");
      excerpt.split(/<\/?mark>/).forEach((part, i) => {
        const piece = i % 2 ? document.createElement("mark") : document.createElement("span");
        piece.textContent = plain(part);
        text.append(piece);
      });
      made.append(text);
    }
    return made;
  }

  function plain(text) {
    const box = document.createElement("template"); // keeps the spaces around a word that is marked
    box.innerHTML = text;
    return box.content.textContent;
  }

  function byHeadings(words) {
    const wanted = folded(words).split(/\s+/).filter(Boolean);
    const found = entries.filter((entry) => wanted.every((word) => entry.text.includes(word)));
    show(words, wanted.length ? found.map((entry) => item(entry.link.href, entry.link.textContent, "")) : []);
  }

  /* How much a page counts beside others that have the words as often: lessons of the course first, the later ones a
     little more, since they hold more together; then what belongs to the course; then variants; then audits. */
  const shelves = Array.from(document.querySelectorAll(".side .shelf"), (shelf) => Array.from(shelf.querySelectorAll("a"), (link) => link.href));
  function weight(address) {
    if (/\/audit\//.test(address)) return 0.5;
    const places = shelves.map((links) => links.findIndex((href) => href.replace(/index\.html$/, "") === address));
    if (places[0] >= 0) return 2.2 + 0.07 * places[0];
    return places.some((place) => place >= 0) ? 1.3 : 0.8;
  }

  /* How many of the words, from 0 to 1, stand in the title of a part of a page. */
  function titled(part, words) {
    const wanted = folded(words).split(/\s+/);
    const title = folded(part.title || "");
    return wanted.filter((word) => title.includes(word)).length / wanted.length;
  }

  /* How well a part of a page answers: how many of the words it has, in its title or in what is shown of it; of two
     that have as many, the one whose title has more. */
  function answers(part, words) {
    const has = Array.from((part.excerpt || "").matchAll(/<mark>(.*?)<\/mark>/g), (found) => folded(plain(found[1]))).join(" ");
    const title = folded(part.title || "");
    const wanted = folded(words).split(/\s+/);
    const met = wanted.filter((word) => title.includes(word) || has.includes(word)).length;
    return met / wanted.length + titled(part, words) / 2;
  }

  /* Whether what the index found has to do with the words at all: it answers with single letters where it has nothing. */
  function related(part, words) {
    const marked = Array.from((part.excerpt || "").matchAll(/<mark>(.*?)<\/mark>/g), (found) => folded(plain(found[1])));
    const wanted = folded(words).split(/\s+/);
    return wanted.some((word) => marked.some((mark) => mark.includes(word.slice(0, NEAR)) || (mark.length > 1 && word.includes(mark)))) || titled(part, words) > 0;
  }

  const at = (url) => home + url.replace(/^\//, "");

  async function byIndex(words, turn) {
    const found = await engine.search(signed(words));
    const all = await Promise.all(found.results.slice(0, MOST).map(async (result) => ({ score: result.score, page: await result.data() })));
    if (turn !== asked) return;
    const scored = all.map((each) => ({ page: each.page, score: each.score * weight(at(each.page.url)) * (1 + Math.max(0, ...(each.page.sub_results || []).map((part) => titled(part, words)))) }));
    const kin = scored.filter((each) => each.page.sub_results.some((part) => related(part, words)));
    const data = kin.sort((a, b) => b.score - a.score).slice(0, SHOWN).map((each) => each.page);
    const items = data.map((page) => { // a page, and in it the places
      const made = item(at(page.url), page.meta.title, page.sub_results && page.sub_results.length ? "" : page.excerpt);
      const places = document.createElement("ul");
      const best = (page.sub_results || []).slice().sort((a, b) => answers(b, words) - answers(a, words));
      best.slice(0, 3).forEach((part) => places.append(item(at(part.url), part.title || page.meta.title, part.excerpt)));
      if (places.children.length) made.append(places);
      return made;
    });
    show(words, items, kin.length > SHOWN);
  }

  function search() {
    const words = input.value.trim().replace(/(\d),(?=\d)/g, "$1.").replace(/(?<!\S)-(?=\.?\d)/g, "\u2212"); // pages have points, and true minus signs
    const turn = ++asked;
    const address = new URL(root.location.href);
    if (words) address.searchParams.set("q", words);
    else address.searchParams.delete("q");
    root.history.replaceState(null, "", address);
    if (!words) show("", []);
    else if (engine) byIndex(words, turn);
    else byHeadings(words);
  }

  async function start() {
    if (root.location.protocol !== "file:") {
      try {
        engine = await import(home + "pagefind/pagefind.js");
        await engine.options({ baseUrl: "/", excerptLength: 24, noWorker: true });
        await engine.init();
      } catch (error) {
        engine = null;
      }
    }
    input.value = new URL(root.location.href).searchParams.get("q") || "";
    input.addEventListener("input", search);
    input.form.addEventListener("submit", (event) => event.preventDefault());
    if (input.value) search();
  }

  start();
})(window);
