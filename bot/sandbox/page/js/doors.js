// The two doors of one person: the chats on their phone, or their page in a browser. The page stands in a frame.

import { act } from "./api.js";
import { complain } from "./dialogs.js";
import { button, h } from "./dom.js";
import { fullName, store } from "./store.js";

export class Doors {
  constructor(user, onChange) {
    this.user = user;
    this.onChange = onChange;
    this.telegram = button("Telegram", () => this.choose(false));
    this.browser = button("Browser", () => this.choose(true));
    this.node = h("div", { class: "doors", role: "group", "aria-label": `Ingang van ${fullName(user)}` }, this.telegram, this.browser);
    this.frame = null;
    this.place = h("div", { class: "browser-page", hidden: true });
    this.inBrowser = false;
    this.draw();
  }

  choose(inBrowser) {
    this.inBrowser = inBrowser;
    this.draw();
    if (inBrowser && !this.frame) this.enter();
  }

  draw() {
    this.node.hidden = !store.can.browser;
    this.telegram.setAttribute("aria-pressed", String(!this.inBrowser));
    this.browser.setAttribute("aria-pressed", String(this.inBrowser));
    this.place.hidden = !this.inBrowser;
    this.onChange(this.inBrowser);
  }

  // The world was loaded anew: who was in may be in no longer.
  refresh() {
    this.frame?.remove();
    this.frame = null;
    this.draw();
    if (this.inBrowser) this.enter();
  }

  // Their page; for who is not in yet, the link that lets them in.
  async enter() {
    try {
      const { page, link } = await act("browser", { user_id: this.user.id });
      const there = await fetch(`${page}/stand`, { cache: "no-store" });
      const frame = h("iframe", { src: there.ok ? `${page}/gesprek` : link, title: `Browser van ${fullName(this.user)}` });
      this.frame?.remove();
      this.frame = frame;
      this.place.append(frame);
    } catch (error) {
      complain(error);
    }
  }
}
