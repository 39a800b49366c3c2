// @ts-check
/* Find the slip: the line that is marked and the slip that is named are told to be right or not; the answer waits. */
(function (root) {
  "use strict";
  const B = root.Backprop;
  const OFF = { again: "line-again", carried: "line-carried" };
  const options = /** @type {NodeListOf<HTMLOptionElement>} */ (root.document.querySelectorAll("[data-why]")); // those of the first solution
  const meant = new Map(Array.from(options, (option) => [option.value, { name: option.text, why: option.dataset.why }]));

  /* A line that is wider than its place can be reached, and so moved, by the keyboard too. */
  function reach() {
    /** @type {NodeListOf<HTMLElement>} */ (root.document.querySelectorAll(".lines td:has(> .work)")).forEach((cell) => {
      if (cell.scrollWidth > cell.clientWidth) cell.tabIndex = 0;
      else cell.removeAttribute("tabindex");
    });
  }
  reach();
  root.addEventListener("resize", reach);

  root.document.querySelectorAll("section.find").forEach((part) => {
    const box = /** @type {HTMLElement} */ (part);
    const told = B.one(box, ".told");
    const named = /** @type {HTMLElement} */ (told.cloneNode()); // of the slip, while the line keeps what it is told
    named.className = "named";
    const rule = B.one(box, ".rule");
    const lines = /** @type {HTMLTableRowElement[]} */ (Array.from(box.querySelectorAll("[data-line]")));
    const first = lines.findIndex((line) => line.dataset.line === box.dataset.first);
    const select = B.one(box, "[data-set=slip]");
    let found = false;

    function mark(line) {
      const at = lines.indexOf(line);
      lines.forEach((each) => { delete each.dataset.judged; });
      found = at === first;
      line.dataset.judged = found ? "right" : "wrong";
      line.cells[1].append(told); // where the eye is, and where the next question is asked
      if (found) told.after(rule, named);
      told.textContent = B.say(found ? "first-found" : at < first ? "line-right" : OFF[line.dataset.off] || "line-sound");
    }

    select.addEventListener("change", () => {
      const right = select.value === box.dataset.slip;
      rule.after(named);
      rule.dataset.judged = right ? "right" : "wrong";
      const why = right || !meant.has(select.value) ? "" : " " + B.say("slip-meant", meant.get(select.value));
      named.textContent = B.say(!right ? "slip-other" : found ? "slip-found" : "slip-found-line") + why;
      if (right && found) B.one(box, ".answer").open = true;
    });
    box.addEventListener("click", (event) => {
      const pressed = /** @type {Element} */ (event.target).closest("[data-do=mark]");
      if (pressed) mark(pressed.closest("[data-line]"));
    });
  });
})(window);
