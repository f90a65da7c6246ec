// One person's phone: who it is, their chats, the open chat, and toasts and alerts over it.

import { act } from "./api.js";
import { summary } from "./bubble.js";
import { ChatView } from "./chat.js";
import { Composer } from "./composer.js";
import { complain } from "./dialogs.js";
import { Doors } from "./doors.js";
import { avatar, button, h } from "./dom.js";
import { chatInfo, newChat } from "./groups.js";
import { messageActions } from "./actions.js";
import { chatsOf, chatTitle, fullName, memberOf, store } from "./store.js";

const TOAST_MS = 3500;
const TYPING_MS = 5000;

export class Phone {
  constructor(user) {
    this.userId = user.id;
    this.unread = new Map();
    this.isShown = true;
    this.missed = false; // something came in the open chat while the phone was not on the page
    this.threadId = null;
    this.name = h("h2", {}, fullName(user));
    this.tabs = h("div", { class: "chats", role: "tablist", "aria-label": `Chats van ${fullName(user)}` });
    const more = button("+", () => newChat(this), { class: "icon", "aria-label": "Nieuwe chat of groep" });
    this.heading = h("div", { class: "chat-heading" });
    this.topics = h("div", { class: "topics", hidden: true });
    this.pinned = button("", () => this.view.jumpTo({ message_id: this.chat.pinned.at(-1) }), { class: "pinned", hidden: true });
    this.view = new ChatView(user.id, messageActions(this));
    this.composer = new Composer(user, { onSent: () => this.view.toBottom() });
    this.overlay = h("div", { class: "overlay", role: "status", "aria-live": "polite" });
    this.doors = new Doors(user, (inBrowser) => this.node?.classList.toggle("in-browser", inBrowser));
    this.node = h("section", { class: "phone", "aria-label": `Telefoon van ${fullName(user)}`, dataset: { user: String(user.id) } },
      h("header", { class: "phone-top" }, avatar(user.id, fullName(user), "small"), h("div", {}, this.name, user.about && h("small", {}, user.about))),
      this.doors.node, this.doors.place,
      h("div", { class: "chat-row" }, this.tabs, more), this.heading, this.pinned, this.topics, this.view.node, this.composer.node, this.overlay);
    this.tabs.addEventListener("keydown", (event) => this.onTabKey(event));
    this.open(user.id);
  }

  // The world was loaded anew: what is open stays open if it still exists.
  refresh() {
    this.unread.clear();
    this.missed = false;
    this.doors.refresh();
    this.open(store.chats.has(this.chatId) ? this.chatId : this.userId, this.threadId);
  }

  get user() {
    return store.users.get(this.userId);
  }

  open(chatId, threadId = null) {
    const here = chatId === this.userId || store.chats.has(chatId);
    this.wanted = here ? null : chatId; // a chat that is on its way is opened when it is here
    if (!here) return;
    this.chatId = chatId;
    this.threadId = threadId;
    this.unread.delete(chatId);
    this.draw();
    this.view.show(this.chat, this.threadId);
  }

  get chat() {
    return store.chats.get(this.chatId) || store.chats.get(this.userId);
  }

