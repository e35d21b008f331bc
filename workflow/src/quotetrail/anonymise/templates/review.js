"use strict";
// Rows and their texts are in the page already; this adds deciding, filtering, remembering, saving.
const $ = (id) => document.getElementById(id);
const { study, columns, earlier } = JSON.parse($("data").textContent);
const STORE = `quotetrail review ${study}`;
const cut = (cell) => cell.split(";").filter(Boolean);
const plain = (text) => text.normalize("NFKC").toLowerCase().trim();
const rows = [...document.querySelectorAll(".row[data-key]")].map((node) => ({
  node, ...node.dataset, small: node.dataset.small === "yes",
  layers: cut(node.dataset.layers), transcripts: cut(node.dataset.transcripts),
  verdict: node.querySelector(".verdict"), built: [...node.querySelector(".verdict").childNodes],
  words: plain(node.querySelector(".what").textContent + node.querySelector(".contexts").textContent),
  transcript: "", occurrence: "", draft: "", choices: [], before: [],
}));
const byKey = new Map();
for (const row of rows) byKey.set(row.key, [...(byKey.get(row.key) || []), row]);
const toDecide = rows.filter((row) => row.decided === "no").length;
let foreign = [];
let undoable = [];
let current = null;
let stored = true;
let unsaved = false;

// --- Decisions: as the workflow compares them -------------------------------------------------

function mark(text, category) {
  const inside = text.trim();
  if (!inside) return `[${category}]`;
  return inside.startsWith("[") && inside.endsWith("]") ? inside : `[${inside}]`;
}

// What a decision says (`says`) and about which spellings and places it says it (`about`).
function rule(decision, key, small) {
  const keep = decision.decision === "keep";
  const place = [decision.transcript || "", Number(decision.occurrence) || 0];
  const put = keep || !decision.replacement ? "" : mark(decision.replacement, decision.category);
  return {
    says: JSON.stringify([key, keep && small, place, decision.category, decision.decision, put]),
    about: [...new Set([keep && small, small])].map((each) => JSON.stringify([key, each, place])),
  };
}

const clash = (one, other) => one.says !== other.says && one.about.some((a) => other.about.includes(a));
const samePlace = (decision, place) => (decision.transcript || "") === place.transcript
  && (Number(decision.occurrence) || 0) === (Number(place.occurrence) || 0);
const at = (row, place) => row.choices.find((choice) => samePlace(choice, place));
const beforeAt = (row, place) => row.before.filter((one) => samePlace(one.cells, place));
const replaced = (one, row) => row.choices.some((choice) => clash(rule(choice, row.key, row.small), one.rule));

for (const one of earlier) {
  // What is saved is what stands in the sheet; what is compared is what the workflow makes of it.
  one.kept = { ...one.cells };
  if (!one.cells.decision) continue;
  one.cells.decision = one.cells.decision.toLowerCase();
  one.cells.category = one.cells.category.toLowerCase();
  one.rule = rule(one.cells, one.key, one.small);
  one.rows = (byKey.get(one.key) || []).filter((row) => row.small === one.small);
  one.rows.forEach((row) => row.before.push(one));
}
const isReplaced = (one) => one.rows !== undefined && one.rows.some((row) => replaced(one, row));

function waits(row) {
  if (row.decided !== "no" || at(row, { transcript: "", occurrence: "" })) return false;
  return !row.transcripts.every((transcript) => {
    const here = [...row.choices, ...row.before.map((one) => one.cells)]
      .filter((decision) => decision.transcript === transcript);
    return here.some((decision) => !decision.occurrence)
      || (row.transcripts.length === 1 && new Set(here.map((d) => d.occurrence)).size >= Number(row.count));
  });
}

function stateOf(row) {
  if (waits(row)) return "waiting";
  return row.decided === "automatic" && !row.choices.length && !row.before.length ? "automatic" : "decided";
}

// What holds at a place now: the choice made here, else the sheet's, else the proposal.
function holding(row, place) {
  const [known] = beforeAt(row, place);
  const has = at(row, place) || (known && known.cells);
  if (has) return { ...has, replacement: has.replacement || row.replacement };
  const decision = row.decided === "no" || row.before.length ? "" : row.decision;
  const category = row.draft || row.category;
  const unnamed = row.replacement === `[${row.category}]`;
  return { decision, category, replacement: unnamed ? `[${category}]` : row.replacement };
}

