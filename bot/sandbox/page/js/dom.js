// Builds DOM nodes. Text always goes in as text, so nothing a person or the bot wrote can become markup.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function button(label, onclick, props = {}) {
  return h("button", { type: "button", onclick, ...props }, label);
}

const HUES = 8;

export function hue(id) {
  return `hue-${Math.abs(Number(id)) % HUES}`;
}

export function avatar(id, name, more = "") {
  const initials = name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0]).join("");
  return h("span", { class: `avatar ${hue(id)} ${more}`, "aria-hidden": "true" }, initials.toUpperCase());
}

export function time(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" });
}

export function day(seconds) {
  const options = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  return new Date(seconds * 1000).toLocaleDateString("nl-NL", options);
}

export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
