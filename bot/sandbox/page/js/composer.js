// Where a person writes: the input, the menu of commands, replying, editing, attachments, reply keyboards.

import { act, readFile } from "./api.js";
import { summary } from "./bubble.js";
import { choose, complain } from "./dialogs.js";
import { button, h } from "./dom.js";
import { commandsFor, nameOf, store } from "./store.js";

export class Composer {
  constructor(user, { onSent }) {
    this.userId = user.id;
    this.onSent = onSent;
    this.input = h("textarea", { rows: "1", placeholder: "Bericht", "aria-label": `Bericht van ${nameOf(user.id)}` });
    this.commands = h("ul", { class: "commands", hidden: true, "aria-label": "Opdrachten van de bot" });
    this.context = h("div", { class: "context", hidden: true });
    this.keyboard = h("div", { class: "reply-keyboard", hidden: true });
    this.file = h("input", { type: "file", hidden: true, "aria-label": "Bestand kiezen", onchange: () => this.sendFile() });
    const row = h("form", { class: "compose", onsubmit: (event) => { event.preventDefault(); this.send(); } },
      button("/", () => this.toggleCommands(), { class: "icon slash", "aria-label": "Opdrachten tonen" }),
      this.input,
      button("+", () => this.attach(), { class: "icon", "aria-label": "Iets anders sturen" }),
      h("button", { type: "submit", class: "icon send", "aria-label": "Versturen" }, "➤"),
      this.file);
    this.writing = h("div", { class: "writing" }, this.commands, this.context, row, this.keyboard);
    this.start = button("Start", () => this.run("start"), { class: "primary big" });
    this.unblock = button("Deblokkeren", () => this.run("unblock"), { class: "big" });
    this.node = h("footer", { class: "composer" }, this.writing, this.start, this.unblock);
    this.input.addEventListener("input", () => { this.grow(); this.suggest(); });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
  }

  show(chat, threadId = null) {
    const changed = this.chat?.id !== chat.id;
    this.chat = chat;
    this.threadId = threadId;
    const user = store.users.get(this.userId);
    const isBotChat = chat.type === "private";
    this.start.hidden = !isBotChat || user.started;
    this.unblock.hidden = !isBotChat || !user.blocked;
    this.writing.hidden = isBotChat && (!user.started || user.blocked);
    this.drawKeyboard();
    if (changed) this.clear();
  }

  run(action) {
    return act(action, { user_id: this.userId }).catch(complain);
  }

  clear() {
    this.input.value = "";
    this.reply = this.editing = null;
    this.context.hidden = this.commands.hidden = true;
    this.grow();
  }

  replyTo(message) {
    this.editing = null;
    this.reply = message;
    this.drawContext(`Antwoord aan ${nameOf(message.sender_id)}`, message);
  }

  edit(message) {
    this.reply = null;
    this.editing = message;
    this.input.value = message.text ?? message.caption ?? "";
    this.grow();
    this.drawContext("Bericht bewerken", message);
  }

  drawContext(title, message) {
    this.context.replaceChildren(h("span", {}, h("strong", {}, title), h("small", {}, summary(message))),
      button("✕", () => this.clear(), { class: "icon", "aria-label": "Annuleren" }));
    this.context.hidden = false;
    this.input.focus();
  }

  drawKeyboard() {
    const rows = this.chat.keyboard?.keyboard || [];
    this.keyboard.hidden = !rows.length;
    this.keyboard.replaceChildren(...rows.map((row) => h("div", { class: "keys" },
      row.map((key) => button(key.text, () => this.post(key.text), { class: "key" })))));
  }

  grow() {
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
  }

  onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") {
      this.clear();
    } else if (event.key === "ArrowDown" && !this.commands.hidden) {
      event.preventDefault();
      this.commands.querySelector("button")?.focus();
    }
  }

  suggest() {
    const match = /^\/(\w*)$/.exec(this.input.value);
    if (match) this.showCommands(match[1].toLowerCase());
    else this.commands.hidden = true;
  }

  toggleCommands() {
    if (this.commands.hidden) this.showCommands("");
    else this.commands.hidden = true;
  }

  showCommands(prefix) {
    const known = commandsFor(this.chat, store.users.get(this.userId)).filter(({ command }) => command.startsWith(prefix));
    // In a group the apps send a chosen command with the bot's name, which is what reaches it in privacy mode.
    const suffix = this.chat.type === "private" ? "" : `@${store.bot.username}`;
    const items = known.map(({ command, description }) => h("li", {},
      button([h("strong", {}, `/${command}`), h("span", {}, description)], () => this.post(`/${command}${suffix}`)),
      button("✎", () => this.insert(`/${command}${suffix} `), { class: "icon", "aria-label": `/${command} aanvullen voor het versturen` })));
    const note = h("li", { class: "muted" }, "De bot heeft hier geen opdrachten opgegeven.");
    this.commands.replaceChildren(...(items.length ? items : [note]));
    this.commands.hidden = prefix !== "" && !items.length;
  }

  insert(text) {
    this.input.value = text;
    this.commands.hidden = true;
    this.input.focus();
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    if (this.editing) {
      const { chat_id, message_id } = this.editing;
      await act("edit", { user_id: this.userId, chat_id, message_id, text }).then(() => this.clear(), complain);
    } else {
      await this.post(text);
    }
  }

  async post(text) {
    const body = { user_id: this.userId, chat_id: this.chat.id, text, reply_to: this.reply?.message_id, thread_id: this.threadId };
    // Clear first: what someone types while the message is under way must stay.
    this.clear();
    try {
      await act("send", body);
      this.onSent();
    } catch (error) {
      if (!this.input.value) this.insert(text);
      complain(error);
    }
  }

  async attach() {
    const options = [
      { label: "Foto", value: "photo" }, { label: "Bestand", value: "document" },
      { label: "Spraakbericht", value: "voice" }, { label: "Sticker", value: "sticker" },
    ];
    const kind = await choose("Wat wil je sturen?", options);
    if (!kind) return;
    if (kind === "voice" || kind === "sticker") {
      await act(`send_${kind}`, { user_id: this.userId, chat_id: this.chat.id }).catch(complain);
      return;
    }
    this.file.accept = kind === "photo" ? "image/*" : "";
    this.asPhoto = kind === "photo";
    this.file.click();
  }

  async sendFile() {
    const file = this.file.files[0];
    if (!file) return;
    try {
      const data = await readFile(file);
      await act("send_file", { user_id: this.userId, chat_id: this.chat.id, name: file.name, data, as_photo: this.asPhoto });
    } catch (error) {
      complain(error);
    }
    this.file.value = "";
  }
}
