"""What people do with groups: make them, add and remove people and the bot, promote, upgrade, make topics."""

from __future__ import annotations

from collections.abc import Iterable

from bot.sandbox.errors import SandboxError
from bot.sandbox.model import Chat, Member, Message, User
from bot.sandbox.state import FIRST_GROUP_ID, FIRST_SUPERGROUP_ID
from bot.sandbox.updates import Announcing


class GroupActions(Announcing):
    """Group membership and everything that hangs on it."""

    def create_group(
        self, title: str, creator: User | int, members: Iterable[User | int] = (), *, with_bot: bool = False
    ) -> Chat:
        """A basic group made by `creator`, with the others in it."""
        return self._create(Chat(self.new_id(FIRST_GROUP_ID), "group", title), creator, members, with_bot)

    def create_supergroup(
        self,
        title: str,
        creator: User | int,
        members: Iterable[User | int] = (),
        *,
        with_bot: bool = False,
        forum: bool = False,
        username: str | None = None,
    ) -> Chat:
        """A supergroup, with topics when `forum`."""
        chat = Chat(self.new_id(FIRST_SUPERGROUP_ID), "supergroup", title, username=username, is_forum=forum)
        return self._create(chat, creator, members, with_bot)

    def _create(self, chat: Chat, creator: User | int, members: Iterable[User | int], with_bot: bool) -> Chat:
        owner = self.user(creator)
        self.chats[chat.id] = chat
        chat.members[owner.id] = Member(owner.id, "creator")
        for member in members:
            chat.members.setdefault(self.user(member).id, Member(self.user(member).id))
        self.chat_changed(chat)
        created = "group_chat_created" if chat.type == "group" else "supergroup_chat_created"
        self.service(chat, owner, {created: True})
        if with_bot:
            self.add_bot(chat, owner)
        return chat

    def add_bot(self, chat: Chat | int, by: User | int, *, as_admin: bool = False) -> None:
        """Add the world's bot to a group; does nothing when it is there."""
        group, actor, me = self._group(chat), self._inside(chat, by), self.bot.as_user()
        if not group.has(me.id):
            self.set_status(group, me, "administrator" if as_admin else "member", by=actor)
            self._welcome(group, actor, me)

    def remove_bot(self, chat: Chat | int, by: User | int) -> None:
        """Remove the bot; Telegram tells it as `kicked`."""
        self.remove_member(chat, self.bot.as_user(), by=by)

    def promote_bot(self, chat: Chat | int, by: User | int) -> None:
        self.promote_member(chat, self.bot.as_user(), by=by)

    def demote_bot(self, chat: Chat | int, by: User | int) -> None:
        self.demote_member(chat, self.bot.as_user(), by=by)

    def add_member(self, chat: Chat | int, user: User | int, *, by: User | int) -> None:
        group, actor, person = self._group(chat), self._inside(chat, by), self.user(user)
        if not group.has(person.id):
            self.set_status(group, person, "member", by=actor)
            self._welcome(group, actor, person)

    def user_joins(self, user: User | int, chat: Chat | int) -> None:
        """A person comes in by an invite link."""
        group, person = self._group(chat), self.user(user)
        if not group.has(person.id):
            self.set_status(group, person, "member", by=person)
            self._welcome(group, person, person)

    def remove_member(self, chat: Chat | int, user: User | int, *, by: User | int) -> None:
        group, actor, person = self._group(chat), self._inside(chat, by), self.user(user)
        if group.has(person.id):
            self._leave(group, person, "kicked", actor)

    def user_leaves(self, user: User | int, chat: Chat | int) -> None:
        group, person = self._group(chat), self._inside(chat, user)
        self._leave(group, person, "left", person)

    def promote_member(self, chat: Chat | int, user: User | int, *, by: User | int, anonymous: bool = False) -> None:
        """Make somebody administrator, optionally one who writes as the group itself."""
        group, actor, person = self._group(chat), self._inside(chat, by), self.user(user)
        member = group.member(person.id)
        if member is None or not member.present:
            raise SandboxError(f"{person.name} is not in {group.title}")
        status = "creator" if member.status == "creator" else "administrator"
        self.set_status(group, person, status, by=actor, anonymous=anonymous)

    def demote_member(self, chat: Chat | int, user: User | int, *, by: User | int) -> None:
        group, actor, person = self._group(chat), self._inside(chat, by), self.user(user)
        if group.has(person.id):
            self.set_status(group, person, "member", by=actor)

    def upgrade_group(self, chat: Chat | int, by: User | int, *, announce: str = "both", forum: bool = False) -> Chat:
        """Turn a basic group into a supergroup with a new id.

        The bot gets both service messages, or one of them (`announce` is both, to or from): Telegram promises no more.
        Of the new chat it is told that it came in there; of the old one never that it left
        (github.com/tdlib/telegram-bot-api/issues/266).
        """
        group, actor = self._group(chat), self._inside(chat, by)
        if group.type != "group":
            raise SandboxError(f"{group.title} is a supergroup already")
        new = Chat(self.new_id(FIRST_SUPERGROUP_ID), "supergroup", group.title, is_forum=forum, migrated_from=group.id)
        new.members = {m.user_id: Member(m.user_id, m.status, m.anonymous, m.privacy) for m in group.members.values()}
        new.reactions_allowed, new.bots_may_write = group.reactions_allowed, group.bots_may_write
        self.chats[new.id] = new
        group.migrated_to = new.id
        self.chat_changed(new)
        self.chat_changed(group)
        to = self.post(group, actor.id, {"migrate_to_chat_id": new.id}, is_service=True)
        back = self.post(new, actor.id, {"migrate_from_chat_id": group.id}, is_service=True)
        if announce in ("both", "to"):
            self.announce(to)
        self._comes_along(new, actor)
        if announce in ("both", "from"):
            self.announce(back)
        return new

    def _comes_along(self, new: Chat, actor: User) -> None:
        """The bot, which was in the group, is in the supergroup it became, as what it was."""
        there = new.members.pop(self.bot.id, None)
        if there is not None and there.present:
            self.set_status(new, self.bot.as_user(), there.status, by=actor)
            new.members[self.bot.id].privacy = there.privacy

    def create_topic(self, chat: Chat | int, by: User | int, name: str) -> int:
        """A topic in a forum; the answer is its thread id."""
        group, actor = self._group(chat), self._inside(chat, by)
        return self.open_topic(group, actor, name)

    def open_topic(self, group: Chat, actor: User, name: str) -> int:
        """The same, for the bot too: no check of who asks."""
        if not group.is_forum:
            raise SandboxError(f"{group.title} has no topics")
        thread_id = group.last_message_id + 1
        group.topics[thread_id] = name
        content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        self.service(group, actor, content, thread_id=thread_id)
        self.chat_changed(group)
        return thread_id

    def rename_group(self, chat: Chat | int, by: User | int, title: str) -> Message:
        group, actor = self._group(chat), self._inside(chat, by)
        group.title = title
        self.chat_changed(group)
        return self.service(group, actor, {"new_chat_title": title})

    def set_privacy(self, enabled: bool) -> None:
        """The owner's setting; in a group it holds from the moment the bot is added (again)."""
        self.bot.privacy_mode = enabled
        self.emit("bot", self.bot_for_page)

    def _welcome(self, group: Chat, actor: User, person: User) -> None:
        body = person.as_api()
        content = {"new_chat_members": [body], "new_chat_member": body, "new_chat_participant": body}
        self.service(group, actor, content)

    def _leave(self, group: Chat, person: User, status: str, actor: User) -> None:
        # The one who leaves still sees the service message; a removed bot does not.
        self.set_status(group, person, status, by=actor)
        body = person.as_api()
        self.service(group, actor, {"left_chat_member": body, "left_chat_participant": body})

    def _group(self, chat: Chat | int) -> Chat:
        group = self.chat(chat)
        if not group.is_group:
            raise SandboxError("this is not a group")
        if group.migrated_to is not None:
            raise SandboxError(f"{group.title} has become a supergroup, with id {group.migrated_to}")
        return group

    def _inside(self, chat: Chat | int, user: User | int) -> User:
        person = self.user(user)
        if not self.chat(chat).has(person.id):
            raise SandboxError(f"{person.name} is not in {self.chat(chat).title}")
        return person
