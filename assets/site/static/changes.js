// The filters of the page of changes: they look through all years, newest first, loading a script a year as needed.
(function () {
  "use strict";
  var SHOWN = 60;
  var script = document.currentScript;
  var base = script.src.slice(0, script.src.lastIndexOf("/assets/")) + "/";
  var years = {};
  window.termscapeChanges = function (year, rows) { years[year] = rows; };

  var form = document.getElementById("change-filters");
  var list = document.getElementById("change-list");
  if (!form || !list) return;
  var told = document.getElementById("change-told");
  var more = document.getElementById("change-more");
  var known = form.dataset.years ? form.dataset.years.split(" ") : [];
  var before = Array.prototype.slice.call(list.children);
  var toldFirst = told.textContent;
  var turn = 0;
  // in the edition for a team: whether only the platforms they use are shown
  var ours = form.elements.namedItem("ours");

  function load(year) {
    if (years[year]) return Promise.resolve();
    return new Promise(function (resolve, reject) {
      var element = document.createElement("script");
      element.src = base + "changes/data/" + year + ".js";
      element.onload = resolve;
      element.onerror = reject;
      document.head.appendChild(element);
    });
  }

  function element(name, text, className) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function item(row) {
    var li = element("li", "", "change");
    var head = element("p", "", "change-head");
    var link = element("a", row[2] + ", " + row[3], "strong");
    link.href = base + row[0];
    head.append(row[4] === "substantive" ? element("span", row[5], "weight " + row[5]) : element("span", row[4].replace(/_/g, " "), "tag"), " ", link);
    var summary = element("p", row[9]);
    summary.dir = "auto";
    var when = element("p", "Changed " + (row[7] ? "between " + row[7] + " and " : "by ") + row[8] + (row[10] ? " · silent edit: the date it gives itself stayed" : ""), "note");
    li.append(head, summary, when);
    if (row[12]) {
      var review = element("p", row[12], "review " + row[12].split(/[ :]/)[0]);
      review.dir = "auto";
      li.append(review);
    }
    return li;
  }

  function wanted() {
    var values = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name && field.value && field !== ours) values[field.name] = field.value;
    });
    return values;
  }

  function fits(row, values) {
    return (!ours || !ours.checked || row[11]) &&
      (!values.platform || row[1] === values.platform) &&
      (values.class === "all" || row[4] === (values.class || "substantive")) &&
      (!values.significance || row[5] === values.significance) &&
      (!values.topic || row[6].indexOf(values.topic) >= 0);
  }

  // what is chosen stands in the address, so that it can be kept, sent and come back to
  function kept(values) {
    var query = new URLSearchParams(values).toString();
    try {
      history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
    } catch (error) { /* a browser may forbid it for files */ }
  }

  function apply() {
    var mine = (turn += 1);
    var values = wanted();
    kept(values);
    if (!Object.keys(values).length && (!ours || ours.checked)) {
      list.replaceChildren.apply(list, before);
      told.textContent = toldFirst;
      more.hidden = true;
      return;
    }
    Promise.all(known.map(load)).then(function () {
      if (mine !== turn) return;
      var found = [];
      known.forEach(function (year) {
        (years[year] || []).forEach(function (row) { if (fits(row, values)) found.push(row); });
      });
      list.replaceChildren.apply(list, found.slice(0, SHOWN).map(item));
      told.textContent = found.length + (found.length === 1 ? " change." : " changes.");
      var shown = SHOWN;
      more.hidden = shown >= found.length;
      more.onclick = function () {
        var next = found.slice(shown, shown + SHOWN).map(item);
        list.append.apply(list, next);
        shown += next.length;
        more.hidden = shown >= found.length;
        if (next[0]) next[0].querySelector("a").focus();
      };
    }).catch(function () {
      told.textContent = "The list could not be loaded. Is the folder changes/data beside this page complete?";
    });
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  var given = new URLSearchParams(location.search);
  var any = false;
  given.forEach(function (value, name) {
    var field = form.elements.namedItem(name);
    if (field === ours) return;
    if (field) {
      field.value = value;
      any = any || field.value === value;
    }
  });
  // a link to the changes of something means all of them
  if (any && ours) ours.checked = false;
  if (any) apply();
})();
