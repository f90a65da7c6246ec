// What happens when a person taps in a message: buttons, links, commands, the message's own menu.

import { act } from "./api.js";
import { summary } from "./bubble.js";
import { ask, choose, complain, form } from "./dialogs.js";
import { announce, h } from "./dom.js";
import { groupsOf, store } from "./store.js";

const EMOJI = ["👍", "❤️", "🎉", "🤔", "👎"];

export function messageActions(phone) {
  return {
    link: (url) => openLink(phone, url),
    command: (text) => phone.composer.post(text),
    picture: (size) => ask("Foto", () => [h("img", { class: "large", src: `/sim/file/${size.file_id}`, alt: "Foto" })]),
    vote: (message, option) => phone.act("vote", { chat_id: message.chat_id, message_id: message.message_id, options: [option] }),
    press: (message, spec, node) => press(phone, message, spec, node),
    menu: (message, own) => menu(phone, message, own),
  };
}

async function press(phone, message, spec, node) {
  if (spec.copy_text) {
    await navigator.clipboard?.writeText(spec.copy_text.text).catch(() => {});
    phone.showToast("Gekopieerd");
    return;
  }
  if (spec.url) {
    if (!openLink(phone, spec.url)) window.open(spec.url, "_blank", "noopener");
    return;
  }
  if (!spec.callback_data || node.classList.contains("waiting")) return;
  node.classList.add("waiting");
  node.setAttribute("aria-busy", "true");
  const body = { user_id: phone.userId, chat_id: message.chat_id, message_id: message.message_id, button: spec.callback_data };
  try {
    const { answer } = await act("press", { ...body, wait: true });
    if (!answer) announce("De bot gaf geen antwoord op deze knop.");
  } catch (error) {
    if (error.status !== 409) complain(error); // gone while it was tapped: what took its place is on screen already
  }
  node.classList.remove("waiting");
  node.removeAttribute("aria-busy");
}

// True when the link was followed inside the sandbox.
export function openLink(phone, link) {
  const url = new URL(link);
  const isTelegram = ["t.me", "telegram.me"].includes(url.hostname);
  const name = url.protocol === "tg:" ? url.searchParams.get("domain") : url.pathname.slice(1);
  if (isTelegram && name === "share/url") {
    share(phone, [url.searchParams.get("text"), url.searchParams.get("url")].filter(Boolean).join("\n"));
    return true;
  }
  if (!(isTelegram || url.protocol === "tg:") || name?.toLowerCase() !== store.bot.username.toLowerCase()) return false;
  if (url.searchParams.has("startgroup")) {
    chooseGroup(phone, link);
  } else {
    phone.act("open_link", { url: link }).then(() => phone.open(phone.userId));
  }
  return true;
}

async function chooseGroup(phone, link) {
  const groups = groupsOf(phone.userId).map((chat) => ({ label: chat.title, value: chat.id }));
  const groupId = await choose("In welke groep zet je de bot?", [...groups, { label: "Nieuwe groep…", value: "new", kind: "accent" }]);
  if (groupId === null) return;
  const target = groupId === "new" ? await makeGroup(phone) : groupId;
  if (!target) return;
  await phone.act("open_link", { url: link, group_id: target });
  phone.open(target);
}

export async function makeGroup(phone, withBot = false) {
  const others = [...store.users.values()].filter((user) => user.id !== phone.userId && !user.is_bot);
  const options = others.map((user) => ({ label: `${user.first_name} ${user.last_name}`.trim(), value: user.id }));
  const answers = await form("Nieuwe groep", [
    { name: "title", label: "Naam van de groep", value: "Voorbeeldgroep", required: true },
    { name: "member_ids", label: "Wie doen er mee?", type: "checks", options },
    { name: "with_bot", label: `Zet ${store.bot.name} er meteen in`, type: "checkbox", value: withBot },
    { name: "forum", label: "Met onderwerpen (supergroep)", type: "checkbox" },
  ], "Groep maken");
  if (!answers) return null;
  const made = await phone.act("create_group", { ...answers, supergroup: answers.forum });
  return made?.chat_id ?? null;
}

async function chooseChat(phone, title) {
  const others = [...store.users.values()].filter((user) => user.id !== phone.userId && !user.is_bot);
  const groups = groupsOf(phone.userId).map((chat) => ({ label: chat.title, value: chat.id, hint: "groep" }));
  const persons = others.map((user) => ({ label: `${user.first_name} ${user.last_name}`.trim(), value: `user/${user.id}` }));
  const bot = { label: store.bot.name, value: phone.userId, hint: "bot" };
  const chosen = await choose(title, [...persons, ...groups, bot]);
  if (typeof chosen !== "string") return chosen;
  const made = await phone.act("direct", { other_id: Number(chosen.slice(5)) });
  return made?.chat_id ?? null;
}

async function share(phone, text) {
  const chatId = await chooseChat(phone, "Delen met…");
  if (chatId !== null && await phone.act("send", { chat_id: chatId, text })) phone.open(chatId);
}

async function menu(phone, message, own) {
  const options = [{ label: "Beantwoorden", value: "reply" }, { label: "Doorsturen", value: "forward" }];
  if (message.text) options.push({ label: "Tekst kopiëren", value: "copy" });
  if (own && (message.text || message.caption)) options.push({ label: "Bewerken", value: "edit" });
  if (own) options.push({ label: "Verwijderen", value: "delete", kind: "danger" });
  options.push(...EMOJI.map((emoji) => ({ label: emoji, value: `react/${emoji}`, kind: "emoji" })));
  const place = { chat_id: message.chat_id, message_id: message.message_id };
  const chosen = await choose(summary(message).slice(0, 60), options);
  if (chosen === "reply") phone.composer.replyTo(message);
  else if (chosen === "edit") phone.composer.edit(message);
  else if (chosen === "delete") phone.act("delete", place);
  else if (chosen === "copy") navigator.clipboard?.writeText(message.text).catch(() => {});
  else if (chosen === "forward") forward(phone, place);
  else if (chosen?.startsWith("react/")) react(phone, message, place, chosen.slice(6));
}

async function forward(phone, place) {
  const chatId = await chooseChat(phone, "Doorsturen naar…");
  if (chatId !== null && await phone.act("forward", { ...place, to_chat_id: chatId })) phone.open(chatId);
}

function react(phone, message, place, emoji) {
  const mine = message.reactions.some((reaction) => reaction.user_id === phone.userId && reaction.emoji === emoji);
  phone.act("react", { ...place, emoji: mine ? null : emoji });
}

