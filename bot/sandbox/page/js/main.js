// Starts the page: loads the world, makes a phone for each person and passes on each change.

import { follow, loadState } from "./api.js";
import { drawControls, showRefused, startClock, startPanel } from "./controls.js";
import { complain } from "./dialogs.js";
import { announce, h } from "./dom.js";
import { drawGuide, fold, forgetGuide } from "./guide.js";
import { Inspector } from "./inspector.js";
import { People } from "./people.js";
import { drawStart, isPreparing, onProgress, sceneOf, showStart } from "./start.js";
import { fill, listen, store, take } from "./store.js";

const inspector = new Inspector();
const people = new People(() => sceneOf(store.scene));

// Two views, so that the browser's Back leads from the phones to the start.
function showView() {
  const hasStart = store.scenes.length > 0;
  const atStart = hasStart && location.hash !== "#phones";
  showStart(atStart);
  if (atStart) drawStart();
  document.getElementById("play").hidden = atStart;
  document.getElementById("to-start").hidden = atStart || !hasStart;
  if (!atStart) {
    drawGuide();
    people.draw();
  }
}

function onChange(kind, data) {
  if (kind === "all") {
    document.getElementById("title").textContent = document.title = store.title;
    drawControls({ toggleInspector: () => inspector.toggle(), phoneOf: (id) => people.phones.get(id) });
    people.refresh();
    showView();
    inspector.draw();
    drawClock();
    return;
  }
  people.onChange(kind, data);
  if (kind === "clock") drawClock();
  if (kind === "call") {
    inspector.onCall(data);
    showRefused();
  }
}

let waiting = null;
let loading = null;

function reload() {
  loading ??= load().finally(() => { loading = null; });
  return loading;
}

// Changes that come while the world is being loaded wait, and are taken in after it.
async function load() {
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

// While a scene is played to its beginning, only how far it is matters: the rest is loaded when it is ready.
function onEvent(kind, data) {
  if (kind === "scene") onProgress(data);
  else if (isPreparing()) return;
  else if (kind === "hello" || kind === "reset") reload();
  else if (waiting) waiting.push([kind, data]);
  else take(kind, data);
}

async function onPrepared({ detail }) {
  forgetGuide();
  people.beginAnew();
  await reload();
  if (!detail.isReady) return;
  location.hash = "phones";
  showView();
  const scene = sceneOf(store.scene);
  announce(scene ? `Jij bent ${scene.who}, ${scene.role}.` : "Je speelt iedereen.");
  people.focus();
}

function onConnection(isUp) {
  document.getElementById("offline").hidden = isUp;
}

const drawClock = startClock();
startPanel();
window.addEventListener("hashchange", showView);
document.addEventListener("prepared", onPrepared);
for (const kind of ["click", "keydown"]) {
  document.getElementById("phones").addEventListener(kind, (event) => {
    if (event.target.closest(".key, .composer")) fold(false);
  });
}
listen(onChange);
follow(onEvent, onConnection);