const today = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
};
const sheetSays = (row, place) => beforeAt(row, place).map((one) => one.rule.says).join();

function put(row, place, choice) {
  row.choices = row.choices.filter((one) => !samePlace(one, place));
  const known = beforeAt(row, place).some((one) => choice && one.rule.says === rule(choice, row.key, row.small).says);
  if (choice && !known) row.choices.push(choice);
  remember();
  show(row);
}

function choose(row, decision, changes = {}) {
  const place = { transcript: row.transcript, occurrence: row.occurrence };
  const held = { ...holding(row, place), ...changes };
  const replacement = decision === "keep" ? "" : mark(held.replacement || row.replacement, held.category);
  const choice = { ...place, decision, category: held.category, replacement, on: today(), by: $("by").value.trim(),
    over: sheetSays(row, place) };
  const was = at(row, place);
  const now = was ? rule(was, row.key, row.small).says : choice.over;
  if (now === rule(choice, row.key, row.small).says) return;
  undoable.push({ row, place, was });
  put(row, place, choice);
}

function undo() {
  const place = current && { transcript: current.transcript, occurrence: current.occurrence };
  if (current && at(current, place)) {
    undoable = undoable.filter((one) => one.row !== current || !samePlace(one.place, place));
    put(current, place);
    return;
  }
  const last = undoable.pop();
  if (!last) { say("There is nothing to undo in this row."); return; }
  last.row.node.hidden = false;
  Object.assign(last.row, last.place);
  go(last.row);
  put(last.row, last.place, last.was);
}

// --- Showing ------------------------------------------------------------------------------------

function element(name, text, className = "") {
  const node = document.createElement(name);
  node.textContent = text;
  node.className = className;
  return node;
}

function everywhere(row) {
  const narrower = [...row.choices, ...row.before.map((one) => one.cells)].some((one) => one.transcript);
  return narrower ? " everywhere else" : row.transcripts.length > 1 ? " everywhere" : "";
}

function line(decision, row, note, off) {
  const node = element("span", "", off ? "said off" : "said");
  const where = decision.transcript ? ` in ${decision.transcript}` : everywhere(row);
  node.append(decision.decision === "keep" ? "keep" : "replace by ");
  if (decision.decision !== "keep") node.append(element("bdi", decision.replacement || row.replacement));
  node.append(where + (decision.occurrence ? `, no. ${decision.occurrence}` : ""));
  if (decision.category !== row.category) node.append(`, as ${decision.category}`);
  node.append(" ", element("span", note, "soft"));
  return node;
}

function show(row) {
  const state = stateOf(row);
  row.node.dataset.state = state;
  row.node.dataset.new = row.choices.length ? "yes" : "";
  if (!row.choices.length && !row.before.length) row.verdict.replaceChildren(...row.built);
  else {
    const old = row.before.map((one) => {
      const gone = replaced(one, row);
      const who = [one.cells.by, one.cells.on].filter(Boolean).join(", ");
      return line(one.cells, row, `${gone ? "until now" : "decided earlier"}${who ? `: ${who}` : ""}`, gone);
    });
    row.verdict.replaceChildren(...row.choices.map((one) => line(one, row, "chosen now")), ...old);
    if (state === "waiting") row.verdict.append(element("span", "waits elsewhere", "said waits"));
  }
  const chosen = holding(row, row).decision;
  for (const button of row.node.querySelectorAll(".buttons button")) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
  if (row === current) fill();
  count();
}

let counting = false;
function count() {
  if (counting) return;
  counting = true;
  queueMicrotask(() => {
    counting = false;
    const left = rows.filter(waits).length;
    $("left").textContent = toDecide ? `${left} of ${toDecide} still wait` : "Nothing waits for you";
    $("progress").value = toDecide - left;
    const made = new Map();
    const wrong = new Set();
    const check = (decision, key, small, text) => {
      const its = rule(decision, key, small);
      for (const about of its.about) {
        const first = made.get(about) || { says: its.says, text };
        made.set(about, first);
        if (first.says !== its.says) wrong.add(`“${first.text}” and “${text}”`);
      }
    };
    for (const one of earlier) if (one.rule && !isReplaced(one)) check(one.cells, one.key, one.small, one.cells.text);
    for (const row of rows) for (const choice of row.choices) check(choice, row.key, row.small, `${row.text} (${row.category})`);
    $("conflict").hidden = !wrong.size;
    $("conflict").textContent = wrong.size
      ? `These rows contradict each other, and the workflow would refuse the file: ${[...wrong].join("; ")}. `
        + "Give both the same category, decision and replacement, or set one to a transcript of its own." : "";
  });
}

