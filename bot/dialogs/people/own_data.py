"""What is kept about a person as such: where they take part, their talks, what they were asked."""

from bot.content.markup import plain as marked_as_plain
from bot.dialogs.people.facts import windows_of
from bot.domain.collaboration import Membership
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.own_answers import AnswersInWords, Read
from bot.turn.own_data import Found, PlacesOf, partner_name, plain
from bot.turn.records import Conversation

# --- what the file is made of ---


def takes_part_in(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    ever = ctx.uow.collaborations.ever_of(of.person.id)
    return [_place(ctx, m) for m in ever if m.left_at is None]


def took_part_in(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    ever = ctx.uow.collaborations.ever_of(of.person.id)
    return [{**_place(ctx, m), "tot": plain(m.left_at)} for m in ever if m.left_at is not None]


def talks(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [_talk(ctx, talk) for talk in ctx.uow.conversations.in_chat(of.person.chat)]


def _talk(ctx: TurnContext, talk: Conversation) -> Found:
    """Each answer with its question; what only led through the talk stands apart."""
    answers = ctx.uow.conversations.answers(talk.id)
    said = AnswersInWords(ctx.texts.of(talk.content_version), ctx.texts.phrases, answers)
    return {
        "over": ctx.texts.phrases.plain(Phrase(f"my_data.talk_{talk.dialog}")),
        "begonnen": plain(talk.started_at),
        "antwoorden": [_answered(one) for one in said.read],
        "technisch": {"gesprek": talk.dialog, "stappen": said.steps},
    }


def _answered(one: Read) -> Found:
    return {"vraag": one.question, **({"overgeslagen": True} if one.answer is None else {"antwoord": one.answer})}


def asked(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [
        {
            "over": one.topic.about,
            "voor": plain(one.topic.occasion),
            "gevraagd": plain(one.at),
            "antwoord": plain(one.response),
            "beantwoord": plain(one.responded_at),
            "technisch": {"nummer": one.topic.subject},
        }
        for one in ctx.uow.asking.of(of.person.id)
    ]


def other_doors(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    """The chats in which they come in besides the first; `hier` is where they hear what comes by itself."""
    others = ctx.uow.people.chats(of.person)[1:]
    return [{"chat": chat, "hier": chat == of.person.hears_in} for chat in others]


def mail(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    """Where they may be written to."""
    one = ctx.uow.mail.of(of.person.id)
    if one is None:
        return []
    return [{"adres": one.address, "bevestigd": plain(one.confirmed_at), "berichten": one.notices}]


def open_browsers(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    """Windows in which this person is in."""
    return [
        {"sinds": plain(one.made_at), "gebruikt": plain(one.used_at), "tot": plain(one.ends_at), "gedeeld": one.shared}
        for one in windows_of(ctx, of.person)
        if one.ends_at > ctx.at
    ]


def on_the_page(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    """What stands on their page."""
    return [
        {"wanneer": plain(one.at), "tekst": marked_as_plain(one.message.screen.html)}
        for chat in ctx.uow.people.chats(of.person)
        for one in ctx.uow.shown.all(chat)
    ]


# --- taking part ---


def _place(ctx: TurnContext, membership: Membership) -> Found:
    return {
        "samenwerking": ctx.uow.collaborations.get(membership.collaboration).name,
        "partner": partner_name(ctx, membership.partner),
        "rol": membership.role,
        "sinds": plain(membership.joined_at),
    }
