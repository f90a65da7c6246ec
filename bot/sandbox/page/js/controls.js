// What stands behind Bediening: the clock and its jumps, starting again, people, groups, the bot, the inspector.

import { act } from "./api.js";
import { ask, choose, complain, confirm, form } from "./dialogs.js";
import { announce, button, h } from "./dom.js";
import { makeGroup } from "./actions.js";
import { faults, now, people, store } from "./store.js";

// The next weekday at half past nine, when people are at work.
function nextWorkingMorning(date) {
  do date.setDate(date.getDate() + 1);
  while (date.getDay() === 0 || date.getDay() === 6);
  date.setHours(9, 30, 0, 0);
}

const JUMPS = [
  ["+1 uur", (date) => date.setHours(date.getHours() + 1)],
  ["+1 dag", (date) => date.setDate(date.getDate() + 1)],
  ["Werkdag 9:30", nextWorkingMorning],
  ["+1 week", (date) => date.setDate(date.getDate() + 7)],
  ["+1 maand", (date) => date.setMonth(date.getMonth() + 1)],
  ["+1 jaar", (date) => date.setFullYear(date.getFullYear() + 1)],
];

export function startClock() {
  const clock = h("p", { class: "clock", "aria-label": "Datum en tijd in deze proefomgeving" });
  document.getElementById("controls").append(clock);
  const format = new Intl.DateTimeFormat("nl-NL", {
    weekday: "short", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
  });
  const draw = () => { clock.textContent = format.format(now()); };
  draw();
  setInterval(draw, 1000);
  return draw;
}

async function jump(move, label) {
  const from = now();
  const to = new Date(from);
  move(to);
  await run("jump", { seconds: (to - from) / 1000 });
  announce(`De klok is vooruitgezet: ${label}.`);
}

async function run(action, body = {}) {
  try {
    return await act(action, body);
  } catch (error) {
    return complain(error);
  }
}

export function drawControls({ toggleInspector, phoneOf }) {
  const group = (label, ...nodes) => h("div", { class: "control-group", role: "group", "aria-label": label },
    h("h3", { "aria-hidden": "true" }, label), h("div", { class: nodes.flat().length === 2 ? "two" : "" }, nodes));
  const restart = button("Herstart de bot", () => restartBot(restart), { disabled: !store.can.restart });
  const fresh = [
    button("Leeg beginnen", () => reset("empty"), { disabled: !store.can.reset }),
    button("Voorbeeld terugzetten", () => reset("example"), { disabled: !store.can.reset }),
  ];
  const inspector = button(["Inspectie", h("span", { class: "badge", id: "refused", hidden: true })], () => inspect(toggleInspector),
    { id: "inspector-toggle", "aria-expanded": "false", "aria-controls": "inspector" });
  const panel = document.getElementById("controls");
  panel.replaceChildren(panel.querySelector(".clock"),
    group("Klok vooruit", JUMPS.map(([label, move]) => button(label, () => jump(move, label)))),
    group("Opnieuw beginnen", fresh),
    group("Spelers", button("Persoon erbij", addPerson), button("Groep maken", () => groupFor(phoneOf))),
    group("Bot", restart, inspector));
  showRefused();
}

// The panel opens and closes with its button; Escape and a tap beside it close it as well.
export function startPanel() {
  const toggle = document.getElementById("bar-toggle");
  const panel = document.getElementById("controls");
  const show = (isOpen) => {
    panel.hidden = !isOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
  };
  toggle.addEventListener("click", () => show(panel.hidden));
  document.addEventListener("pointerdown", (event) => {
    if (!panel.hidden && !event.target.closest("#controls, #bar-toggle, dialog")) show(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden || document.querySelector("dialog[open]")) return;
    if (panel.contains(document.activeElement)) toggle.focus();
    show(false);
  });
}

// The inspector takes the place of the panel.
function inspect(toggleInspector) {
  document.getElementById("controls").hidden = true;
  document.getElementById("bar-toggle").setAttribute("aria-expanded", "false");
  toggleInspector();
}

export function showRefused() {
  const badge = document.getElementById("refused");
  if (!badge) return;
  const { length } = faults();
  badge.hidden = !length;
  badge.textContent = String(length);
  badge.setAttribute("aria-label", `${length} geweigerd`);
}

async function restartBot(node) {
  node.disabled = true;
  node.classList.add("waiting");
  await run("restart");
  node.classList.remove("waiting");
  node.disabled = false;
  announce("De bot is opnieuw gestart.");
}

async function reset(kind) {
  const texts = {
    empty: ["Leeg beginnen", "De mensen blijven. Groepen, berichten en antwoorden in deze proefomgeving verdwijnen."],
    example: ["Voorbeeld terugzetten", "Alles wat je hier deed verdwijnt; het voorbeeld komt terug."],
  };
  if (await confirm(...texts[kind], "Ja, doen")) await run("reset", { kind });
}

async function addPerson() {
  const answers = await form("Persoon erbij", [
    { name: "first_name", label: "Voornaam", required: true },
    { name: "last_name", label: "Achternaam", value: "Voorbeeld" },
  ], "Toevoegen");
  if (answers?.first_name) await run("add_user", answers);
}

async function groupFor(phoneOf) {
  const options = people().map((user) => ({ label: `${user.first_name} ${user.last_name}`.trim(), value: user.id }));
  if (!options.length) {
    await ask("Groep maken", () => [h("p", {}, "Voeg eerst een persoon toe.")]);
    return;
  }
  const owner = await choose("Wie maakt de groep?", options);
  const phone = owner && phoneOf(owner);
  const chatId = phone && await makeGroup(phone, true);
  if (chatId) phone.open(chatId);
}
