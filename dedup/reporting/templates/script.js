"use strict";
// The page reads without this. It opens folded articles that a link points into, marks one claim wherever it stands,
// sorts, filters and searches the claims, picks the two articles side by side, and unpacks the downloads.
(function () {
  function all(query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); }

  function unfold() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (var node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", unfold);
  if (location.hash) unfold();

  function mark(event) {
    var source = event.target.closest && event.target.closest("[data-c], .g[href]");
    all(".on").forEach(function (node) { node.classList.remove("on"); });
    if (!source) return;
    (source.dataset.c || source.hash.slice(1)).split(" ").forEach(function (key) {
      all('[data-c~="' + key + '"], .g[href="#' + key + '"]').forEach(function (node) { node.classList.add("on"); });
    });
  }
  addEventListener("mouseover", mark);
  addEventListener("focusin", mark);

  all("#sides .side").forEach(function (side, number, sides) {
    var pick = side.querySelector(".pick"), select = pick.querySelector("select");
    if (number) all("option", sides[0]).forEach(function (option) { select.append(option.cloneNode(true)); });
    select.value = pick.dataset.key;
    pick.hidden = false;
    select.addEventListener("change", function (event) {
      var article = document.getElementById(event.target.value);
      var copy = article.querySelector(".text").cloneNode(true);
      all("[id]", copy).forEach(function (node) { node.removeAttribute("id"); });
      all(".notes", copy).forEach(function (node) { node.remove(); });
      side.querySelector(".text").replaceWith(copy);
      var summary = article.querySelector("summary");
      side.querySelector(".side-head b").textContent = summary.querySelector("b").textContent;
      side.querySelector(".side-head .sub").textContent = summary.querySelector(".sub").textContent;
    });
  });

  var list = document.getElementById("claim-list");
  if (list) {
    var cards = all(".claim-card", list), stories = all(".story", list), found = document.getElementById("claims-found");
    var sort = document.getElementById("sort-claims"), outlet = document.getElementById("only-outlet");
    var search = document.getElementById("search-claims");
    document.querySelector(".find").hidden = false;
    var by = {
      n: function (a, b) { return b.dataset.n - a.dataset.n; },
      prominence: function (a, b) { return a.dataset.p - b.dataset.p; },
      date: function (a, b) { return (a.dataset.d || "9").localeCompare(b.dataset.d || "9"); }
    };
    var order = function () {
      var sorted = by[sort.value] ? cards.slice().sort(by[sort.value]) : cards;
      if (!stories.length) sorted.forEach(function (card) { list.append(card); });
    };
    var filter = function () {
      var wanted = search.value.trim().toLowerCase(), shown = 0;
      cards.forEach(function (card) {
        var has = !outlet.value || card.querySelector('[data-w~="' + outlet.value + '"]:not(.s-possible)');
        card.hidden = !has || (wanted !== "" && card.textContent.toLowerCase().indexOf(wanted) < 0);
        if (!card.hidden) shown += 1;
      });
      found.textContent = wanted || outlet.value ? shown + " of " + cards.length : "";
    };
    sort.disabled = stories.length > 0;
    sort.addEventListener("change", order);
    outlet.addEventListener("change", filter);
    search.addEventListener("input", filter);
  }

  if (window.DecompressionStream) all(".downloads").forEach(function (box) {
    box.hidden = false;
    all("button", box).forEach(function (button) {
      button.addEventListener("click", function () {
        var packed = atob(document.getElementById(button.dataset.from).content.textContent.trim());
        var bytes = Uint8Array.from(packed, function (c) { return c.charCodeAt(0); });
        var plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
        new Response(plain).blob().then(function (blob) {
          var link = document.createElement("a");
          link.href = URL.createObjectURL(blob);
          link.download = button.dataset.file;
          link.click();
          setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
        });
      });
    });
  });

  all(".search").forEach(function (box) {
    box.hidden = false;
    var input = box.querySelector("input"), rows = all(":scope > li", document.getElementById(input.dataset.list));
    var count = box.querySelector("output");
    input.addEventListener("input", function () {
      var wanted = input.value.trim().toLowerCase(), shown = 0;
      rows.forEach(function (row) {
        row.hidden = wanted !== "" && row.textContent.toLowerCase().indexOf(wanted) < 0;
        if (!row.hidden) shown += 1;
      });
      count.textContent = shown + " of " + rows.length;
    });
  });
})();
