"use strict";
// Without this script the page is whole: cells are links to the first passage behind them.
const studies = [...document.querySelectorAll(".study")];
const links = [...document.querySelectorAll(".study-link")];

function choose(id) {
  studies.forEach((study) => { study.hidden = study.id !== id; });
  links.forEach((link) => {
    if (link.hash === "#" + id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const study = target && target.closest(".study");
  choose(study ? study.id : studies[0].id);
  if (target && target.matches("article")) {
    if (target.hidden) study.dispatchEvent(new Event("all"));
    target.scrollIntoView();
  }
}

function prepare(study) {
  const articles = [...study.querySelectorAll("article")].map((node) => ({
    node,
    codes: node.dataset.codes.split(" "),
    places: node.dataset.places.split(" "),
    words: node.textContent.normalize("NFKC").toLowerCase(),
  }));
  const cells = [...study.querySelectorAll("a.cell")];
  const heading = study.querySelector(".shown");
  const search = study.querySelector(".search");
  let chosen = null;

  function show() {
    const words = search.value.normalize("NFKC").toLowerCase().trim();
    let number = 0;
    for (const one of articles) {
      const here = (!chosen || (one.codes.includes(chosen.dataset.code)
        && one.places.includes(chosen.dataset.place))) && one.words.includes(words);
      one.node.hidden = !here;
      number += here;
    }
    study.querySelector(".number").textContent = number;
    heading.textContent = chosen ? chosen.getAttribute("aria-label") : heading.dataset.all;
    cells.forEach((cell) => {
      if (cell === chosen) cell.setAttribute("aria-current", "true");
      else cell.removeAttribute("aria-current");
    });
  }

  function all() { chosen = null; search.value = ""; show(); }

  cells.forEach((cell) => cell.addEventListener("click", (event) => {
    event.preventDefault();
    chosen = cell;
    search.value = "";
    show();
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "start" });
  }));
  search.addEventListener("input", show);
  study.addEventListener("all", all);
  study.addEventListener("keydown", (event) => { if (event.key === "Escape") all(); });
  study.querySelector(".clear").addEventListener("click", all);
  study.querySelector(".tools").hidden = false;
}

if (studies.length) {
  studies.forEach(prepare);
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input")) return;
    event.preventDefault();
    studies.find((study) => !study.hidden).querySelector(".search").focus();
  });
  follow();
}
