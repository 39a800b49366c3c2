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
  root.BackpropTheme = { read: read, write: write };
})(window);
