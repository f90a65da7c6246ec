// What the bot asked of the server: first what was refused, then the last calls.

import { button, h } from "./dom.js";
import { faults, store } from "./store.js";

const SHOWN = 60;

export class Inspector {
  constructor() {
    this.node = document.getElementById("inspector");
    this.refused = h("ol", { class: "call-list" });
    this.recent = h("ol", { class: "call-list" });
    this.node.append(
      h("header", {}, h("h2", {}, "Inspectie"), button("✕", () => this.toggle(), { class: "icon", "aria-label": "Inspectie sluiten" })),
      h("h3", {}, "Geweigerd"), this.refused,
      h("h3", {}, "Laatste aanroepen"), this.recent);
  }

  toggle() {
    this.node.hidden = !this.node.hidden;
    const toggle = document.getElementById("inspector-toggle");
    toggle?.setAttribute("aria-expanded", String(!this.node.hidden));
    (this.node.hidden ? document.getElementById("bar-toggle") : this.node.querySelector("button"))?.focus();
    this.draw();
  }

  draw() {
    if (this.node.hidden) return;
    this.fill(this.refused, faults(), "Niets geweigerd. Mooi zo.");
    this.fill(this.recent, store.calls, "De bot heeft nog niets gevraagd.");
  }

  fill(list, calls, empty) {
    const last = calls.slice(-SHOWN).reverse();
    list.replaceChildren(...(last.length ? last.map(item) : [h("li", { class: "muted" }, empty)]));
  }

  onCall(call) {
    if (this.node.hidden) return;
    this.prepend(this.recent, call);
    if (call.is_fault) this.prepend(this.refused, call);
  }

  prepend(list, call) {
    list.querySelector(".muted")?.remove();
    list.prepend(item(call));
    if (list.children.length > SHOWN) list.lastElementChild.remove();
  }
}

function item(call) {
  const at = new Date(call.at).toLocaleTimeString("nl-NL");
  const ok = call.status === 200;
  return h("li", {}, h("details", {},
    h("summary", {}, h("span", { class: ok ? "status ok" : "status bad" }, String(call.status || "—")),
      h("strong", {}, call.method), h("time", {}, at), !ok && h("span", { class: "why" }, call.description)),
    h("pre", {}, JSON.stringify(call.params, null, 1))));
}
