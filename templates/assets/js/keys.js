// @ts-check
/* Which key does what. Only while the player has the focus, never while somebody types, and never in the way of a
   control that wants the key itself: everywhere else the keys are the page's. */
(function (root) {
  "use strict";
  const ACTIONS = {
    ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last",
    PageUp: "previousPhase", PageDown: "nextPhase", " ": "toggle", "?": "legend",
  };

  function typing(target) {
    return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
  }

  /* Returns the action of a key press, or nothing where the key is not the player's. */
  function actionOf(event, player) {
    const action = ACTIONS[event.key];
    if (!action || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return "";
    if (event.key === " " && event.target.closest("button, a, summary")) return "";
    return player.contains(event.target) ? action : "";
  }

  root.Backprop.actionOf = actionOf;
})(window);
