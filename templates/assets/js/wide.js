// @ts-check
/* The maps of a wide network's weights: one can be pointed at, moved to, or named, and its lines are written below.
   The lines are those of the first weight of its layer, with the names and numbers of the one that is chosen. */
(function (root) {
  "use strict";
  const B = root.Backprop;
  const document = root.document;
  const source = document.getElementById("weight-data");
  if (!source) return;
  const data = JSON.parse(source.textContent);
  const digits = B.record.display.digits;

  const rate = data.rate;

  /* A weight: its name, where it comes from and leads to, its value as typed, its gradient, change and new value. */
  function rowOf(layer, i) {
    const [old, gradient, change, next] = layer.numbers[i];
    const wide = layer.sources.length;
    const ends = layer.ends[i] || ["w" + (Number(layer.like[0].slice(1)) + i), layer.sources[i % wide], layer.targets[Math.floor(i / wide)]];
    const step = change === undefined ? -(rate * gradient) : change;
    return [...ends, old, gradient, step, next === undefined ? B.typed(old) + step : next];
  }

  const byName = new Map();
  data.layers.forEach((layer) => layer.numbers.forEach((_, i) => { const row = rowOf(layer, i); byName.set(row[0], { layer: layer, row: row }); }));

  /* How a weight's name is written: as the program writes w7, with its own number. */
  function signOf(name) {
    const number = /^w(\d+)$/.exec(name);
    return number ? data.sign.replace("7", number[1]) : "<mi>" + name + "</mi>";
  }

  /* A name as it stands with something above it too: what is inside its own element. */
  const written = (name) => (data.names[name] || signOf(name)).replace(/^<msub>|<\/msub>$/g, "");
  const sent = (name) => (data.inputs.includes(name) ? name : "out_" + name);

  /* The ids of the first weight's lines, each with the id that takes its place. */
  function instead(like, row) {
    const [weight, from, to] = row;
    const found = new Map([[like[0], weight], [sent(like[1]), sent(from)]]);
    ["grad_", "change_", "new_"].forEach((kind) => found.set(kind + like[0], kind + weight));
    ["delta_", "dE_dout_", "dout_dnet_"].forEach((kind) => found.set(kind + like[2], kind + to));
    return found;
  }

  /* The full value of a quantity: the weight's own, or one that stands in a table. */
  function valueOf(id, row) {
    const own = { ["grad_" + row[0]]: row[4], ["change_" + row[0]]: row[5], ["new_" + row[0]]: row[6] };
    if (id in own) return { value: own[id], text: B.asRead(own[id], digits) };
    if (id === row[0]) return { value: B.typed(row[3]), text: row[3] };
    const place = document.querySelector(".neurons [data-q='" + CSS.escape(id) + "'], .given [data-q='" + CSS.escape(id) + "']");
    return place ? { value: Number(place.getAttribute("value")), text: place.textContent } : null;
  }

  function line(id, like, row) {
    const model = document.querySelector("#" + CSS.escape(id) + " > .row");
    if (!model) return null;
    const names = [[like[0], row[0]], [like[1], row[1]], [like[2], row[2]]].filter(([old, own]) => old !== own);
    let text = model.outerHTML;
    names.forEach(([old], i) => { text = text.split(written(old)).join("\u0000" + i); });
    names.forEach(([, own], i) => { text = text.split("\u0000" + i).join(written(own)); });
    const box = document.createElement("template");
    box.innerHTML = text;
    const made = /** @type {HTMLElement} */ (box.content.firstElementChild);
    const others = instead(like, row);
    made.querySelectorAll("[data-q]").forEach((place) => {
      const at = /** @type {HTMLElement} */ (place);
      at.dataset.q = others.get(at.dataset.q) || at.dataset.q;
      const found = valueOf(at.dataset.q, row);
      if (!found) throw new Error("no value of " + at.dataset.q);
      at.setAttribute("value", String(found.value));
      B.put(at, found.text);
    });
    const chip = made.querySelector(".chip"); // a line that is written here has no address of its own
    const name = document.createElement("span");
    name.className = "chip";
    name.append(...chip.childNodes);
    chip.replaceWith(name);
    made.querySelectorAll("[aria-label]").forEach((part) => { // it is that of another weight
      part.removeAttribute("aria-label");
      part.removeAttribute("role");
    });
    return made;
  }

  function choose(name) {
    const found = byName.get(name);
    const field = /** @type {HTMLInputElement} */ (B.one(document, "[data-set=weight]"));
    field.setAttribute("aria-invalid", String(!found));
    B.one(document, ".no-weight").textContent = found ? "" : B.say("no-weight", { name: name });
    if (!found) return;
    field.value = name;
    const { layer, row } = found;
    document.querySelectorAll(".derivation").forEach((box) => box.replaceChildren());
    document.querySelectorAll(".heat .chosen").forEach((mark) => { mark.setAttribute("x", "-2"); });
    const map = B.one(document, ".map[data-layer='" + layer.index + "']");
    map.dataset.chosen = name;
    const [x, y] = placeOf(layer, row);
    const mark = B.one(map, ".chosen");
    mark.setAttribute("x", String(x));
    mark.setAttribute("y", String(y));
    const told = document.createElement("p");
    told.textContent = B.say("weight-of", { name: name, from: row[1], to: row[2] });
    const delta = data.joint.includes(layer.index) ? [] : ["delta_" + layer.like[2]];
    const grad = "grad_" + layer.like[0];
    const lines = [...delta, grad, "change_" + layer.like[0], "new_" + layer.like[0]].map((id) => line(id, layer.like, row));
    B.one(map, ".derivation").append(told, ...lines.filter(Boolean));
  }

  const placeOf = (layer, row) => [layer.sources.indexOf(row[1]), layer.targets.indexOf(row[2])];

  /* The weight at a place of a map, if one leads there. */
  function at(layer, x, y) {
    const found = Array.from(byName.values()).find((each) => each.layer === layer && each.row[1] === layer.sources[x] && each.row[2] === layer.targets[y]);
    return found ? found.row : null;
  }

  const MOVES = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  document.querySelectorAll(".map").forEach((part) => {
    const map = /** @type {HTMLElement} */ (part);
    const layer = data.layers[Number(map.dataset.layer)];
    map.tabIndex = 0;
    const drawing = B.one(map, ".heat");
    const [wide, high] = drawing.dataset.size.split(" ").map(Number);
    drawing.addEventListener("click", (event) => {
      const box = drawing.getBoundingClientRect();
      const found = at(layer, Math.floor((event.clientX - box.left) / box.width * wide), Math.floor((event.clientY - box.top) / box.height * high));
      if (found) choose(found[0]);
    });
    map.addEventListener("keydown", (event) => {
      const way = MOVES[event.key];
      if (!way || event.target !== map) return;
      event.preventDefault();
      const now = byName.get(map.dataset.chosen);
      let [x, y] = now ? placeOf(layer, now.row) : [-way[0], -way[1]];
      let found = null;
      do { // past places where no connection is
        x += way[0];
        y += way[1];
        found = at(layer, x, y);
      } while (!found && x >= 0 && y >= 0 && x < wide && y < high);
      if (found) choose(found[0]);
    });
  });
  const field = /** @type {HTMLInputElement} */ (B.one(document, "[data-set=weight]"));
  field.addEventListener("change", () => choose(field.value.trim()));
})(window);