function say(text) {
  $("message").textContent = text;
  $("message").hidden = !text;
}

const editor = $("editor").content.firstElementChild.cloneNode(true);
const field = (name) => editor.querySelector(`[name=${name}]`);

function fill() {
  const held = holding(current, current);
  field("transcript").replaceChildren(new Option(everywhere(current).trim() || "everywhere", ""),
    ...current.transcripts.map((name) => new Option(`only in ${name}`, name)));
  field("transcript").value = current.transcript;
  field("occurrence").value = current.occurrence;
  field("occurrence").parentNode.hidden = !current.transcript;
  field("category").value = held.category;
  field("replacement").value = held.replacement;
}

function go(row, focus = true) {
  if (current && current !== row) {
    current.node.removeAttribute("aria-current");
    current.node.tabIndex = -1;
    current.node.querySelectorAll("button").forEach((button) => { button.tabIndex = -1; });
  }
  if (current !== row) {
    current = row;
    row.node.setAttribute("aria-current", "true");
    row.node.tabIndex = 0;
    row.node.querySelectorAll("button").forEach((button) => { button.tabIndex = 0; });
    row.node.querySelector(".choice").append(editor);
    fill();
  }
  if (!focus) return;
  row.node.focus({ preventScroll: true });
  row.node.scrollIntoView({ block: "nearest" });
}

function step(by, wanted = () => true) {
  const shown = rows.filter((row) => !row.node.hidden);
  const from = shown.indexOf(current);
  const order = by > 0 ? [...shown.slice(from + 1), ...(wanted === waits ? shown.slice(0, from + 1) : [])]
    : shown.slice(0, Math.max(from, 0)).reverse();
  const next = order.find(wanted);
  if (next) go(next);
  else if (wanted === waits) say("No row of those shown here waits.");
}

function filter() {
  const words = plain($("search").value);
  const [state, category, layer, transcript] = ["state", "category", "layer", "transcript"].map((id) => $(id).value);
  let number = 0;
  for (const row of rows) {
    const here = (!state || stateOf(row) === state) && (!category || row.category === category)
      && (!layer || row.layers.includes(layer)) && (!transcript || row.transcripts.includes(transcript))
      && row.words.includes(words);
    row.node.hidden = !here;
    number += here;
  }
  $("number").textContent = `${number} ${number === 1 ? "row" : "rows"}`;
  $("none").hidden = number > 0 || !rows.length;
  const first = rows.find((row) => !row.node.hidden);
  if (first && (!current || current.node.hidden)) go(first, false);
}

// --- Remembering --------------------------------------------------------------------------------

function remember() {
  unsaved = true;
  const mine = rows.flatMap((row) => row.choices.map((choice) => ({ text: row.text, of: row.category, ...choice })));
  try {
    localStorage.setItem(STORE, JSON.stringify({ by: $("by").value, choices: [...mine, ...foreign] }));
  } catch {
    if (stored) say("This browser remembers nothing: save decisions.csv before you close the page.");
    stored = false;
  }
}

function recall() {
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(STORE)); } catch { stored = false; }
  if (!kept) return;
  $("by").value = kept.by || "";
  let outdated = 0;
  for (const { text, of, ...choice } of kept.choices || []) {
    const row = rows.find((one) => one.text === text && one.category === of);
    if (!row || (choice.transcript && !row.transcripts.includes(choice.transcript))) {
      foreign.push({ text, of, ...choice });
    } else if (choice.over === sheetSays(row, choice)) row.choices.push(choice);
    // The sheet says something else than when this was chosen: the sheet is newer.
    else if (sheetSays(row, choice) !== rule(choice, row.key, row.small).says) outdated += 1;
  }
  const number = rows.reduce((sum, row) => sum + row.choices.length, 0);
  say([number && `Remembered from last time: ${number} ${number === 1 ? "choice" : "choices"}.`,
    outdated && `Forgotten, because the decisions sheet changed since: ${outdated}.`,
    foreign.length && `About texts that are no longer found, and not saved: ${foreign.length}.`].filter(Boolean).join(" "));
}

// --- Saving -------------------------------------------------------------------------------------

