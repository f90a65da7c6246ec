// Questions to whoever plays: choose one, fill in a form, confirm. One modal at a time.

import { button, h } from "./dom.js";

export function ask(title, build, { host = document.body } = {}) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "ask", "aria-label": title });
    const done = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const close = button("✕", () => done(null), { class: "icon", "aria-label": "Sluiten" });
    dialog.append(h("header", {}, h("h2", {}, title), close), ...build(done));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); done(null); });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) done(null); });
    host.append(dialog);
    dialog.showModal();
  });
}

export function choose(title, options, empty = "Er is niets om uit te kiezen.") {
  return ask(title, (done) => [
    options.length
      ? h("ul", { class: "choices" }, options.map((option) => h("li", {},
          button([h("span", {}, option.label), option.hint && h("small", {}, option.hint)], () => done(option.value), { class: option.kind || "" }))))
      : h("p", { class: "muted" }, empty),
  ]);
}

export function form(title, fields, submit) {
  return ask(title, (done) => {
    const inputs = fields.map((field) => fieldOf(field));
    const body = h("form", {
      class: "fields",
      onsubmit: (event) => {
        event.preventDefault();
        done(Object.fromEntries(inputs.map(({ name, value }) => [name, value()])));
      },
    }, inputs.map(({ node }) => node), h("button", { type: "submit", class: "primary" }, submit));
    return [body];
  });
}

function fieldOf({ name, label, type = "text", options = [], value = "", required = false }) {
  if (type === "checkbox") {
    const input = h("input", { type, checked: Boolean(value) });
    return { name, value: () => input.checked, node: h("label", { class: "check" }, input, label) };
  }
  if (type === "checks") {
    const boxes = options.map((option) => [option.value, h("input", { type: "checkbox", checked: option.checked ?? true })]);
    const node = h("fieldset", {}, h("legend", {}, label),
      boxes.map(([, box], index) => h("label", { class: "check" }, box, options[index].label)));
    return { name, value: () => boxes.filter(([, box]) => box.checked).map(([id]) => id), node };
  }
  if (type === "select") {
    const input = h("select", {}, options.map((option) => h("option", { value: String(option.value) }, option.label)));
    return { name, value: () => options[input.selectedIndex]?.value, node: h("label", {}, label, input) };
  }
  const input = h("input", { type, value, required, autocomplete: "off" });
  return { name, value: () => input.value.trim(), node: h("label", {}, label, input) };
}

export function confirm(title, text, yes) {
  return ask(title, (done) => [
    h("p", {}, text),
    h("div", { class: "row" }, button("Annuleren", () => done(false)), button(yes, () => done(true), { class: "primary" })),
  ]);
}

export function complain(error) {
  return ask("Dat kan niet", (done) => [
    h("p", {}, error.message || String(error)),
    h("div", { class: "row" }, button("Oké", () => done(null), { class: "primary" })),
  ]);
}
