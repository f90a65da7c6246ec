"""The identities that travel through the program. Nothing but names for numbers and strings lives here."""

from typing import NewType

PersonId = NewType("PersonId", int)


CollaborationId = NewType("CollaborationId", int)


PartnerId = NewType("PartnerId", int)


MembershipId = NewType("MembershipId", int)


InvitationId = NewType("InvitationId", int)


RoundId = NewType("RoundId", int)


RunId = NewType("RunId", int)


ConversationId = NewType("ConversationId", int)


BindingId = NewType("BindingId", int)


BindingRequestId = NewType("BindingRequestId", int)


QuestionId = NewType("QuestionId", int)
"""A question put to a group."""


SessionId = NewType("SessionId", int)
"""A round of a further instrument in a group."""


ContributionId = NewType("ContributionId", int)


LiveMessageId = NewType("LiveMessageId", int)
"""A message of the bot that is changed for as long as it stands, whatever number Telegram gave it."""


ChatId = NewType("ChatId", int)
"""A chat, by our number for it; `bot.domain.chats` tells what the number says. A private chat is that of one person."""
