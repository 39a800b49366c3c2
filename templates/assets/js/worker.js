// @ts-check
/* The program in the page: Python as WebAssembly, in a thread of its own, loaded when it is first asked something. */
const scope = /** @type {any} */ (self);
let bench = /** @type {Promise<(asked: string) => string> | null} */ (null);

/* Counts what is loaded, and keeps it for the next time and for when there is no network. */
async function counted(ask, total) {
  const kept = scope.caches ? await scope.caches.open(total.cache).catch(() => null) : null;
  return async (/** @type {any} */ what, /** @type {any} */ how) => {
    const address = String(what.url || what);
    const before = kept ? await kept.match(address) : undefined;
    const answer = before || await ask(what, how);
    if (!before && kept && answer.ok) await kept.put(address, answer.clone()).catch(() => undefined);
    if (!answer.body) return answer;
    const counting = new TransformStream({
      transform(piece, on) {
        total.done += piece.byteLength;
        scope.postMessage({ loaded: total.done });
        on.enqueue(piece);
      },
    });
    return new Response(answer.body.pipeThrough(counting), { status: answer.status, headers: answer.headers });
  };
}

async function begin(home, archive) {
  const total = { done: 0, cache: "backprop " + archive };
  if (scope.caches) {
    const names = await scope.caches.keys().catch(() => []);
    await Promise.all(names.filter((name) => name.startsWith("backprop ") && name !== total.cache).map((name) => scope.caches.delete(name)));
  }
  scope.fetch = await counted(scope.fetch.bind(scope), total);
  const runtime = await import(home + "pyodide.mjs");
  const python = await runtime.loadPyodide({ indexURL: home });
  const packed = await (await scope.fetch(archive)).arrayBuffer();
  python.unpackArchive(packed, "zip", { extractDir: "/home/pyodide" });
  const made = python.pyimport("backprop.lesson.workbench").Workbench();
  return (asked) => made.answer(asked);
}

scope.onmessage = async (event) => {
  const { id, home, archive, asked } = event.data;
  try {
    bench = bench || begin(home, archive);
    const answer = (await bench)(asked);
    scope.postMessage({ id: id, answer: answer });
  } catch (error) {
    bench = null;
    scope.postMessage({ id: id, failed: String(error && error.message ? error.message : error).trim().split("\n").pop() });
  }
};
