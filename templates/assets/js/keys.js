/* Which key does what. Never while somebody types, and never in the way of a control that wants the key itself. */
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
  function actionOf(event, player, alone) {
    const action = ACTIONS[event.key];
    if (!action || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return "";
    if (event.key === " " && event.target.closest("button, a, summary")) return "";
    return player.contains(event.target) || (alone && event.target === document.body) ? action : "";
  }

  root.Backprop.actionOf = actionOf;
})(window);
