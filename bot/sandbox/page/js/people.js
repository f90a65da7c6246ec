// Which phones are on the page: as many as fit beside each other, one on a small screen. Nothing scrolls sideways.

import { avatar, button, h } from "./dom.js";
import { Phone } from "./phone.js";
import { fullName, people, store } from "./store.js";

const WIDTH = 300;
const GAP = 14;
const narrow = window.matchMedia("(max-width: 760px)");

export class People {
  constructor(sceneNow) {
    this.sceneNow = sceneNow;
    this.phones = new Map();
    this.chosen = null; // ids, the one chosen last at the end; null until somebody chose
    this.withAll = false; // whether a scene shows the people beside it only
    this.stage = document.getElementById("phones");
    this.pills = document.getElementById("people");
    narrow.addEventListener("change", () => this.draw());
    new ResizeObserver(() => this.fits() !== this.fitted && this.draw()).observe(this.stage);
  }

  beginAnew() {
    this.chosen = null;
    this.withAll = false;
  }

  refresh() {
    for (const [id, phone] of this.phones) if (store.users.has(id)) phone.refresh();
  }

  onChange(kind, data) {
    if (kind === "user" && !this.phones.has(data.id) && this.stage.offsetParent) {
      this.chosen = [...this.ids(), data.id];
      this.withAll = true;
      this.draw();
    }
    for (const phone of this.phones.values()) phone.onChange(kind, data);
    if (kind === "message" || kind === "user") this.drawPills();
  }

  fits() {
    return narrow.matches ? 1 : Math.max(1, Math.floor((this.stage.clientWidth - 32 + GAP) / (WIDTH + GAP)));
  }

  // Who there is: in a scene whom it is about first, then who is worth a look.
  inOrder() {
    const scene = this.sceneNow();
    const first = scene ? [scene.who, ...scene.beside] : [];
    const rank = (user) => (first.includes(fullName(user)) ? first.indexOf(fullName(user)) : first.length);
    return people().sort((a, b) => rank(a) - rank(b));
  }

  ids() {
    if (this.chosen?.some((id) => store.users.has(id))) return this.chosen;
    const all = this.inOrder();
    const scene = this.sceneNow();
    const wanted = scene ? 1 + scene.beside.length : all.length;
    return all.slice(0, Math.min(wanted, this.fits())).map((user) => user.id).reverse();
  }

  shown() {
    const known = this.ids().filter((id) => store.users.has(id));
    return new Set((known.length ? known : people().slice(0, 1).map((user) => user.id)).slice(-this.fits()));
  }

  draw() {
    for (const id of [...this.phones.keys()]) if (!store.users.has(id)) this.phones.delete(id);
    for (const user of people()) if (!this.phones.has(user.id)) this.phones.set(user.id, new Phone(user));
    this.fitted = this.fits();
    const shown = this.shown();
    for (const [id, phone] of this.phones) phone.setShown(shown.has(id));
    const nodes = this.inOrder().filter((user) => shown.has(user.id)).map((user) => this.phones.get(user.id).node);
    const note = h("p", { class: "empty" }, "Er is nog niemand. Kies bij Bediening “Persoon erbij”.");
    const wanted = nodes.length ? nodes : [note];
    if (wanted.length !== this.stage.children.length || wanted.some((node, at) => this.stage.children[at] !== node)) {
      this.stage.replaceChildren(...wanted);
      for (const id of shown) this.phones.get(id)?.settle();
    }
    this.drawPills();
  }

  drawPills() {
    const shown = this.shown();
    const scene = this.sceneNow();
    const all = this.inOrder();
    const beside = scene && !this.withAll ? all.slice(0, 1 + scene.beside.length) : all;
    const had = this.pills.contains(document.activeElement) ? document.activeElement.dataset.user : null;
    const rest = beside.length < all.length
      ? [button("Iedereen", () => this.showAll(), { class: "more-people", dataset: { user: "rest" } })] : [];
    this.pills.replaceChildren(...beside.map((user) => this.pill(user, shown.has(user.id))), ...rest);
    if (had) this.pills.querySelector(`[data-user="${had}"]`)?.focus();
  }

  pill(user, isShown) {
    const isNew = this.phones.get(user.id)?.hasNews();
    const label = `${fullName(user)}${user.about ? `, ${user.about}` : ""}${isNew ? ", nieuw bericht" : ""}`;
    return button([avatar(user.id, fullName(user), "tiny"), h("span", {}, user.first_name), isNew && h("span", { class: "dot" })],
      () => this.pick(user.id), { "aria-pressed": String(isShown), "aria-label": label, title: label, dataset: { user: String(user.id) } });
  }

  pick(id) {
    const shown = [...this.shown()];
    const others = shown.filter((one) => one !== id);
    if (narrow.matches) this.chosen = [...this.ids().filter((one) => one !== id), id];
    else this.chosen = shown.includes(id) && others.length ? others : [...others, id];
    this.draw();
  }

  showAll() {
    this.withAll = true;
    this.drawPills();
    this.pills.lastElementChild?.focus();
  }

  // To the phone of whom it is about, for who uses a keyboard or hears the page.
  focus() {
    this.stage.querySelector(".messages")?.focus({ preventScroll: true });
  }
}
