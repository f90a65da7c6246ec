"""Whatever is shortened can be read whole by whoever may see it, and by nobody else; and every message fits.

Long texts are planted wherever people type, and then everybody walks by taps over all that only shows.
"""

import re

from bot.content.excerpt import MESSAGE_UNITS, units
from bot.domain.collaboration import Role
from bot.phone.phone import Phone
from bot.phone.town import Town
from bot.rooms import HOUSE

SHOWS = HOUSE.readable | {"lees", "menu", "overzicht", "mijngegevens", "onthulling", "ingediend", "collegas"}
"""Pages whose buttons are tapped: none of them changes anything."""


def long(tag: str, size: int = 4000) -> str:
    """A text that is known by its tail, with everything that may go wrong in between."""
    first, last = f"{tag} begint <b>&amp; ", f" 👩‍🎓 & <i>{tail(tag)}"
    room = size - len(first) - len(last)
    return first + ("woorden 😀 & <br> " * 400)[:room] + last


def tail(tag: str) -> str:
    return f"einde van {tag}."


def fill_in(town: Town, name: str) -> list[str]:
    """Phase 1 with a long text wherever one can be typed; the tags of those that others may read later on."""
    phone, tags, yes, own = town.phone(name), [], 0, False
    town.take(phone.types("/invullen"))
    for _ in range(90):
        labels, said = phone.newest.now.labels, phone.newest.text
        if "Indienen" in labels:
            break
        if "Begin met de motieven" in labels:
            town.take(phone.taps("Begin met de motieven"))
        elif "Klaar" in labels and own:
            town.take(phone.taps("Klaar"))
        elif "Weet ik niet" in labels and "Bij welke soort" in said:
            town.take(phone.taps("Weet ik niet"))
        elif "Ja" in labels:
            town.take(phone.taps("Nee" if yes >= 2 and "Nee" in labels else "Ja"))
            yes += 1
        elif "Verder met de vragen" in labels:
            town.take(phone.taps("Verder met de vragen"))
        elif "Wanneer hoop je" in said or "Kies een motief" in said or "Er is geen goed of fout antwoord" in said:
            town.take(phone.taps("Overslaan"))
        else:
            size, own = (300, True) if "Klaar" in labels else (4000, own)
            tags.append(f"{name}{len(tags)}")
            town.take(phone.types(long(tags[-1], size)))
    town.take(phone.taps("Indienen"))
    return tags


def settle(town: Town, name: str) -> None:
    """Whatever comes first is taken, so that it is the words of one person."""
    phone = town.phone(name)
    town.take(phone.taps("Vaststellen"))
    for _ in range(60):
        labels = phone.newest.now.labels
        town.take(phone.taps(next(label for label in ("Vaststellen", *labels) if label in labels)))
        if phone.newest.text.startswith("Vastgesteld"):
            return
    raise AssertionError(phone.newest.text)


def walk(town: Town, phone: Phone, *groups: Phone) -> str:
    """All that this person reads by tapping what only shows, from the menu and from the links in groups."""
    first = len(phone.chat.messages)
    for command in ("/menu", "/invullen", "/overzicht", "/afspraken"):
        town.take(phone.types(command))
    for group in groups:
        for link in {b.url for m in group.chat.of_bot() for b in m.now.buttons if b.url and "?start=" in b.url}:
            if re.search(r"start=[a-z]-\d", link):
                town.take(phone.opens(link))
    tapped: set[str] = set()
    while new := {b.option for m in phone.chat.of_bot() for b in m.now.buttons if _only_shows(b.option)} - tapped:
        for option in sorted(new):
            town.take(phone.forges(option, message=0))
        tapped |= new
    return "\n".join(v.text for m in phone.chat.messages[first:] for v in m.versions if m.by_bot)


def _only_shows(option: str) -> bool:
    return option.startswith("p:") and option.split(":")[1] in SHOWS


def fits(town: Town) -> None:
    for chat in town.phones.chats.values():
        for message in chat.of_bot():
            for version in message.versions:
                assert units(version.text) <= MESSAGE_UNITS, version.text[:200]


def test_phase_1_is_read_whole_by_who_may_see_it(town: Town):
    tags = {name: fill_in(town, name) for name in ("Anna", "Bram", "Carla", "Daan")}
    assert all(len(theirs) == 9 for theirs in tags.values())
    read = {name: walk(town, town.phone(name)) for name in ("Anna", "Bram", "Carla", "Daan", "Bo", "Gast")}
    colleague = {"Anna": "Bram", "Bram": "Anna", "Carla": "Daan", "Daan": "Carla"}
    for who, said in read.items():
        for author, theirs in tags.items():
            for tag in theirs:
                if who == colleague[author]:
                    assert tail(tag) in said, f"{who} does not reach {tag}"
                elif who != author:
                    assert tag not in said, f"{who} reads {tag}"
    fits(town)


PARTNERS = {"Anna": "ours", "Bram": "ours", "Carla": "theirs", "Daan": "theirs"}
OUTCOMES, OWN, ASKED_AND_OFFERED = slice(0, 2), slice(2, 4), slice(-2, None)


