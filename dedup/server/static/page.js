"use strict";
// Shows one section for each address behind the #, asks this server for its content, keeps the selection for a
// comparison. What comes back is HTML that the server has escaped; the policy lets nothing else run.
(function () {
  function all(query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); }
  function one(query, root) { return (root || document).querySelector(query); }

  var token = sessionStorage.getItem("token"), again = null;
  var selected = new Map(); // key to {name, id} of a known article or {name, record} of a scored one

  function ask(path, options) {
    options = options || {};
    options.headers = Object.assign({}, options.headers, token ? { Authorization: "Bearer " + token } : {});
    return fetch(path, options).then(function (response) {
      if (response.ok) return response;
      if (response.status === 401) {
        show("ask-token");
        one("#ask-token input").focus();
      }
      return response.json().then(function (problem) { throw new Error(problem.detail); });
    });
  }
  function fill(box, asked) {
    box.setAttribute("aria-busy", "true");
    return asked.then(function (response) { return response.text(); }).then(function (html) {
      box.innerHTML = html;
      mark_picked(box);
    }, function (error) {
      var note = document.createElement("p");
      note.className = "warnings";
      note.setAttribute("role", "alert");
      note.textContent = error.message;
      box.replaceChildren(note);
    }).finally(function () { box.removeAttribute("aria-busy"); });
  }
  function show(id) {
    all("main > section").forEach(function (section) { section.hidden = section.id !== id; });
    all(".contents a").forEach(function (link) {
      if (link.hash === "#/" + id) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    });
    return one("#" + id + " .result");
  }

  // Addresses: #/score, #/articles?query=…, #/articles/ID, #/clusters, #/clusters/ID, #/compare
  function route() {
    var address = location.hash.slice(2) || "score", path = address.split("?")[0], parts = path.split("/");
    again = route;
    if (path === "score" || path === "compare") { show(path); return; }
    if (parts[0] !== "articles" && parts[0] !== "clusters") { show("score"); return; }
    if (parts.length > 1) {
      fill(show("single"), ask("/page/" + address)).then(function () { scrollTo(0, 0); });
      return;
    }
    var box = show(path), query = new URLSearchParams(address.split("?")[1] || "").get("query") || "";
    if (path === "articles") one("#articles input").value = query;
    fill(box, ask("/page/" + path + "?query=" + encodeURIComponent(query)));
  }
  addEventListener("hashchange", route);

  one("#ask-token form").addEventListener("submit", function (event) {
    event.preventDefault();
    token = event.target.token.value;
    sessionStorage.setItem("token", token);
    event.target.reset();
    again();
  });

  // Scoring
  var form = one("#score form"), text = form.text;
  function score(items) {
    var button = one("button", form);
    again = function () { show("score"); score(items); };
    button.disabled = true;
    fill(one("#score .result"), ask("/page/score", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ items: items })
    })).finally(function () { button.disabled = false; });
  }
  function open_files(files) {
    Promise.all(Array.prototype.map.call(files, function (file) {
      return file.text().then(function (content) { return { name: file.name, text: content }; });
    })).then(score);
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    score([{ name: "", text: text.value }]);
  });
  form.files.addEventListener("change", function () { if (form.files.files.length) open_files(form.files.files); });
  text.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  ["dragover", "dragleave", "drop"].forEach(function (kind) {
    addEventListener(kind, function (event) {
      text.classList.toggle("over", kind === "dragover");
      if (!event.dataTransfer || !Array.prototype.includes.call(event.dataTransfer.types, "Files")) return;
      event.preventDefault();
      if (kind === "drop" && event.dataTransfer.files.length) { location.hash = "#/score"; open_files(event.dataTransfer.files); }
    });
  });
  function highlight(event) {
    var source = event.target.closest && event.target.closest("[data-source]");
    all(".on").forEach(function (node) { node.classList.remove("on"); });
    if (source) all('[data-source="' + source.dataset.source + '"]', source.closest(".scored")).forEach(function (node) { node.classList.add("on"); });
  }
  addEventListener("mouseover", highlight);
  addEventListener("focusin", highlight);

  // Searching, and what follows in a listing
  one("#articles form").addEventListener("submit", function (event) {
    event.preventDefault();
    var wanted = "#/articles?query=" + encodeURIComponent(event.target.query.value.trim());
    if (location.hash === wanted) route(); else location.hash = wanted;
  });
  addEventListener("click", function (event) {
    var button = event.target.closest("[data-more], [data-select-all]");
    if (!button) return;
    if (button.hasAttribute("data-select-all")) {
      all("input[name=pick]", button.closest("section")).forEach(function (box) { if (!box.checked) box.click(); });
      return;
    }
    var box = document.createElement("div"), address = location.hash.slice(2);
    button.parentNode.replaceWith(box);
    fill(box, ask("/page/" + address + (address.includes("?") ? "&" : "?") + "before=" + button.dataset.more)).then(function () {
      var first = one("a", box);
      if (first) first.focus();
    });
  });

  // The selection and its comparison
  var bar = one("#selection");
  function mark_picked(root) {
    all("input[name=pick]", root).forEach(function (box) { box.checked = selected.has("id " + box.value); });
  }
  function tell_selection() {
    var names = Array.from(selected.values(), function (item) { return item.name; });
    bar.hidden = !names.length;
    one("output", bar).textContent = names.length + " selected: " + names.join("; ");
    one("button.main", bar).disabled = names.length < 2;
  }
  addEventListener("change", function (event) {
    var box = event.target, record;
    if (box.name !== "pick" && box.name !== "pick-new") return;
    record = box.name === "pick-new" ? box.closest(".scored").dataset.record : null;
    var key = record === null ? "id " + box.value : "record " + record;
    if (box.checked) selected.set(key, { name: box.dataset.name, id: box.value, record: record }); else selected.delete(key);
    mark_picked(document);
    tell_selection();
  });
  one("[name=clear]", bar).addEventListener("click", function () {
    selected.clear();
    all("input[name=pick-new]").forEach(function (box) { box.checked = false; });
    mark_picked(document);
    tell_selection();
  });
  bar.addEventListener("submit", function (event) {
    event.preventDefault();
    location.hash = "#/compare";
    compare();
  });
  function compare() {
    var items = Array.from(selected.values()), box = one("#compare .result"), button = one("button.main", bar);
    var records = items.filter(function (item) { return item.record !== null; });
    var known = items.filter(function (item) { return item.record === null; });
    again = function () { location.hash = "#/compare"; show("compare"); compare(); };
    button.disabled = true;
    box.textContent = "Comparing " + items.length + " articles …";
    ask("/v1/compare?format=html", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: '{"articles": [' + records.map(function (item) { return item.record; }).join(",") + '], "ids": ' +
        JSON.stringify(known.map(function (item) { return item.id; })) + "}"
    }).then(function (response) { return response.blob(); }).then(function (report) {
      var address = URL.createObjectURL(new Blob([report], { type: "text/html" }));
      var line = document.createElement("p"), link = document.createElement("a"), frame = document.createElement("iframe");
      link.href = address;
      link.target = "_blank";
      link.textContent = "Open the report in a tab of its own";
      line.append(link);
      frame.src = address;
      frame.title = "Comparison report";
      frame.className = "report";
      box.replaceChildren(line, frame);
    }, function (error) {
      box.textContent = error.message;
    }).finally(tell_selection);
  }

  route();
})();
