// The page's copy of the world. Takes in the state and each change; tells who listens what changed.

export const store = {
  bot: {}, users: new Map(), chats: new Map(), messages: new Map(), calls: [], refusals: [], can: {}, offset: 0, title: "", scenes: [],
  scene: "", played: false,
};

const listeners = new Set();
const KEPT_CALLS = 200;

export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(kind, data) {
  for (const listener of [...listeners]) listener(kind, data);
}

function setClock(now) {
  store.offset = new Date(now).getTime() - Date.now();
}

export function fill(state) {
  store.bot = state.bot;
  store.title = state.title;
  store.can = state.can;
  store.scenes = state.scenes;
  store.scene = state.scene;
  store.played = state.played;
  store.users = new Map(state.users.map((user) => [user.id, user]));
  store.chats = new Map(state.chats.map((chat) => [chat.id, chat]));
  store.messages = new Map(state.chats.map((chat) => [chat.id, new Map()]));
  for (const message of state.messages) put(message);
  store.calls = state.calls;
  store.refusals = state.refusals;
  setClock(state.now);
  tell("all");
}

function put(message) {
  if (!store.messages.has(message.chat_id)) store.messages.set(message.chat_id, new Map());
  const known = store.messages.get(message.chat_id);
  const isNew = !known.has(message.message_id);
  known.set(message.message_id, message);
  return isNew;
}

const apply = {
  message: (data) => tell(put(data) ? "message" : "edited", data),
  deleted: (data) => {
    store.messages.get(data.chat_id)?.delete(data.message_id);
    tell("deleted", data);
  },
  chat: (data) => {
    store.chats.set(data.id, data);
    tell("chat", data);
  },
  user: (data) => {
    store.users.set(data.id, { ...store.users.get(data.id), ...data });
    tell("user", data);
  },
  bot: (data) => {
    store.bot = data;
    tell("bot", data);
  },
  clock: (data) => {
    setClock(data.now);
    tell("clock", data);
  },
  call: (data) => {
    if (store.calls.some((call) => call.number === data.number)) return;
    store.calls.push(data);
    if (data.status !== 200) store.refusals.push(data);
    if (store.calls.length > KEPT_CALLS) store.calls.shift();
    tell("call", data);
  },
};

export function take(kind, data) {
  (apply[kind] || (() => tell(kind, data)))(data);
}

// What the bot should not have asked; a pin that was refused is none.
export function faults() {
  return store.refusals.filter((call) => call.is_fault);
}

export function now() {
  return new Date(Date.now() + store.offset);
}

export function people() {
  return [...store.users.values()].filter((user) => !user.is_bot);
}

export function fullName(user) {
  return user ? `${user.first_name} ${user.last_name || ""}`.trim() : "onbekend";
}

export function nameOf(id) {
  return id === store.bot.id ? store.bot.name : fullName(store.users.get(id));
}

const PRESENT = ["creator", "administrator", "member", "restricted"];

export function memberOf(chat, userId) {
  const member = chat.members.find((one) => one.user_id === userId);
  return member && PRESENT.includes(member.status) ? member : null;
}

export function chatsOf(userId) {
  return [...store.chats.values()].filter(
    (chat) => chat.id === userId || (memberOf(chat, userId) && !chat.migrated_to),
  );
}

export function groupsOf(userId) {
  return chatsOf(userId).filter((chat) => chat.type === "group" || chat.type === "supergroup");
}

export function chatTitle(chat, userId) {
  if (chat.type === "private") return store.bot.name;
  if (chat.type !== "direct") return chat.title;
  return nameOf(chat.members.find((member) => member.user_id !== userId)?.user_id);
}

// A supergroup shows what was said before it was upgraded, as the apps do.
export function messagesOf(chat) {
  const older = chat.migrated_from ? [...(store.messages.get(chat.migrated_from)?.values() || [])] : [];
  return [...older, ...(store.messages.get(chat.id)?.values() || [])];
}

export function commandsFor(chat, user) {
  const kind = chat.type === "private" ? "all_private_chats" : "all_group_chats";
  for (const scope of [`chat_member:${chat.id}:${user.id}`, `chat:${chat.id}:`, `${kind}::`, "default::"]) {
    for (const language of [user.language_code || "nl", ""]) {
      const found = store.bot.commands?.[`${scope}:${language}`];
      if (found?.length) return found;
    }
  }
  return [];
}
