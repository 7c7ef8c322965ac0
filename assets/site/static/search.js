// The search: loads the shards of the words asked for, ranks in the page, and shows what it found as text.
(function () {
  "use strict";
  var SHOWN = 20;
  var MOST_FORMS = 80; // forms of a word that are looked at where only its beginning was typed
  var IDEOGRAPHS = "\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af";
  var WORD = new RegExp("[" + IDEOGRAPHS + "]+|(?:(?![" + IDEOGRAPHS + "])[\\p{L}\\p{N}])+", "gu");
  var IDEOGRAPHIC = new RegExp("^[" + IDEOGRAPHS + "]");

  var script = document.currentScript;
  var base = script.src.slice(0, script.src.lastIndexOf("/assets/")) + "/";
  var about = null;
  var words = {};
  var records = {};
  var loading = {};
  var passedOver = {};

  window.termscapeSearch = {
    about: function (name, content) {
      about = content;
      content.passed_over.forEach(function (word) { passedOver[word] = true; });
      content.known = {};
      content.shards.forEach(function (shard) { content.known[shard] = true; });
    },
    words: function (name, content) { words[name] = content; },
    records: function (name, content) { records[name] = content; }
  };

  function load(file) {
    if (!loading[file]) {
      loading[file] = new Promise(function (resolve, reject) {
        var element = document.createElement("script");
        element.src = base + "search/index/" + file + ".js";
        element.onload = resolve;
        element.onerror = function () {
          delete loading[file];
          reject(new Error(file));
        };
        document.head.appendChild(element);
      });
    }
    return loading[file];
  }

  function folded(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase();
  }

  function wordsOf(text) {
    var found = [];
    (folded(text).match(WORD) || []).forEach(function (word) {
      if (IDEOGRAPHIC.test(word)) {
        for (var at = 0; at < Math.max(1, word.length - 1); at += 1) found.push(word.slice(at, at + 2));
      } else if (word.length > 1 && !passedOver[word]) {
        found.push(word.slice(0, about.longest));
      }
    });
    return found.filter(function (word, at) { return found.indexOf(word) === at; });
  }

  function shardOf(word) {
    if (IDEOGRAPHIC.test(word)) return "x" + (word.charCodeAt(0) % about.apart);
    return Array.from(word).slice(0, 2).map(function (letter) { return letter.codePointAt(0).toString(16); }).join("-");
  }

  function numbers(told) {
    var last = 0;
    if (!told) return [];
    return told.split(".").map(function (step) { last += parseInt(step, 36); return last; });
  }

  // The records that hold a word or a word that begins so: number -> weight
  function matches(word) {
    var shard = words[shardOf(word)] || {};
    var forms = Object.keys(shard).filter(function (form) { return form.indexOf(word) === 0; });
    forms.sort(function (a, b) { return a.length - b.length; });
    var found = new Map();
    forms.slice(0, MOST_FORMS).forEach(function (form) {
      var parts = shard[form].split("|");
      var anywhere = numbers(parts[0]);
      var rare = Math.log(1 + about.records / anywhere.length) * (form === word ? 1 : 0.6);
      var titled = new Set(numbers(parts[1]));
      anywhere.forEach(function (number) {
        var weight = rare * (titled.has(number) ? 2 : 1);
        if (!(found.get(number) >= weight)) found.set(number, weight);
      });
    });
    return found;
  }

  function ranked(asked) {
    var found = asked.map(matches);
    var sums = new Map();
    found.forEach(function (one) {
      one.forEach(function (weight, number) {
        var sum = sums.get(number) || { weight: 0, words: 0 };
        sum.weight += weight;
        sum.words += 1;
        sums.set(number, sum);
      });
    });
    var all = Array.from(sums, function (entry) { return { number: entry[0], weight: entry[1].weight, words: entry[1].words }; });
    var whole = all.filter(function (one) { return one.words === asked.length; });
    var partly = whole.length === 0 && asked.length > 1;
    var list = partly ? all : whole;
    list.forEach(function (one) {
      if (one.number < about.first_provision) one.weight *= 2;
      one.weight += one.words * 4;
    });
    // of those that fit alike, not all of one platform first
    list.sort(function (a, b) { return b.weight - a.weight || spread(a.number) - spread(b.number); });
    return { list: list, partly: partly };
  }

  function spread(number) {
    return Math.imul(number + 1, 2654435761) >>> 0;
  }

  function marked(text, asked) {
    var box = document.createDocumentFragment();
    var at = 0;
    var word = new RegExp(WORD.source, "gu");
    var found;
    while ((found = word.exec(text))) {
      var plain = folded(found[0]);
      var hit = asked.some(function (one) {
        return IDEOGRAPHIC.test(one) ? plain.indexOf(one) >= 0 : plain.indexOf(one) === 0;
      });
      if (!hit) continue;
      box.append(text.slice(at, found.index));
      var mark = document.createElement("mark");
      mark.textContent = found[0];
      box.append(mark);
      at = found.index + found[0].length;
    }
    box.append(text.slice(at));
    return box;
  }

  function item(record, asked) {
    var li = document.createElement("li");
    var title = document.createElement("p");
    var link = document.createElement("a");
    link.href = base + record[2];
    link.dir = "auto";
    link.append(marked(record[1], asked));
    title.append(link);
    var where = document.createElement("p");
    where.className = "where";
    where.textContent = record[0] + (record[3] ? " · " + record[3] : "");
    var text = document.createElement("p");
    text.dir = "auto";
    text.append(marked(record[4], asked));
    li.append(title, where);
    if (record[4] && record[1].indexOf(record[4].slice(0, 60)) < 0) li.append(text);
    return li;
  }

  function search() {
    var form = document.getElementById("search-form");
    var field = document.getElementById("search-field");
    var list = document.getElementById("results");
    var told = document.getElementById("told");
    var more = document.getElementById("more");
    if (!form) return;
    var turn = 0;

    function show(result, asked, from) {
      var some = result.list.slice(from, from + SHOWN);
      var shards = some.map(function (one) { return Math.floor(one.number / about.a_shard); });
      return Promise.all(shards.map(function (shard) { return load("r-" + shard); })).then(function () {
        return some.map(function (one) {
          return item(records[Math.floor(one.number / about.a_shard)][one.number % about.a_shard], asked);
        });
      });
    }

    function run() {
      var mine = (turn += 1);
      var typed = field.value.trim();
      load("about").then(function () {
        var asked = wordsOf(typed);
        if (!asked.length) {
          list.replaceChildren();
          more.hidden = true;
          told.textContent = typed ? "Give a word of two letters or more that not every clause has." : "";
          return;
        }
        var shards = asked.map(shardOf).filter(function (shard, at, of) { return about.known[shard] && of.indexOf(shard) === at; });
        return Promise.all(shards.map(function (shard) { return load("w-" + shard); })).then(function () {
          var result = ranked(asked);
          return show(result, asked, 0).then(function (items) {
            if (mine !== turn) return;
            list.replaceChildren.apply(list, items);
            told.textContent = result.list.length === 0 ? "Nothing was found." :
              (result.partly ? "Nothing has all these words; " + result.list.length + " have some of them." :
                result.list.length + (result.list.length === 1 ? " result." : " results."));
            list.dataset.asked = typed;
            var shown = items.length;
            more.hidden = shown >= result.list.length;
            more.onclick = function () {
              show(result, asked, shown).then(function (next) {
                list.append.apply(list, next);
                shown += next.length;
                more.hidden = shown >= result.list.length;
                if (next[0]) next[0].querySelector("a").focus();
              });
            };
          });
        });
      }).catch(function () {
        told.textContent = "The index could not be loaded. Is the folder search/index beside this page complete?";
      });
      try {
        history.replaceState(null, "", typed ? "?q=" + encodeURIComponent(typed) : location.pathname);
      } catch (error) {
        // opened from a folder, the address stays as it is
      }
    }

    var waiting = 0;
    field.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(run, 150);
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      clearTimeout(waiting);
      run();
    });
    form.hidden = false;
    var given = new URLSearchParams(location.search).get("q");
    if (given) {
      field.value = given;
      run();
    }
  }

  search();
})();
