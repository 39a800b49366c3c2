// @ts-check
/* A player inside another page: it tells how high it is, in plain words and as learning platforms ask for it. */
(function (root) {
  "use strict";
  if (root.parent === root) return;
  /* On the front page, where it plays by itself, what stands around the frame is not said again in it. */
  root.document.documentElement.toggleAttribute("data-front", new URLSearchParams(root.location.search).get("play") === "" /* and no neuron's number */);
  let told = 0;
  function tell() {
    const height = Math.ceil(root.document.documentElement.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    root.parent.postMessage({ type: "backprop.height", height: height }, "*");
    root.parent.postMessage({ subject: "lti.frameResize", height: height }, "*");
  }
  const watch = new ResizeObserver(tell);
  watch.observe(root.document.documentElement);
  watch.observe(root.document.body);
  root.addEventListener("load", tell);
  tell();
})(window);
