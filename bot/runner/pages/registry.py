"""All pages by the name that stands in buttons. Names are never reused: old buttons stay on phones for years."""

from collections.abc import Callable, Mapping

from bot.runner.pages import (
    colleagues,
    discussion,
    groups,
    home,
    invitations,
    linking,
    progress,
    reveal,
    settling,
    words,
)
from bot.runner.routes import Route
from bot.runner.stage import Stage

Page = Callable[[Stage, str], Route | None]

PAGES: Mapping[str, Page] = {
    "start": home.welcome,
    "uitnodiging": home.paste,
    "nieuw": home.new,
    "menu": home.menu,
    "verder": home.go_on,
    "invullen": home.fill_in,
    "quickscan": home.scan,
    "doe": home.do,
    "ga": home.go,
    "gestopt": home.put_away,
    "ingediend": home.handed_in,
    "wijzig": home.change,
    "stop": home.stop,
    "gebleven": home.stayed,
    "weg": home.left,
    "erbij": home.joined,
    "nee": home.declined,
    "uitnodigen": invitations.invite,
    "partner": invitations.partner,
    "link": invitations.link,
    "intrek": invitations.revoke,
    "verwijder": invitations.remove,
    "overzicht": progress.overview,
    "open": progress.open_round,
    "aanpassen": progress.adjust,
    "vaststel": settling.settle,
    "vaststelnieuw": settling.afresh,
    "ingehaald": settling.overtaken,
    "vaststeltoch": settling.anyway,
    "versie": settling.version,
    "vastgesteld": settling.settled,
    "heropen": settling.reopen,
    "onthul": reveal.confirm,
    "onthulnu": reveal.reveal,
    "onthulling": reveal.look,
    "kaart": reveal.react,
    "groepen": groups.groups,
    "groepnieuw": groups.add,
    "groep": groups.group,
    "koppelaan": groups.choose,
    "los": groups.release,
    "meedoenuit": groups.let_nobody_in,
    "meedoenaan": groups.let_people_in,
    "namens": groups.speak_for,
    "eigen": groups.own_motives,
    "bord": groups.put_own,
    "dekking": linking.choose_ask,
    "dekkingbij": linking.choose_offer,
    "dekkinghoe": linking.choose_degree,
    "dekkingzet": linking.keep,
    "mijnpunten": discussion.mine,
    "trekin": discussion.take_back,
    "meenemen": discussion.take_home,
    "meegenomen": discussion.taken_home,
    "verslag": discussion.read,
    "verslagklopt": discussion.check,
    "verslagvast": discussion.fix,
    "collegas": colleagues.who,
    "collega": colleagues.what,
    "herinner": progress.nudge,
    "later": progress.later,
    "nietmeer": progress.no_more,
    "begrippen": words.glossary,
    "begrip": words.term,
    "help": words.help_,
    "privacy": words.privacy,
    "nogniet": words.not_yet,
}

PRIVATE_COMMANDS = (
    "start",
    "nieuw",
    "menu",
    "verder",
    "invullen",
    "overzicht",
    "quickscan",
    "begrippen",
    "stop",
    "privacy",
    "help",
)
"""The commands that lead to the page of the same name."""

LATER_COMMANDS = ("afspraken", "rapport", "verdieping", "mijngegevens", "herinneringen", "overdracht")
"""Commands whose name is fixed and that are not there yet: they get a friendly answer."""

GROUP_COMMANDS = ("start", "koppel", "motieven", "gesprek", "punt", "doel", "overzicht", "begrippen", "help")
