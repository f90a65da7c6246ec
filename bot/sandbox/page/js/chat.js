// The list of messages of one chat on one phone: kept in step with the store without jumping.

import { bubble, key } from "./bubble.js";
import { button, day, h } from "./dom.js";
import { messagesOf, store } from "./store.js";

const NEAR_BOTTOM = 48;

export class ChatView {
  constructor(userId, actions) {
    this.userId = userId;
    this.actions = { ...actions, jump: (message) => this.jumpTo(message) };
    this.list = h("div", { class: "messages", role: "log", "aria-live": "polite", tabindex: "0" });
    this.down = button("↓", () => this.toBottom(), { class: "to-bottom", "aria-label": "Naar het nieuwste bericht", hidden: true });
    this.node = h("div", { class: "scroll" }, this.list, this.down);
    this.list.addEventListener("scroll", () => this.onScroll());
    this.list.addEventListener("load", () => this.stick && this.toBottom(), true);
    new ResizeObserver(() => this.stick && this.toBottom()).observe(this.list);
    this.stick = true;
    this.lastTop = 0;
  }

  show(chat, threadId = null) {
    this.chat = chat;
    this.threadId = threadId;
    this.list.setAttribute("aria-label", "Berichten");
    const nodes = [];
    let previous = null;
    for (const message of this.visible()) {
      nodes.push(...this.withDay(message, previous));
      previous = message;
    }
    this.list.replaceChildren(...(nodes.length ? nodes : [this.emptyNote()]));
    this.toBottom();
  }

  visible() {
    const messages = this.chat ? messagesOf(this.chat) : [];
    if (!this.chat?.is_forum) return messages;
    return messages.filter((message) => (message.message_thread_id ?? null) === this.threadId);
  }

  emptyNote() {
    const about = store.bot.texts?.["description/nl"] || store.bot.texts?.["description/"];
    const text = this.chat?.type === "private" ? about || "Tik op Start om met de bot te praten." : "Nog geen berichten.";
    return h("div", { class: "empty" }, text);
  }

  withDay(message, previous) {
    const isNewDay = !previous || day(previous.date) !== day(message.date);
    const follows = previous && previous.sender_id === message.sender_id && !previous.is_service && !isNewDay;
    const node = this.draw(message, !follows);
    if (follows) node.classList.add("follows");
    return isNewDay ? [h("div", { class: "day" }, h("span", {}, day(message.date))), node] : [node];
  }

  draw(message, showSender = true) {
    const isGroup = this.chat.type === "group" || this.chat.type === "supergroup";
    return bubble(message, { userId: this.userId, isGroup, actions: this.actions, showSender });
  }

  find(message) {
    return this.list.querySelector(`[data-id="${key(message)}"]`);
  }

  add(message) {
    const all = this.visible();
    if (!all.includes(message)) return;
    this.list.querySelector(".empty")?.remove();
    this.keepingPlace(() => this.list.append(...this.withDay(message, all[all.length - 2])));
    if (message.sender_id === this.userId) this.toBottom();
    else if (!this.stick) this.down.hidden = false;
  }

  change(message) {
    const old = this.find(message);
    if (!old) return;
    const follows = old.classList.contains("follows");
    const fresh = this.draw(message, !follows);
    if (follows) fresh.classList.add("follows");
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    this.keepingPlace(() => old.replaceWith(fresh));
    if (focused) this.refocus(fresh, focused.textContent);
  }

  // Who uses a keyboard goes on at the same button, else at the first thing that can be answered now.
  refocus(fresh, label) {
    const same = [...fresh.querySelectorAll("button, a")].find((node) => node.textContent === label);
    const newest = [...this.list.querySelectorAll(".keyboard")].at(-1);
    (same || fresh.querySelector(".key") || newest?.querySelector(".key") || this.list).focus({ preventScroll: true });
  }

  remove(data) {
    this.keepingPlace(() => this.find(data)?.remove());
    if (!this.list.children.length) this.list.append(this.emptyNote());
  }

  // Whatever changes above, what someone is reading stays where it is.
  keepingPlace(change) {
    if (this.stick) {
      change();
      this.toBottom();
      return;
    }
    const top = this.list.getBoundingClientRect().top;
    const anchor = [...this.list.children].find((node) => node.getBoundingClientRect().bottom > top);
    const id = anchor?.dataset.id;
    const before = anchor?.getBoundingClientRect().top;
    change();
    const after = id ? this.list.querySelector(`[data-id="${id}"]`) : anchor;
    if (after?.isConnected) this.list.scrollTop += after.getBoundingClientRect().top - before;
  }

  onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    if (scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM) this.stick = true;
    else if (scrollTop < this.lastTop) this.stick = false; // somebody went up; a list that only got smaller stays at its end
    this.lastTop = scrollTop;
    if (this.stick) this.down.hidden = true;
  }

  toBottom() {
    this.list.scrollTop = this.list.scrollHeight;
    this.stick = true;
    this.down.hidden = true;
  }

  jumpTo(message) {
    const node = this.find({ chat_id: this.chat.id, message_id: message.message_id });
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1200);
  }
}
