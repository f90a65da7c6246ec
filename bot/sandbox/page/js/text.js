// Text with Telegram's entities as DOM nodes. Offsets are UTF-16 units, which is how JavaScript counts as well.

import { h } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };

export function richText(text, entities, onLink, onCommand) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, sorted, onLink, onCommand);
}

function build(text, start, end, entities, onLink, onCommand) {
  const nodes = [];
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at) { index += 1; continue; }
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = [];
    index += 1;
    while (index < entities.length && entities[index].offset < stop) inner.push(entities[index++]);
    const children = build(text, entity.offset, stop, inner, onLink, onCommand);
    nodes.push(wrap(entity, text.slice(entity.offset, stop), children, onLink, onCommand));
    at = stop;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrap(entity, raw, children, onLink, onCommand) {
  const kind = entity.type;
  if (TAGS[kind]) return h(TAGS[kind], {}, children);
  if (kind === "blockquote") return h("blockquote", {}, children);
  if (kind === "expandable_blockquote") return expandable(children);
  if (kind === "spoiler") return spoiler(children);
  if (kind === "url" || kind === "text_link") return link(entity.url || raw, children, onLink);
  if (kind === "bot_command") {
    return h("button", { type: "button", class: "linkish", onclick: () => onCommand(raw) }, children);
  }
  return h("span", { class: kind === "mention" || kind === "text_mention" ? "mention" : "" }, children);
}

function expandable(children) {
  const quote = h("blockquote", { class: "expandable" }, children);
  const toggle = h("button", { type: "button", class: "linkish quote-toggle", "aria-expanded": "false" }, "Meer");
  toggle.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "Minder" : "Meer";
  });
  return h("span", { class: "quote-box" }, quote, toggle);
}

function spoiler(children) {
  const node = h("button", { type: "button", class: "spoiler", "aria-label": "Verborgen tekst tonen" }, children);
  node.addEventListener("click", () => {
    node.classList.add("open");
    node.removeAttribute("aria-label");
  });
  return node;
}

export function link(url, children, onLink) {
  const safe = /^(https?:|tg:)/i.test(url) ? url : `https://${url}`;
  return h("a", {
    href: safe, target: "_blank", rel: "noopener noreferrer",
    onclick: (event) => { if (onLink(safe)) event.preventDefault(); },
  }, children);
}
