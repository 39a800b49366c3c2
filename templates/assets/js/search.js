// @ts-check
/* Searching all pages. From a web server by the full-text index; from disk, where that cannot be fetched, by headings. */
(function (root) {
  "use strict";
  const document = root.document;
  const say = root.Backprop.say;
  const input = /** @type {HTMLInputElement} */ (document.getElementById("query"));
  const said = document.querySelector(".found");
  const list = document.querySelector(".results");
  const entries = Array.from(/** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".index a")), (link) => ({ text: link.textContent.toLowerCase(), link: link }));
  const home = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src).href.replace(/assets\/js\/.*$/, "");
  let engine = null;
  let asked = 0;

  function show(words, items) {
    list.replaceChildren(...items);
    const found = () => say(items.length === 1 ? "place" : "places", { n: items.length, words: words });
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
    return new DOMParser().parseFromString(text, "text/html").body.textContent;
  }

  function byHeadings(words) {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = entries.filter((entry) => wanted.every((word) => entry.text.includes(word)));
    show(words, wanted.length ? found.map((entry) => item(entry.link.href, entry.link.textContent, "")) : []);
  }

  async function byIndex(words, turn) {
    const found = await engine.search(words);
    const data = await Promise.all(found.results.slice(0, 20).map((result) => result.data()));
    if (turn !== asked) return;
    const items = [];
    data.forEach((page) => {
      const parts = page.sub_results && page.sub_results.length ? page.sub_results.slice(0, 3) : [page];
      parts.forEach((part) => {
        const title = part.title && part.title !== page.meta.title ? page.meta.title + ": " + part.title : page.meta.title;
        items.push(item(home + (part.url || page.url).replace(/^\//, ""), title, part.excerpt));
      });
    });
    show(words, items);
  }

  function search() {
    const words = input.value.trim();
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