  // Everything around the messages; the messages keep themselves up to date.
  draw() {
    const chats = chatsOf(this.userId);
    if (chats.some((chat) => chat.id === this.wanted)) {
      this.open(this.wanted);
      return;
    }
    if (!chats.some((chat) => chat.id === this.chatId)) {
      const moved = store.chats.get(this.chatId)?.migrated_to;
      const arrived = chats.some((chat) => chat.id === moved);
      if (!moved || arrived) this.open(arrived ? moved : this.userId);
      return; // the group this one became is on its way: stay until it is here
    }
    const hadFocus = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...chats.map((chat) => this.tab(chat)));
    this.showSelectedTab();
    if (hadFocus) this.tabs.querySelector('[aria-selected="true"]')?.focus({ preventScroll: true });
    this.drawHeading();
    this.drawPinned();
    this.drawTopics();
    this.composer.show(this.chat, this.threadId);
  }

  tab(chat) {
    const title = chatTitle(chat, this.userId);
    const count = this.unread.get(chat.id);
    const selected = chat.id === this.chatId;
    const badge = count && h("span", { class: "badge", "aria-label": `${count} nieuw` }, String(count));
    return button([h("span", {}, title), badge], () => this.open(chat.id),
      { role: "tab", "aria-selected": String(selected), tabindex: selected ? "0" : "-1", title, class: "chat-tab" });
  }

  drawHeading() {
    const { chat } = this;
    const title = chatTitle(chat, this.userId);
    this.heading.replaceChildren(
      avatar(chat.type === "private" ? store.bot.id : chat.id, title),
      h("div", { class: "chat-title" }, h("strong", {}, title), h("small", {}, this.subtitle(), this.onPhone() || "")),
      button("⋯", () => chatInfo(this), { class: "icon", "aria-label": "Over deze chat" }));
  }

  subtitle() {
    const { chat } = this;
    if (chat.type === "private") return this.user.blocked ? "geblokkeerd" : "bot";
    if (chat.type === "direct") return "persoon";
    const count = chat.members.filter((member) => memberOf(chat, member.user_id)).length;
    const kind = chat.type === "group" ? "groep" : "supergroep";
    return `${kind} · ${count} leden${memberOf(chat, store.bot.id) ? "" : " · zonder de bot"}`;
  }

  // Whose phone it is, where there is no room to say so above the chats.
  onPhone() {
    if (this.chat.type !== "private") return null;
    const { about, first_name: name } = this.user;
    const [role] = (about || "").split(" · ");
    return h("span", { class: "on-phone" }, ` · telefoon van ${name}${role && `, ${role}`}`);
  }

  setShown(isShown) {
    this.isShown = isShown;
    this.node.classList.toggle("current", isShown);
    if (isShown) this.missed = false;
  }

  // It stands on the page now: what could not be measured before is put right.
  settle() {
    this.composer.grow();
    this.showSelectedTab();
    if (this.view.stick) this.view.toBottom();
  }

  hasNews() {
    return !this.isShown && (this.missed || this.unread.size > 0);
  }

  showSelectedTab() {
    const tab = this.tabs.querySelector('[aria-selected="true"]');
    const hiddenRight = tab.offsetLeft + tab.offsetWidth - this.tabs.offsetLeft - this.tabs.clientWidth;
    if (hiddenRight > 0) this.tabs.scrollLeft = hiddenRight;
  }

  drawPinned() {
    const message = store.messages.get(this.chat.id)?.get(this.chat.pinned.at(-1));
    this.pinned.hidden = !message;
    if (message) this.pinned.replaceChildren(h("strong", {}, "Vastgezet"), h("span", {}, summary(message)));
  }

  showTyping() {
    const line = this.heading.querySelector("small");
    line.textContent = "is aan het typen…";
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.drawHeading(), TYPING_MS);
  }

  // Arrow keys walk along the chats, as people expect of tabs.
  onTabKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const chats = chatsOf(this.userId);
    const at = chats.findIndex((chat) => chat.id === this.chatId);
    const next = chats[(at + step + chats.length) % chats.length];
    event.preventDefault();
    this.open(next.id);
  }

  drawTopics() {
    const { chat } = this;
    this.topics.hidden = !chat.is_forum;
    if (!chat.is_forum) return;
    const all = [{ id: null, name: "Algemeen" }, ...chat.topics];
    this.topics.replaceChildren(...all.map((topic) => button(topic.name, () => this.open(chat.id, topic.id),
      { "aria-pressed": String(topic.id === this.threadId) })));
  }

  isOpen(chatId) {
    return chatId === this.chatId || this.chat.migrated_from === chatId;
  }

  onMessage(message) {
    const isMine = message.sender_id === this.userId || message.is_service;
    if (this.isOpen(message.chat_id) && !this.isShown && !isMine) this.missed = true;
    if (this.isOpen(message.chat_id)) {
      if (message.sender_id === store.bot.id) this.drawHeading();
      this.view.add(message);
      if (message.keyboard?.force_reply && message.sender_id === store.bot.id) this.composer.replyTo(message);
    } else if (message.sender_id !== this.userId && chatsOf(this.userId).some((chat) => chat.id === message.chat_id)) {
      this.unread.set(message.chat_id, (this.unread.get(message.chat_id) || 0) + 1);
      this.draw();
    }
  }

  onChange(kind, data) {
    if (kind === "message") this.onMessage(data);
    else if (kind === "edited" && this.isOpen(data.chat_id)) this.view.change(data);
    else if (kind === "deleted" && this.isOpen(data.chat_id)) this.view.remove(data);
    else if (kind === "typing" && data.chat_id === this.chatId) this.showTyping();
    else if (kind === "toast" && data.user_id === this.userId) this.showAnswer(data);
    else if (kind === "chat" || (kind === "user" && data.id === this.userId) || kind === "bot") this.draw();
  }

  showAnswer({ text, show_alert: isAlert, url }) {
    if (url) this.view.actions.link(url);
    if (!text) return;
    if (isAlert) this.showAlert(text);
    else this.showToast(text);
  }

  showToast(text) {
    const toast = h("div", { class: "toast" }, text);
    this.overlay.replaceChildren(toast);
    setTimeout(() => toast.remove(), TOAST_MS);
  }

  showAlert(text) {
    const before = document.activeElement;
    const close = () => {
      box.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
    };
    const ok = button("Oké", close, { class: "primary" });
    const box = h("div", { class: "alert", role: "alertdialog", "aria-label": "Melding van de bot" }, h("p", {}, text), ok);
    box.addEventListener("keydown", (event) => event.key === "Escape" && close());
    this.overlay.replaceChildren(box);
    ok.focus({ preventScroll: true });
  }

  async act(action, body = {}) {
    try {
      return await act(action, { user_id: this.userId, chat_id: this.chatId, ...body });
    } catch (error) {
      complain(error);
      return null;
    }
  }
}