def test_the_reveal_and_the_conversation_are_read_whole_by_who_may_see_them(town: Town):
    tags = {name: fill_in(town, name) for name in PARTNERS}
    for name in ("Anna", "Carla"):
        settle(town, name)
    here = talk(town, town.phone("Bo"))
    read = {name: walk(town, town.phone(name), here) for name in (*PARTNERS, "Bo", "Gast")}
    seen = {"points": ["punt", "reden", "correctie"]}
    for name in ("Anna", "Carla"):
        seen[name] = [*tags[name][OUTCOMES], *tags[name][OWN], *tags[name][ASKED_AND_OFFERED]]
    for who in (*PARTNERS, "Bo"):
        for tag in (tag for some in seen.values() for tag in some):
            assert tail(tag) in read[who], f"{who} does not reach {tag}"
    for author, drafts in (("Bram", tags["Bram"]), ("Daan", tags["Daan"])):
        for who in (name for name in ("Bo", *PARTNERS) if PARTNERS.get(name) != PARTNERS[author]):
            for tag in (*drafts[OUTCOMES], *drafts[4:]):
                assert tail(tag) not in read[who], f"{who} reads {tag}"
    assert tail("meegenomen") in read["Bram"]
    assert not any(tail("meegenomen") in read[who] for who in ("Carla", "Daan", "Bo"))
    assert "einde van" not in read["Gast"]
    fits(town)


def talk(town: Town, bo: Phone) -> Phone:
    """The reveal, then phase 2 up to minutes that one partner corrects."""
    group = town.phones.group("groep")
    town.take(bo.types("/overzicht"))
    for label in ("Groepen", "Groep voor HLO Zorg in de wijk"):
        town.take(bo.taps(label))
    here = bo.at(group)
    town.take(here.opens(bo.chat.token))
    town.take(bo.types("/overzicht"))
    for _ in range(2):
        town.take(bo.taps("Onthullen"))
    town.take(here.types("/gesprek"))
    anna, carla = (town.phone(name).at(group) for name in ("Anna", "Carla"))
    town.take(anna.replies(long("punt"), "vraag 1/6"))
    for label in ("Meer", "Samenvatting", *["Volgende ›"] * 4):
        town.take(bo.taps(label))
    town.take(carla.types(f"/doel {long('doel', 300)}"))
    town.take(carla.taps("Bezwaar"))
    town.take(carla.replies(long("reden"), "gezamenlijk doel"))
    town.take(bo.taps("Volgende ›"))
    for name, said in (("Anna", long("meegenomen")), ("Bram", "Kort")):
        town.take(town.phone(name).taps("Naar mijn antwoord"))
        town.take(town.phone(name).types(said))
    for label in ("Afsluiten", "Ja, afsluiten"):
        town.take(bo.taps(label))
    for label in ("Bekijk het verslag", "Er klopt iets niet"):
        town.take(town.phone("Carla").taps(label))
    town.take(town.phone("Carla").types(long("correctie", 1000)))
    return here


def test_an_old_button_shows_nothing_to_who_may_not_see_it(town: Town):
    of_anna, of_bram = fill_in(town, "Anna"), fill_in(town, "Bram")
    walk(town, town.phone("Bram"))
    old = {b.option for m in town.phone("Bram").chat.of_bot() for v in m.versions for b in v.buttons}
    old = {option for option in old if option.startswith("p:lees:")}
    assert old
    bram = town.phone("Bram")
    town.take(bram.types("/stop"))
    town.take(bram.taps("Ja, ik stop"))
    for phone in (town.phone("Gast"), town.phone("Carla"), bram):
        for option in sorted(old):
            before = len(phone.chat.messages)
            seen = town.take(phone.forges(option, message=0))
            said = "\n".join(m.text for m in phone.chat.messages[before:])
            own = option.startswith("p:lees:woorden:")  # a page of one's own, also for who left
            assert not any(tag in said for tag in (of_anna if own and phone == bram else [*of_anna, *of_bram]))
            if own and phone == town.phone("Carla"):
                assert "nog niets opgeschreven" in phone.newest.text
            else:
                assert seen.toast or (own and phone == bram)


def test_a_stakeholder_reads_of_the_conversation_but_not_what_others_settled(town: Town):
    tags = {name: fill_in(town, name) for name in PARTNERS}
    for name in ("Anna", "Carla"):
        settle(town, name)
    here = talk(town, town.phone("Bo"))
    els = town.phone("Els")
    town.database.run_sync(lambda uow: joins(uow, town, els))
    assert "einde van" not in walk(town, els, here)
    town.take(town.phone("Bo").forges("p:verslagvast:3.ja", message=0))
    read = walk(town, els, here)
    assert all(tail(tag) in read for tag in ("punt", "reden", "correctie"))
    assert not any(tail(tag) in read for name in ("Carla", "Daan") for tag in tags[name])


def joins(uow, town: Town, phone: Phone) -> None:
    """A stakeholder of Anna's partner."""
    anna = uow.people.in_chat(town.phone("Anna").chat.id)
    mine = uow.collaborations.memberships_of(anna.id)[0]
    person = uow.people.add(phone.chat.id, phone.name, anna.consent, town.now)
    uow.collaborations.add_membership(person.id, mine.collaboration, mine.partner, Role.STAKEHOLDER, town.now)
