// On every page: the menu on a phone, the choice of light or dark, filters of lists, copying a citation.
(function () {
  "use strict";
  var root = document.documentElement;

  function menu() {
    var button = document.getElementById("menu-button");
    var list = document.getElementById("menu");
    if (!button || !list) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      list.classList.toggle("open", open);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
      button.setAttribute("aria-expanded", "false");
      list.classList.remove("open");
      button.focus();
    });
  }

  function theme() {
    var button = document.getElementById("theme-button");
    if (!button) return;
    var system = window.matchMedia("(prefers-color-scheme: dark)");
    function isDark() {
      return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
    }
    function show() {
      button.textContent = isDark() ? "Light" : "Dark";
      button.setAttribute("aria-label", isDark() ? "Show light colours" : "Show dark colours");
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("termscape-theme", root.dataset.theme);
      } catch (error) {
        // the choice holds for this page
      }
      show();
    });
    if (system.addEventListener) system.addEventListener("change", show);
    show();
  }

  // In the edition for a team: whether what is about platforms they do not use is shown.
  function onlyOurs(label) {
    var box = label.querySelector("input");
    var others = document.querySelectorAll("[data-elsewhere]");
    function apply() {
      Array.prototype.forEach.call(others, function (one) { one.hidden = box.checked; });
    }
    box.autocomplete = "off";
    label.hidden = false;
    box.addEventListener("change", apply);
    apply();
  }

  // A form with data-filters="ID": its fields narrow the children of #ID that carry data-FIELD.
  function filters(form) {
    var list = document.getElementById(form.dataset.filters);
    var told = form.querySelector("[aria-live]");
    if (!list) return;
    form.hidden = false;
    var items = Array.prototype.slice.call(list.querySelectorAll("[data-item]"));
    function apply() {
      var shown = 0;
      items.forEach(function (item) {
        var fits = Array.prototype.every.call(form.elements, function (field) {
          if (!field.name || !field.value) return true;
          var held = item.getAttribute("data-" + field.name) || "";
          if (field.type === "search") return held.indexOf(field.value.toLowerCase().trim()) >= 0;
          return held.split(" ").indexOf(field.value) >= 0;
        });
        item.hidden = !fits;
        if (fits) shown += 1;
      });
      list.querySelectorAll(".group").forEach(function (group) {
        group.hidden = !group.querySelector("[data-item]:not([hidden])");
        // what is looked for is shown, also where the group it stands in was folded
        if (group.tagName === "DETAILS" && shown < items.length) group.open = true;
      });
      // a line that says where the next items stand goes with them
      list.querySelectorAll(".path").forEach(function (path) {
        var next = path.nextElementSibling;
        while (next && next.hidden && !next.classList.contains("path")) next = next.nextElementSibling;
        path.hidden = !next || next.classList.contains("path");
      });
      if (told) told.textContent = shown + " of " + items.length + " shown";
    }
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
    });
    apply();
  }

  function copying(box) {
    var text = box.querySelector("code");
    if (!text || !navigator.clipboard) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy: " + box.querySelector("h3").textContent);
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(text.textContent).then(function () {
        button.textContent = "Copied";
      });
    });
    box.querySelector("h3").after(button);
  }

  menu();
  theme();
  Array.prototype.forEach.call(document.querySelectorAll("[data-only-ours]"), onlyOurs);
  document.querySelectorAll("form[data-filters]").forEach(filters);
  document.querySelectorAll(".cite").forEach(copying);
})();
