"""Groups: which chat belongs to whom, its status message, and words that Telegram cut in pieces."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.domain.invitation import TOKEN
from bot.engine.model import Phrase
from bot.runner import my_data as kept
from bot.runner.feature import Feature, GroupCommand, Overview, OwnData, Ranked
from bot.runner.groups import binding, doubts, pieces, status
from bot.runner.pages import groups
from bot.runner.stage import Stage


def _binding(stage: Stage, here: Overview) -> Iterable[Button]:
    person = stage.person
    mine = binding.options(stage, person) if person is not None else ()
    if any(option.collaboration == here.collaboration.id for option in mine):
        yield stage.button("groepen", f"groepen:{here.collaboration.id}")


def _start(stage: Stage, token: str) -> None:
    """Behind it stands the token with which the bot was added to a group; without one it is for the private chat."""
    if TOKEN.fullmatch(token):
        binding.by_link(stage, token)
    else:
        stage.tell(Phrase("pages.in_group", {"link": stage.link()}))


def _help(stage: Stage, _: str) -> None:
    stage.tell(Phrase("groups.help", {"link": stage.link()}))


FEATURE = Feature(
    name="groups",
    pages={
        "groepen": groups.groups,
        "groepnieuw": groups.add,
        "groep": groups.group,
        "koppelaan": groups.choose,
        "los": groups.release,
        "meedoenuit": groups.let_nobody_in,
        "meedoenaan": groups.let_people_in,
        "namens": groups.speak_for,
    },
    group_commands=(
        Ranked(10, GroupCommand("start", _start)),
        Ranked(20, GroupCommand("koppel", lambda stage, _: binding.by_command(stage))),
        Ranked(70, GroupCommand("overzicht", lambda stage, _: status.overview(stage))),
        Ranked(100, GroupCommand("help", _help)),
    ),
    group_buttons={"toch": doubts.keep, "wens": doubts.mean_otherwise},
    asks_first=doubts.asks_first,
    belongs_to_before=pieces.goes_on,
    after_words=pieces.remember,
    overview=(Ranked(120, _binding),),
    own_data=(Ranked(40, OwnData("gezien_in_groepen", kept.seen_in)),),
    partner_left=binding.partner_left,
    group_lost=binding.removed,
    redraw=status.refresh,
)
