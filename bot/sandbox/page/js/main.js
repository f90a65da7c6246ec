// Starts the page: loads the world, makes a phone for each person and passes on each change.

import { follow, loadState } from "./api.js";
import { drawControls, showRefused, startClock } from "./controls.js";
import { complain } from "./dialogs.js";
import { announce, avatar, button, h } from "./dom.js";
import { Inspector } from "./inspector.js";
import { Phone } from "./phone.js";
import { fill, fullName, listen, people, store, take } from "./store.js";

const phones = new Map();
const hidden = new Set();
let current = null;

const stage = document.getElementById("phones");
const tabs = document.getElementById("people");
const inspector = new Inspector();
const narrow = window.matchMedia("(max-width: 760px)");

function drawPhones() {
  for (const id of [...phones.keys()]) if (!store.users.has(id)) phones.delete(id);
  for (const user of people()) if (!phones.has(user.id)) phones.set(user.id, new Phone(user));
  if (!phones.has(current)) current = phones.keys().next().value ?? null;
  const nodes = [...phones.values()].map((phone) => phone.node);
  const note = h("p", { class: "empty" }, "Er is nog niemand. Kies “Persoon erbij” om te beginnen.");
  const wanted = nodes.length ? nodes : [note];
  if (wanted.some((node, index) => stage.children[index] !== node) || stage.children.length !== wanted.length) {
    stage.replaceChildren(...wanted);
  }
  drawTabs();
}

function drawTabs() {
  for (const [id, phone] of phones) {
    phone.node.classList.toggle("current", id === current);
    phone.node.classList.toggle("put-away", hidden.has(id));
  }
  tabs.replaceChildren(...people().map((user) => {
    const isOn = narrow.matches ? user.id === current : !hidden.has(user.id);
    const unread = [...(phones.get(user.id)?.unread.values() || [])].reduce((sum, count) => sum + count, 0);
    return button([avatar(user.id, fullName(user), "tiny"), h("span", {}, user.first_name), unread > 0 && h("span", { class: "dot", "aria-label": "nieuw" })],
      () => pick(user.id), { "aria-pressed": String(isOn), title: fullName(user) });
  }));
}

function pick(id) {
  if (narrow.matches) current = id;
  else if (hidden.has(id)) hidden.delete(id);
  else hidden.add(id);
  drawTabs();
  if (phones.get(id).view.stick) phones.get(id).view.toBottom();
}

function onChange(kind, data) {
  if (kind === "all") {
    for (const [id, phone] of phones) if (store.users.has(id)) phone.refresh();
    document.getElementById("title").textContent = document.title = store.title;
    drawControls({ toggleInspector: () => inspector.toggle(), phoneOf: (id) => phones.get(id) });
    drawPhones();
    inspector.draw();
    drawClock();
    return;
  }
  if (kind === "user" && !phones.has(data.id)) drawPhones();
  for (const phone of phones.values()) phone.onChange(kind, data);
  if (kind === "message" || kind === "user") drawTabs();
  if (kind === "clock") drawClock();
  if (kind === "call") {
    inspector.onCall(data);
    showRefused();
  }
}

let waiting = null;

// Changes that come while the world is being loaded wait, and are taken in after it.
async function reload() {
  if (waiting) return;
  waiting = [];
  try {
    fill(await loadState());
  } catch (error) {
    complain(error);
  }
  const later = waiting;
  waiting = null;
  for (const [kind, data] of later) take(kind, data);
}

function onEvent(kind, data) {
  if (kind === "hello" || kind === "reset") reload();
  else if (waiting) waiting.push([kind, data]);
  else take(kind, data);
}

function onConnection(isUp) {
  document.body.classList.toggle("offline", !isUp);
  if (!isUp) announce("De verbinding met de proefomgeving is weg; er wordt opnieuw verbonden.");
}

const toggle = document.getElementById("bar-toggle");
toggle.addEventListener("click", () => {
  const open = document.body.classList.toggle("controls-open");
  toggle.setAttribute("aria-expanded", String(open));
});
narrow.addEventListener("change", drawTabs);

const drawClock = startClock();
listen(onChange);
follow(onEvent, onConnection);
