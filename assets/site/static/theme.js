// Before anything is shown: the reader's choice of light or dark, and that scripts run at all.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var chosen = localStorage.getItem("termscape-theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch (error) {
    // a browser that keeps nothing for this page follows the system
  }
})();