function cell(value) {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save() {
  const by = $("by").value.trim();
  if (!by) {
    say("Write your initials first: they stand beside each decision of yours.");
    $("by").focus();
    return;
  }
  const chosen = rows.flatMap((row) => row.choices.map((choice) => ({ ...choice, text: row.text, by: choice.by || by })));
  const old = earlier.filter((one) => !isReplaced(one)).map((one) => one.kept);
  const lines = [...old, ...chosen].map((row) => columns.map((name) => cell(String(row[name] ?? ""))).join(","));
  const csv = `\ufeff${[columns.map(cell).join(","), ...lines].join("\n")}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csv], { type: "text/csv;charset=utf-8" }));
  link.download = "decisions.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  unsaved = false;
  const left = rows.filter(waits).length;
  const gone = earlier.length - old.length;
  say(`Saved decisions.csv: ${old.length} earlier and ${chosen.length} new${gone ? `; ${gone} earlier replaced` : ""}. `
    + `${left ? `${left} still wait; you can go on and save again. ` : ""}Next: ${document.body.dataset.next}`);
}

function clear() {
  if (!confirm("Forget all choices and the initials in this browser? Files that you saved stay.")) return;
  try { localStorage.removeItem(STORE); } catch { stored = false; }
  foreign = [];
  undoable = [];
  $("by").value = "";
  unsaved = false;
  for (const row of rows) {
    row.choices = [];
    show(row);
  }
  filter();
  say("This browser has forgotten your choices.");
}

// --- Keys and clicks ----------------------------------------------------------------------------

function decide(decision) {
  if (!current || current.node.hidden) return;
  const row = current;
  choose(row, decision);
  if (row.transcript) {
    // Back to all places, so that what is left of the row can be decided next.
    Object.assign(row, { transcript: "", occurrence: "" });
    show(row);
    if (stateOf(row) === "waiting") return;
  }
  step(1);
}

const KEYS = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), n: () => step(1, waits),
  r: () => decide("replace"), e: () => decide("keep"), u: undo, s: save,
  "/": () => $("search").select(), p: () => field("replacement").select(),
  c: () => field("category").focus(), w: () => field("transcript").focus(),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.matches("input, select");
  // Another alphabet's keyboard has the same keys in the same places.
  const pressed = event.key > "~" && event.key.length === 1 ? event.code.replace("Key", "").toLowerCase() : event.key;
  if (event.key === "Escape" && typing && current) go(current);
  else if (event.key === "Enter" && event.target === field("replacement")) {
    const value = event.target.value;
    go(current);
    choose(current, "replace", { replacement: value });
    decide("replace");
  } else if (!typing && Object.hasOwn(KEYS, pressed)) {
    event.preventDefault();
    if (pressed !== "s") say("");
    KEYS[pressed]();
  }
});

$("rows").addEventListener("click", (event) => {
  const row = rows.find((one) => one.node === event.target.closest(".row"));
  if (!row || event.target.closest(".editor")) return;
  const button = event.target.closest("button");
  // Whoever marks words to copy them keeps them marked.
  go(row, !button && getSelection().isCollapsed);
  if (button && button.value) choose(row, button.value);
  else if (button) {
    Object.assign(row, button.dataset);
    show(row);
  }
});

editor.addEventListener("change", (event) => {
  const { name, value } = event.target;
  const row = current;
  if (name === "transcript") Object.assign(row, { transcript: value, occurrence: "" });
  else if (name === "occurrence") row.occurrence = Number(value) >= 1 ? String(Math.floor(Number(value))) : "";
  else if (name === "replacement") choose(row, "replace", { replacement: value });
  else {
    const held = holding(row, row);
    const replacement = held.replacement === `[${held.category}]` ? `[${value}]` : held.replacement;
    if (held.decision) choose(row, held.decision, { category: value, replacement });
    // Nothing is decided yet: the category waits for it.
    else row.draft = value;
  }
  show(row);
});

for (const id of ["state", "category", "layer", "transcript"]) $(id).addEventListener("change", filter);
$("search").addEventListener("input", filter);
$("by").addEventListener("change", remember);
$("save").addEventListener("click", save);
$("clear").addEventListener("click", clear);
addEventListener("beforeunload", (event) => { if (!stored && unsaved) event.preventDefault(); });

document.querySelector(".bar").hidden = false;
document.querySelectorAll(".buttons").forEach((node) => { node.hidden = false; });
recall();
rows.forEach(show);
$("state").value = toDecide ? "waiting" : "";
filter();
