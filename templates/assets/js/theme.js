/* Sets the colours a reader chose before anything is painted; without a choice the system decides. */
(function (root) {
  "use strict";
  const KEY = "backprop-theme";
  function read() {
    try { return root.localStorage.getItem(KEY) || "system"; } catch (error) { return "system"; }
  }
  function write(theme) {
    try { root.localStorage.setItem(KEY, theme); } catch (error) { /* without storage the choice lasts as long as the page */ }
    apply(theme);
  }
  function apply(theme) {
    const html = root.document.documentElement;
    if (theme === "light" || theme === "dark") html.dataset.theme = theme;
    else delete html.dataset.theme;
  }
  root.document.documentElement.classList.add("scripted");
  apply(read());
  /* Ask for the fonts at once, so that they are there for the first paint; from disk they are, and may not be asked for so. */
  if (root.location.protocol !== "file:") {
    const home = root.document.currentScript.src.replace(/js\/theme\.js.*$/, "fonts/");
    ["STIXTwoText-Regular", "STIXTwoMath"].forEach((name) => {
      const link = root.document.createElement("link");
      Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous", href: home + name + "-subset.woff2" });
      root.document.head.append(link);
    });
  }
  root.BackpropTheme = { read: read, write: write };
})(window);
