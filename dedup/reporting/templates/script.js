"use strict";
// The page reads without this. It opens folded articles that a link points into, marks one claim wherever it stands,
// picks the two articles side by side, and searches the lists.
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
      side.querySelector(".s-head b").textContent = summary.querySelector("b").textContent;
      side.querySelector(".s-head .sub").textContent = summary.querySelector(".sub").textContent;
    });
  });

  all(".search").forEach(function (box) {
    box.hidden = false;
    var input = box.querySelector("input"), rows = all("tbody tr", document.getElementById(input.dataset.list));
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
