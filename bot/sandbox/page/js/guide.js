// Beside the phones: who you are in this scene, three things to try, and who to be next.

import { button, h } from "./dom.js";
import { begin, sceneOf } from "./start.js";
import { store } from "./store.js";

const node = document.getElementById("guide");
let drawn = null;

export function drawGuide() {
  const scene = sceneOf(store.scene);
  node.hidden = !scene;
  if (!scene || drawn === scene.key) return;
  drawn = scene.key;
  const [name] = scene.who.split(" ");
  const toggle = button([h("span", {}, `Jij bent ${name}, ${scene.role}`)], () => fold(!node.classList.contains("open")),
    { class: "guide-toggle", "aria-controls": "guide-body" });
  const next = store.scenes[(store.scenes.indexOf(scene) + 1) % store.scenes.length];
  node.replaceChildren(toggle,
    h("h2", {}, `Jij bent ${name}, ${scene.role}`), h("p", { class: "place" }, scene.place),
    h("div", { class: "guide-body", id: "guide-body" },
      h("ol", {}, scene.hints.map((hint) => h("li", {}, withLabels(hint)))),
      button(`Klaar? Word ${next.role} ›`, () => begin(next, { isNext: true }), { class: "next" })));
  fold(true);
}

export function forgetGuide() {
  drawn = null;
}

// On a small screen it makes room for the chat as soon as somebody does something there.
export function fold(isOpen) {
  node.classList.toggle("open", isOpen);
  node.querySelector(".guide-toggle")?.setAttribute("aria-expanded", String(isOpen));
}

function withLabels(hint) {
  return hint.split("`").map((part, index) => (index % 2 ? h("b", { class: "label" }, part) : part));
}
