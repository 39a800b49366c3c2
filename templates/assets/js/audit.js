// @ts-check
/* An audit filtered by verdict. */
(function (root) {
  "use strict";
  const document = root.document;

  /* The chosen verdict is in the address, so that a filtered audit can be linked to and left by the back button. */
  function filter(box) {
    const rows = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll(".audit tbody")));
    const said = box.querySelector("[aria-live]");
    const buttons = Array.from(box.querySelectorAll("button"));
    buttons.forEach((button) => button.addEventListener("click", () => {
      const address = new URL(root.location.href);
      if (button.dataset.group) address.searchParams.set("verdict", button.dataset.group);
      else address.searchParams.delete("verdict");
      address.hash = "";
      root.history.pushState(null, "", address);
      show();
    }));
    function show() {
      const asked = new URL(root.location.href).searchParams.get("verdict") || "";
      const wanted = buttons.some((button) => button.dataset.group === asked) ? asked : "";
      rows.forEach((row) => { row.hidden = wanted !== "" && row.dataset.group !== wanted; });
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.group === wanted)));
      said.textContent = root.Backprop.say("claims-shown", { shown: rows.filter((row) => !row.hidden).length, all: rows.length });
    }
    root.addEventListener("popstate", show);
    show();
  }

  filter(document.querySelector(".filter"));
})(window);
