// @ts-check
/* A page with a player in a frame: the frame is as high as the player says it is. */
(function (root) {
  "use strict";
  root.addEventListener("message", (event) => {
    const frame = Array.from(root.document.querySelectorAll("iframe")).find((each) => each.contentWindow === event.source);
    if (frame && event.data && event.data.type === "backprop.height") frame.style.height = Math.ceil(event.data.height) + "px";
  });
})(window);
