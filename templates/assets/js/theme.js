// @ts-check
/* Sets the colours a reader chose before anything is painted; without a choice the system decides. */
(function (root) {
  "use strict";
  const html = document.documentElement;
  const KEY = "backprop-theme";
  function read() {
    try { return root.localStorage.getItem(KEY) || "system"; } catch (error) { return "system"; }
  }
  function write(theme) {
    try { root.localStorage.setItem(KEY, theme); } catch (error) { /* without storage the choice lasts as long as the page */ }
    apply(theme);
  }
  function apply(theme) {
    if (theme === "light" || theme === "dark") html.dataset.theme = theme;
    else delete html.dataset.theme;
  }
  html.classList.add("scripted");
  /* Whoever moves by Tab has every line laid out: one laid out late would push away what has just got the focus. */
  root.addEventListener("keydown", (event) => { if (event.key === "Tab") html.classList.add("tabbed"); });
  apply(read());
  /* Show the page once its fonts are there, or after a moment without them, so that nothing moves under a reader's eyes. */
  const PATIENCE = 600;
  const shown = () => html.classList.remove("waiting");
  if (document.fonts) {
    html.classList.add("waiting");
    root.setTimeout(shown, PATIENCE);
    document.addEventListener("DOMContentLoaded", () => {
      const faces = ["1em 'STIX Two Text'", "italic 1em 'STIX Two Text'", "bold 1em 'STIX Two Text'", "1em 'STIX Two Math'"];
      Promise.all(faces.map((face) => document.fonts.load(face))).then(shown, shown);
    });
  }
  /* Ask for the two that every page needs at once; from disk a page may not, and need not. */
  if (root.location.protocol !== "file:") {
    const home = /** @type {HTMLScriptElement} */ (document.currentScript).src.replace(/js\/theme\.js.*$/, "fonts/");
    ["STIXTwoText-Regular", "STIXTwoMath"].forEach((name) => {
      document.head.append(Object.assign(document.createElement("link"),
        { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous", href: home + name + "-subset.woff2" }));
    });
  }
  root.BackpropTheme = { read, write };
})(window);
