// Puts these messages in the list of the open chat, instead of what is there.
async (messages) => {
  const { bubble } = await import("/page/js/bubble.js");
  const list = document.querySelector(".messages");
  const more = { is_service: false, sender_id: -1, date: 0, chat_id: 0 };
  list.replaceChildren(...messages.map((message, at) =>
    bubble({ ...more, ...message, message_id: at }, { userId: 0, isGroup: false, actions: {}, showSender: false })));
}
