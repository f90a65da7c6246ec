// The first thing people see: what this is, and three people to be for five minutes.

import { act, loadState } from "./api.js";
import { complain, confirm } from "./dialogs.js";
import { announce, avatar, button, h } from "./dom.js";
import { people, store } from "./store.js";

const WHAT = "Samenspraak is een Telegram-bot die opleidingen en praktijkpartners helpt ontdekken waarom ze samenwerken, " +
  "en hun afspraken bewaakt.";
const node = document.getElementById("start");
let preparing = null;

export function drawStart() {
  node.replaceChildren(
    h("p", { class: "lead" }, WHAT),
    h("section", { class: "card", "aria-labelledby": "five" },
      h("h2", { id: "five" }, "In vijf minuten"),
      h("p", {}, "Kies wie je bent. Je praat met de echte bot; de mensen zijn verzonnen."),
      h("ul", { class: "roles" }, store.scenes.map((scene) => h("li", {}, role(scene)))),
      preparing?.node),
    h("div", { class: "ways" }, otherWays()));
}

function role(scene) {
  return button([
    avatar(idOf(scene), scene.who, "large"),
    h("strong", {}, `Als ${scene.role}`),
    h("span", { class: "what" }, scene.about),
    h("small", {}, `${scene.who}, ${scene.place}`),
    h("span", { class: "go", "aria-hidden": "true" }, "›"),
  ], () => begin(scene), { class: "role", dataset: { key: scene.key }, "aria-disabled": preparing && "true",
    "aria-busy": String(preparing?.key === scene.key) });
}

function idOf(scene) {
  return people().find((user) => `${user.first_name} ${user.last_name}` === scene.who)?.id ?? 0;
}

function otherWays() {
  if (preparing) return null;
  const open = () => { location.hash = "phones"; };
  const here = store.scene ? `Verder als ${sceneOf(store.scene)?.role ?? "daarnet"}` : "Verder waar je was";
  return [
    (store.scene || store.played) && button(here, open, { class: "primary" }),
    (store.scene || !store.played) && button("Iedereen zelf spelen", () => (store.scene ? playEveryone() : open())),
  ];
}

export function sceneOf(key) {
  return store.scenes.find((scene) => scene.key === key);
}

async function playEveryone() {
  if (preparing || !await mayBeLost("Iedereen zelf spelen?")) return;
  await prepare("all", () => act("reset", { kind: "example" }));
}

// What somebody played may be the work of an hour: that is not thrown away unasked. The server knows whether anything was.
async function mayBeLost(title) {
  const { played } = await loadState().catch(() => store);
  return !played || confirm(title, "Wat je tot nu toe speelde, verdwijnt.", "Ja, doen");
}

// Whoever goes on to the next scene has finished this one, and is not asked.
export async function begin(scene, { isNext = false } = {}) {
  if (preparing || !(isNext || await mayBeLost(`Beginnen als ${scene.role}?`))) return;
  await prepare(scene.key, () => act("scene", { key: scene.key }));
}

async function prepare(key, work) {
  const line = h("span", {}, "De bot begint opnieuw.");
  const bar = h("progress", { max: "1", value: "0", "aria-label": "Voorbereiden" });
  preparing = { key, line, bar, node: h("div", { class: "ready", role: "status" }, h("span", {}, "Een paar tellen. ", line), bar) };
  location.hash = "start";
  showStart(true);
  drawStart();
  (node.querySelector(`[data-key="${key}"]`) || node).focus();
  let isReady = false;
  try {
    await work();
    isReady = true;
  } catch (error) {
    complain(error);
  }
  preparing = null;
  document.dispatchEvent(new CustomEvent("prepared", { detail: { isReady } }));
}

export function isPreparing() {
  return Boolean(preparing);
}

export function onProgress({ text, step, of }) {
  if (!preparing) return;
  preparing.line.textContent = text;
  preparing.bar.max = of;
  preparing.bar.value = step + 0.5;
}

export function showStart(isShown) {
  const appears = isShown && node.hidden;
  node.hidden = !isShown;
  if (appears) announce(WHAT);
}
