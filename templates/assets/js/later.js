// @ts-check
/* What edits the numbers of a lesson comes once somebody asks for it: by the button, or by an address that has some. */
(function (root) {
  "use strict";
  const document = root.document;
  const B = root.Backprop;
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-do=edit]"));
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  let coming = false;
  let pressed = false; // while it comes; pressing twice asks no more than once
  let asked = false; // by somebody, and not only expected

  function load() {
    if (coming) return;
    coming = true;
    const script = document.createElement("script");
    script.src = new URL("edit.js", here).href;
    script.addEventListener("load", () => {
      button.removeAttribute("aria-busy");
      if (pressed) button.click();
    });
    script.addEventListener("error", () => {
      button.removeAttribute("aria-busy");
      coming = pressed = false; // asked again, it is tried again
      if (!asked) return;
      const box = /** @type {HTMLElement} */ (document.querySelector(".edited"));
      box.hidden = false;
      box.querySelector(".told").textContent = B.say("not-here");
    });
    document.head.append(script);
  }

  function ask() {
    asked = true;
    load();
  }

  if (!button || !B.record) return;
  ["pointerenter", "focus"].forEach((kind) => button.addEventListener(kind, load));
  button.addEventListener("click", () => {
    if (B.edit) return; // it is there, and hears the click itself
    pressed = true;
    button.setAttribute("aria-busy", "true");
    ask();
  });
  if (B.record.given.some((id) => new URLSearchParams(root.location.search).has(id))) ask();
})(window);
