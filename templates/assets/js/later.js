// @ts-check
/* What edits the numbers of a lesson comes once somebody asks for it: by the button, or by an address that has some. */
(function (root) {
  "use strict";
  const document = root.document;
  const B = root.Backprop;
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-do=edit]"));
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  let coming = /** @type {HTMLScriptElement | null} */ (null);

  function load() {
    if (coming) return;
    coming = document.createElement("script");
    coming.src = new URL("edit.js", here).href;
    coming.addEventListener("error", () => {
      const box = /** @type {HTMLElement} */ (document.querySelector(".edited"));
      box.hidden = false;
      box.querySelector(".told").textContent = B.say("not-here");
      coming = null; // asked again, it is tried again
    });
    document.head.append(coming);
  }

  if (!button || !B.record) return;
  ["pointerenter", "focus"].forEach((kind) => button.addEventListener(kind, load));
  button.addEventListener("click", () => {
    if (B.edit) return; // it is there, and hears the click itself
    load();
    coming.addEventListener("load", () => button.click(), { once: true });
  });
  if (B.record.given.some((id) => new URLSearchParams(root.location.search).has(id))) load();
})(window);
