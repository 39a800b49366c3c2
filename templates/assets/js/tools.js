// @ts-check
/* What a reader expects of a page: colours, printing, copying, and where one is in the text. */
(function (root) {
  "use strict";
  const document = root.document;
  const B = root.Backprop;

  function themes(tools) {
    const select = tools.querySelector("[data-set=theme]");
    select.value = root.BackpropTheme.read();
    select.addEventListener("change", () => root.BackpropTheme.write(select.value));
  }

  function printing(tools) {
    tools.querySelector("[data-do=print]").addEventListener("click", () => root.print());
    const menu = tools.querySelector("details.printing");
    if (!menu) return;
    const close = (event) => {
      if (event.key === "Escape" && menu.open && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      if (event.key === "Escape" || (event.type === "click" && !menu.contains(event.target))) menu.open = false;
    };
    ["click", "keydown"].forEach((kind) => document.addEventListener(kind, close));
  }

  /* The list of contents marks the section that is being read. */
  function follow(contents) {
    const links = new Map(Array.from(contents.querySelectorAll("a"), (link) => [link.hash.slice(1), link]));
    const heads = Array.from(links.keys(), (id) => document.getElementById(id)).filter(Boolean);
    function mark() {
      const above = heads.filter((head) => head.getBoundingClientRect().top < root.innerHeight * 0.3);
      const current = above.length ? above[above.length - 1].id : "";
      links.forEach((link, id) => {
        if (id === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    }
    let waiting = false;
    root.addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      root.requestAnimationFrame(() => { waiting = false; mark(); });
    }, { passive: true });
    mark();
  }

  /* A line of work as text: its sides, each said once. */
  function asText({ symbolic, substituted, value }) {
    return [substituted, value].reduce((line, side) => (line.endsWith(" = " + side) ? line : line + " = " + side), symbolic);
  }

  /* A step in the form that was chosen; with other numbers than were printed, the line as it is read. */
  function copied(step, form) {
    const row = step.querySelector(".row");
    if (form === "mathml") {
      const inner = Array.from(row.querySelectorAll("math"), (part) => part.innerHTML).join("").replace(/ (value|data-[a-z]+)="[^"]*"/g, "");
      return '<math xmlns="' + row.querySelector("math").namespaceURI + '"><mrow>' + inner + "</mrow></math>";
    }
    const { text, tex } = B.record.steps.find((each) => each.id === step.id);
    const line = form === "tex" ? tex : asText(text);
    if (!document.documentElement.hasAttribute("data-edited")) return line;
    const sides = line.split(" = "); // with other numbers: the symbols, and what they come to now
    const value = step.querySelector(".row .value [data-q]").textContent;
    return [...sides.slice(0, Math.min(2, sides.length - 1)), form === "tex" ? B.inTex(value) : value].join(" = ");
  }

  /* Copying: a button on every step, in the form that is chosen at the top, and one on every program. */
  function copying(within) {
    const format = /** @type {HTMLSelectElement | null} */ (document.querySelector("[data-set=format]"));
    const key = "backprop-format";
    if (format) {
      try { format.value = root.localStorage.getItem(key) || "text"; } catch (error) { format.value = "text"; }
      format.addEventListener("change", () => { try { root.localStorage.setItem(key, format.value); } catch (error) { return; } });
    }
    function add(place, name, read) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      if (place.matches(".step")) button.tabIndex = -1; // the arrow keys lead to it
      button.textContent = B.say("copy");
      button.setAttribute("aria-label", B.say("copy-what", { what: name }));
      button.addEventListener("click", () => {
        const tell = (name) => { button.textContent = B.say(name); root.setTimeout(() => { button.textContent = B.say("copy"); }, 1500); };
        if (root.navigator.clipboard) root.navigator.clipboard.writeText(read()).then(() => tell("copied"), () => tell("not-allowed"));
        else tell("not-allowed");
      });
      place.append(button);
    }
    /** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(".step")).forEach((step) => add(step, step.querySelector(".chip>math").getAttribute("aria-label"), () => copied(step, format ? format.value : "text")));
    within.querySelectorAll("pre").forEach((block) => {
      const frame = document.createElement("div");
      frame.className = "copied";
      block.replaceWith(frame);
      frame.append(block);
      add(frame, B.say("this-block"), () => block.textContent);
    });
  }

  /* What is marked with the mouse in a line of work is copied as that line: one that can be read. */
  function marked(event) {
    const selection = document.getSelection();
    if (!B.record || !selection || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const common = /** @type {Element} */ (range.commonAncestorContainer.nodeType === 1 ? range.commonAncestorContainer : range.commonAncestorContainer.parentElement);
    const stepOf = (line) => document.getElementById((line.querySelector(".chip") || line).getAttribute("href")?.slice(1) || "");
    const row = common.closest(":is(.step, .shown) > .row:not(.product)");
    const whole = row && stepOf(row);
    if (whole) event.clipboardData.setData("text/plain", copied(whole, "text"));
    else if (common.closest(".step, .shown") || common.querySelector(".step > .row")) {
      const part = range.cloneContents();
      part.querySelectorAll(".row:not(.product)").forEach((line) => {
        const step = stepOf(line);
        if (step) line.replaceChildren(copied(step, "text") + "\n");
      });
      event.clipboardData.setData("text/plain", part.textContent.replace(/\u200b/g, "").replace(/\n\s*\n/g, "\n"));
    } else return;
    event.preventDefault();
  }

  /* What puts the player on another page has the address of this site, where it has one. */
  document.querySelectorAll(".embed code").forEach((code) => {
    const address = new URL("player/index.html", root.location.href.split("#")[0]);
    address.search = "";
    if (address.protocol !== "file:") code.textContent = code.textContent.replace(/src="…[^"]*"/, 'src="' + address.href + '"');
  });

  document.addEventListener("copy", marked);
  const tools = document.querySelector("header.site .tools");
  themes(tools);
  printing(tools);
  B.copying = copying;
  copying(document);
  const contents = document.querySelector(".contents");
  if (contents) follow(contents);
})(window);
