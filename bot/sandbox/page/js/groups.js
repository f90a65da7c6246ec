// What a person can do with a chat as a whole: start one, block the bot, and everything about a group.

import { makeGroup } from "./actions.js";
import { ask, choose, confirm, form } from "./dialogs.js";
import { avatar, button, h } from "./dom.js";
import { fullName, memberOf, nameOf, people, store } from "./store.js";

export async function newChat(phone) {
  const others = people().filter((user) => user.id !== phone.userId);
  const chosen = await choose("Nieuwe chat", [
    { label: "Nieuwe groep…", value: "group", kind: "accent" },
    ...others.map((user) => ({ label: fullName(user), value: user.id })),
  ]);
  if (chosen === null) return;
  const chatId = chosen === "group" ? await makeGroup(phone, true) : (await phone.act("direct", { other_id: chosen }))?.chat_id;
  if (chatId) phone.open(chatId);
}

export function chatInfo(phone) {
  if (phone.chat.type === "private") return botInfo(phone);
  if (phone.chat.type === "direct") return null;
  return groupInfo(phone);
}

async function botInfo(phone) {
  const { blocked, started } = phone.user;
  const options = [];
  if (started && !blocked) options.push({ label: "Bot blokkeren", value: "block", kind: "danger" });
  if (blocked) options.push({ label: "Bot deblokkeren", value: "unblock" });
  options.push({ label: "Account van deze persoon opheffen", value: "deactivate", kind: "danger" });
  const chosen = await choose(`@${store.bot.username}`, options);
  if (chosen) phone.act(chosen);
}

const ROLES = { creator: "eigenaar", administrator: "beheerder", member: "lid", restricted: "beperkt" };

async function groupInfo(phone) {
  const { chat } = phone;
  const present = chat.members.filter((member) => memberOf(chat, member.user_id));
  const me = memberOf(chat, store.bot.id);
  const chosen = await ask(chat.title, (done) => [
    h("ul", { class: "members" }, present.map((member) => h("li", {},
      avatar(member.user_id, nameOf(member.user_id), "small"),
      h("span", {}, nameOf(member.user_id), h("small", {}, ROLES[member.status] + (member.anonymous ? " · anoniem" : ""))),
      button("⋯", () => done(["member", member]), { class: "icon", "aria-label": `Meer met ${nameOf(member.user_id)}` })))),
    h("p", { class: "muted" }, privacyNote(me)),
    h("div", { class: "grid" },
      button("Lid toevoegen", () => done(["add"])),
      me ? button("Bot verwijderen", () => done(["remove_bot"])) : button("Bot toevoegen", () => done(["add_bot"])),
      chat.is_forum && button("Nieuw onderwerp", () => done(["topic"])),
      chat.type === "group" && button("Supergroep van maken", () => done(["upgrade_group"])),
      button(store.bot.privacy_mode ? "Privacymodus uitzetten" : "Privacymodus aanzetten", () => done(["privacy"])),
      button("Groep verlaten", () => done(["leave"]), { class: "danger" })),
  ]);
  if (chosen) await groupAction(phone, ...chosen);
}

function privacyNote(me) {
  const setting = store.bot.privacy_mode ? "aan" : "uit";
  if (!me) return `De bot is niet in deze groep. Privacymodus staat ${setting}.`;
  const seesAll = me.status !== "member" || !me.privacy;
  const sees = seesAll ? "De bot ziet hier alle berichten." : "De bot ziet hier alleen opdrachten en antwoorden aan de bot.";
  return `${sees} Privacymodus staat ${setting}; een wijziging geldt pas als de bot opnieuw wordt toegevoegd.`;
}

async function groupAction(phone, action, member) {
  if (action === "member") return memberMenu(phone, member);
  if (action === "privacy") return phone.act("privacy", { enabled: !store.bot.privacy_mode });
  if (action === "topic") {
    const answers = await form("Nieuw onderwerp", [{ name: "name", label: "Naam", required: true }], "Maken");
    return answers && phone.act("create_topic", answers);
  }
  if (action === "add") return addMember(phone);
  if (action === "upgrade_group") {
    const text = "De groep krijgt een nieuw nummer. Dat is niet terug te draaien.";
    if (!await confirm("Supergroep maken", text, "Maken")) return null;
    const made = await phone.act("upgrade_group");
    return made && phone.open(made.chat_id);
  }
  return phone.act(action);
}

async function addMember(phone) {
  const others = people().filter((user) => !memberOf(phone.chat, user.id));
  const options = others.map((user) => ({ label: fullName(user), value: user.id }));
  const chosen = await choose("Wie voeg je toe?", options, "Iedereen doet al mee.");
  return chosen && phone.act("add_member", { member_id: chosen });
}

async function memberMenu(phone, member) {
  const isBot = member.user_id === store.bot.id;
  const isAdmin = member.status !== "member";
  const options = [
    { label: isAdmin ? "Geen beheerder meer" : "Beheerder maken", value: isAdmin ? "demote" : "promote" },
    { label: "Uit de groep halen", value: "remove", kind: "danger" },
  ];
  if (!isBot) options.splice(1, 0, { label: "Anonieme beheerder maken", value: "anonymous" });
  const chosen = await choose(nameOf(member.user_id), options);
  if (!chosen) return;
  const anonymous = chosen === "anonymous";
  const action = anonymous ? "promote" : chosen;
  await phone.act(isBot ? `${action}_bot` : `${action}_member`, { member_id: member.user_id, anonymous });
}
