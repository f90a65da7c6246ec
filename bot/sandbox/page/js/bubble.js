// One message as a DOM node: sender, reply, text, media, buttons, reactions. Draws only; `chat.js` decides what happens.

import { button, h, hue, time } from "./dom.js";
import { nameOf, store } from "./store.js";
import { richText } from "./text.js";

export function bubble(message, { userId, isGroup, actions, showSender }) {
  if (message.is_service) return service(message);
  const own = message.sender_id === userId && !message.sender_chat;
  const sender = message.sender_chat ? message.sender_chat.title : nameOf(message.sender_id);
  const body = h("div", { class: "bubble" },
    isGroup && !own && showSender && h("div", { class: `sender ${hue(message.sender_chat?.id || message.sender_id)}` }, sender),
    message.forward_origin && h("div", { class: "forwarded" }, `Doorgestuurd van ${origin(message.forward_origin)}`),
    message.reply_to_message && quote(message.reply_to_message, actions),
    media(message, actions),
    textOf(message, actions),
    poll(message, actions),
    reactions(message),
    h("div", { class: "meta" }, message.edit_date ? "bewerkt " : "", time(message.date)),
  );
  const more = button("⋯", () => actions.menu(message, own), { class: "icon more", "aria-label": "Meer met dit bericht" });
  const label = `${own ? "Jij" : sender}, ${time(message.date)}`;
  return h("article", { class: `message ${own ? "own" : "other"}`, dataset: { id: key(message) }, "aria-label": label },
    h("div", { class: "line" }, body, more), keyboard(message, actions));
}

export function key(message) {
  return `${message.chat_id}/${message.message_id}`;
}

function origin(from) {
  const user = from.sender_user || {};
  return user.id ? nameOf(user.id) : from.sender_user_name || "iemand";
}

function textOf(message, actions) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  return h("div", { class: "text", dir: "auto" }, richText(text, message.entities || message.caption_entities, actions.link, actions.command));
}

function quote(replied, actions) {
  const text = replied.text || replied.caption || summary(replied);
  return button([h("strong", {}, nameOf(replied.from?.id)), h("span", {}, text)], () => actions.jump(replied), { class: "quoted" });
}

export function summary(message) {
  if (message.photo) return "Foto";
  if (message.document) return message.document.file_name || "Bestand";
  if (message.voice) return "Spraakbericht";
  if (message.sticker) return `Sticker ${message.sticker.emoji || ""}`;
  if (message.poll) return "Peiling";
  return message.text || message.caption || "Bericht";
}

function media(message, actions) {
  if (message.photo) {
    const size = message.photo[message.photo.length - 1];
    const image = h("img", { src: `/sim/file/${size.file_id}`, alt: message.caption || "Foto", width: String(size.width), height: String(size.height) });
    return button(image, () => actions.picture(size), { class: "photo", "aria-label": "Foto vergroten" });
  }
  if (message.document) {
    const file = message.document;
    return h("a", { class: "document", href: `/sim/file/${file.file_id}`, download: file.file_name || "bestand" },
      h("span", { class: "document-icon", "aria-hidden": "true" }, (file.file_name || "").split(".").pop().slice(0, 4)),
      h("span", { class: "document-name" }, file.file_name || "bestand", h("small", {}, bytes(file.file_size))));
  }
  if (message.voice) return h("div", { class: "voice" }, "🎤 Spraakbericht, ", `${message.voice.duration} s`);
  if (message.sticker) return h("div", { class: "sticker" }, message.sticker.emoji || "🖼️");
  return null;
}

function bytes(size) {
  if (size < 1024) return `${size} B`;
  return size < 1024 * 1024 ? `${Math.round(size / 1024)} kB` : `${(size / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
}

function poll(message, actions) {
  if (!message.poll) return null;
  const { question, options, total_voter_count: total, is_closed: closed } = message.poll;
  return h("div", { class: "poll" }, h("strong", {}, question),
    options.map((option, index) => button(`${option.text} · ${option.voter_count}`, () => actions.vote(message, index), { disabled: closed })),
    h("small", { class: "muted" }, closed ? "Gesloten" : `${total} gestemd`));
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  const counts = new Map();
  for (const { emoji, user_id } of message.reactions) counts.set(emoji, [...(counts.get(emoji) || []), nameOf(user_id)]);
  return h("div", { class: "reactions" },
    [...counts].map(([emoji, names]) => h("span", { title: names.join(", ") }, names.length > 1 ? `${emoji} ${names.length}` : emoji)));
}

function keyboard(message, actions) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h("div", { class: "keyboard", role: "group", "aria-label": "Knoppen bij dit bericht" },
    rows.map((row) => h("div", { class: "keys" }, row.map((key) => inlineButton(key, message, actions)))));
}

function inlineButton(spec, message, actions) {
  const sign = spec.url ? "↗" : spec.copy_text ? "⧉" : "";
  const node = button([h("span", {}, spec.text), sign && h("span", { class: "sign", "aria-hidden": "true" }, sign)],
    () => actions.press(message, spec, node), { class: `key ${spec.style || ""}` });
  return node;
}

const SERVICES = {
  group_chat_created: () => "maakte de groep",
  supergroup_chat_created: () => "maakte de supergroep",
  new_chat_title: (title) => `noemde de groep “${title}”`,
  pinned_message: (message) => `zette “${summary(message).slice(0, 40)}” vast`,
  migrate_to_chat_id: () => "maakte van deze groep een supergroep",
  migrate_from_chat_id: () => "ging verder als supergroep",
  forum_topic_created: (topic) => `maakte het onderwerp “${topic.name}”`,
};

function service(message) {
  return h("div", { class: "service", dataset: { id: key(message) } }, h("span", {}, serviceText(message)));
}

function serviceText(message) {
  const who = nameOf(message.sender_id);
  if (message.new_chat_members) {
    const names = message.new_chat_members.map((user) => nameOf(user.id)).join(", ");
    return message.new_chat_members[0].id === message.sender_id ? `${names} kwam erbij` : `${who} voegde ${names} toe`;
  }
  if (message.left_chat_member) {
    const left = message.left_chat_member.id;
    return left === message.sender_id ? `${nameOf(left)} verliet de groep` : `${who} haalde ${nameOf(left)} uit de groep`;
  }
  for (const [field, text] of Object.entries(SERVICES)) if (message[field]) return `${who} ${text(message[field])}`;
  return store.bot.name;
}
