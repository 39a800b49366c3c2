// @ts-check
/* Asks the program in the page: it is loaded into a thread of its own when it is first asked, and can be stopped. */
(function (root) {
  "use strict";
  const B = root.Backprop;
  const document = root.document;
  const LONGEST = 30000; // milliseconds that one question may take once Python is there
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;

  /* place: an element that says where Python is. tell: shows what is going on, or nothing. Returns ask and stop. */
  function python(place, tell) {
    const { home, archive, size } = place.dataset;
    let worker = /** @type {Worker | null} */ (null);
    let waiting = /** @type {Map<number, {done: Function, failed: Function}>} */ (new Map());
    let asked = 0;
    let ready = false;
    let clock = 0;

    function hire() {
      const made = new Worker(new URL("worker.js", here), { type: "module" });
      made.onmessage = (event) => {
        const data = event.data;
        if (data.loaded) return loading(data.loaded);
        const one = waiting.get(data.id);
        waiting.delete(data.id);
        ready = ready || "answer" in data;
        rest();
        if (one && "answer" in data) one.done(JSON.parse(data.answer));
        else if (one) one.failed(B.say("failed", { why: data.failed }));
        return undefined;
      };
      made.onerror = (event) => stop(B.say("failed", { why: event.message || "" }));
      return made;
    }

    function loading(bytes) {
      const whole = Number(size);
      tell(bytes < whole ? B.say("loading", { done: (bytes / 1e6).toFixed(1), whole: (whole / 1e6).toFixed(1) }) : B.say("starting"));
    }

    function rest() {
      if (waiting.size) return;
      root.clearTimeout(clock);
      tell("");
    }

    /* Returns the answer; rejects with a line to show. */
    function ask(question) {
      if (root.location.protocol === "file:") return Promise.reject(B.say("from-disk"));
      const fresh = !worker;
      worker = worker || hire();
      const id = ++asked;
      if (ready) {
        tell(B.say("working"));
        root.clearTimeout(clock);
        clock = root.setTimeout(() => stop(B.say("too-long", { seconds: LONGEST / 1000 })), LONGEST);
      } else if (fresh) tell(B.say("starting"));
      const address = (path) => new URL(path, root.location.href).href;
      const found = new Promise((done, failed) => waiting.set(id, { done: done, failed: failed }));
      worker.postMessage({ id: id, home: address(home), archive: address(archive), asked: JSON.stringify(question) });
      return found;
    }

    function stop(why) {
      if (worker) worker.terminate();
      worker = null;
      ready = false;
      const left = Array.from(waiting.values());
      waiting = new Map();
      rest();
      left.forEach((one) => one.failed(why));
    }

    return { ask: ask, stop: stop };
  }

  B.python = python;
})(window);
