"""What is played: eight collaborations, of which two through a whole round and into the next."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.runner.incoming import Said, Tapped
from town import Town

ODD = "Meer <b>trots</b> & _rust_ 🌱 سلام"
PARTS = {"asks": "Welke inbreng vraagt", "offers": "zelf inbrengen"}
"""What stands in the questions of what is asked and offered."""
PROGRAMME, PRACTICE = "Opleiding", "Praktijkpartner"


@dataclass(frozen=True)
class Side:
    """A partner: its name, its manager and its participants."""

    name: str
    kind: str
    manager: str
    participants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A collaboration: its name, who leads it, its partners and its group."""

    name: str
    leader: str
    sides: tuple[Side, ...]
    group: str = ""

    @property
    def people(self) -> list[str]:
        return [self.leader, *(name for side in self.sides for name in (side.manager, *side.participants))]


ZORG = Place(
    "HLO Zorg in de wijk",
    "Bo",
    (
        Side("Opleiding Verpleegkunde", PROGRAMME, "Anna", ("Bram",)),
        Side("Zorggroep Noord", PRACTICE, "Carla", ("Daan",)),
    ),
    "zorg",
)
BOUW = Place(
    "HLO Samen Bouwen",
    "Bas",
    (
        Side("Opleiding Bouwkunde", PROGRAMME, "Cleo", ("Dora",)),
        Side("Bouwbedrijf Oost", PRACTICE, "Evert", ("Femke",)),
    ),
    "bouw",
)
GROEN = Place(
    "HLO Groene Stad",
    "Gerda",
    (Side("Opleiding Groen", PROGRAMME, "Hugo", ("Iris",)), Side("Hoveniers West", PRACTICE, "Ines")),
)
SPORT = Place(
    "HLO Sport en Buurt",
    "Jules",
    (
        Side("Opleiding Sport", PROGRAMME, "Kim", ("Luca",)),
        Side("Sportclub Zuid", PRACTICE, "Mees", ("Noor",)),
        Side("Wijkcentrum", PRACTICE, "Pim"),
    ),
    "sport",
)
TECHNIEK = Place(
    "HLO Techniek Werkt",
    "Otto",
    (
        Side("Opleiding Techniek", PROGRAMME, "Pien", ("Quint",)),
        Side("Werkplaats Midden", PRACTICE, "Roos", ("Sam",)),
    ),
    "techniek",
)
WATER = Place(
    "HLO Veilig Water",
    "Teun",
    (Side("Opleiding Water", PROGRAMME, "Ula"), Side("Waterbedrijf", PRACTICE, "Vera")),
    "water",
)
KUNST = Place(
    "HLO Kunst en Zorg",
    "Wim",
    (
        Side("Opleiding Kunst", PROGRAMME, "Xena", ("Yara",)),
        Side("Zorghuis Kade", PRACTICE, "Zoe", ("Abel",)),
    ),
)


def play(town: Town) -> None:
    """Everything, from the first day to the evening on which the program goes down."""
    first_year(town)
    town.later(until=datetime(2027, 9, 1, 7, 0, tzinfo=UTC))
    second_year(town)
    for begin in (revealed, talking, checking, committing):
        begin(town)
    town.later(until=datetime(2027, 9, 28, 6, 0, tzinfo=UTC))
    town.last_day = town.next_message
    with town.unsent():  # what comes by itself on this morning
        town.later(until=datetime(2027, 9, 28, 7, 30, tzinfo=UTC))
    last_afternoon(town)
    last_evening(town)


# --- what many of them do ---


def begin(town: Town, place: Place, *, mode: str = "Apart", without: tuple[str, ...] = ()) -> None:
    """Make the collaboration and open its round, let everybody in, bind the group."""
    agree = () if place.leader in town.chats else ("[Akkoord]",)
    partners = [act for s in place.sides for act in (s.name, f"[{s.kind}]", "overslaan", "overslaan")]
    town.say(place.leader, "/nieuw", *agree, place.name, "[Ik begeleid alleen]", *partners, "[Klaar]", f"[{mode}]")
    town.say(place.leader, *(f"[✓ {phase}]" for phase in without), "[Klaar]", "overslaan", "[Maken en openen]")
    for side in place.sides:
        town.say(place.leader, "/menu", "[Uitnodigen]", f"[{side.name}]", "[Link voor één leidinggevende]")
        town.say(side.manager, "/start", f"{{link van {place.leader}}}", "[Ja, klopt]", "[Akkoord]")
        if side.participants:
            town.say(place.leader, "[Eén link voor meer mensen (deelnemer)]")
        for name in side.participants:
            town.say(name, f"{{link van {place.leader}}}", "[Ja, klopt]", "[Akkoord]")
    if place.group:
        town.say(place.leader, "/overzicht", "[Groepen]", f"[Groep voor {place.name}]")
        town.say(f"{place.leader} @ {place.group}", f"{{link van {place.leader}}}")
        town.members[place.group] = place.people


def fill_in(town: Town, side: Side, who: str, *, outcome: str, yes: int = 1, own: str = "", **said: str) -> None:
    """All of phase 1: so many motives Ja, the rest Nee, one's own motive, and what one asks and offers (`said`)."""
    motives = 11 if side.kind == PROGRAMME else 10
    town.say(who, "/invullen", "[Begin met de motieven]")
    for number in range(motives):
        town.say(who, *(("ja", f"{outcome} {number + 1}") if number < yes else ("n",)))
        while "Overslaan" in town.labels(who) and "Klaar" not in town.labels(who):
            town.say(who, "overslaan")  # what changed since last year
    if own:
        town.say(who, own, "[Weet ik niet]", "ja", "minder verzuim")
    while "Indienen" not in town.labels(who):
        shown = town.messages[town.chats[who]][-1].versions[-1].html
        labels = town.labels(who)
        chosen = "klaar" if "Klaar" in labels else "enigszins" if "Nee" in labels else "overslaan"
        town.say(who, next((words for part, words in said.items() if PARTS[part] in shown), chosen))
    town.say(who, "indienen")


def settle(town: Town, who: str, *, wholly: bool = True) -> None:
    """Settle what differs, and the whole as well."""
    town.say(who, "[Vaststellen]", "[Begin]")
    for _ in range(20):
        labels = town.labels(who)
        if "Vaststellen" in labels:
            break
        town.say(who, f"[{next(one for one in labels if one not in ('‹ Terug', 'Later verder'))}]")
    if wholly:
        town.say(who, "[Vaststellen]")


def prepare(town: Town, place: Place) -> None:
    """The people of the first two partners fill in, their managers settle, the leader reveals."""
    for side in place.sides[:2]:
        for number, who in enumerate((side.manager, *side.participants)):
            asks = "Stageplekken\nEen vast aanspreekpunt" if side.kind == PROGRAMME else "Docenten in huis"
            own = "Rust in het team" if number == 1 and side.kind == PRACTICE else ""
            yes = 3 if side.kind == PRACTICE else 2
            offers = f"Uren {number}\nRuimte"
            fill_in(town, side, who, outcome="goede begeleiding", yes=yes, own=own, asks=asks, offers=offers)
        settle(town, side.manager)
    town.say(place.leader, "/overzicht", "[Onthullen]", "[Onthullen]")


def talk(town: Town, place: Place) -> None:
    """Phase 2 from the first question to the last."""
    group, (first, second) = place.group, place.sides
    lead, a, b = f"{place.leader} @ {group}", f"{first.manager} @ {group}", f"{second.manager} @ {group}"
    town.say(lead, "/gesprek")
    town.say(a, "{antwoordt} Wij willen allebei bekend zijn")
    town.say(b, "/punt Ons netwerk is <groot> & dun", "{wijzigt /punt} Ons netwerk is groot & dun")
    town.say(lead, "[Tijd]")
    town.later(minutes=6)
    town.say(lead, "[Samenvatting]", "[Volgende ›]", "[Volgende ›]", "[Volgende ›]")
    town.say(a, "[Ja]")
    town.say(b, "[Enigszins]")
    town.say(lead, "[Volgende ›]")
    town.say(b, "/doel Elk jaar tien studenten")
    town.say(a, "[Akkoord]")
    town.say(b, "[Bezwaar]", "{antwoordt op “Akkoord”} Tien is te veel")
    town.say(b, "/doel (op “gezamenlijk doel”) Elk jaar zes studenten")
    town.say(a, "[Akkoord]")
    town.say(b, "[Akkoord]")
    town.say(lead, "[Volgende ›]")
    town.say(first.manager, "[Naar mijn antwoord]", "Bespreken wie de studenten opvangt")
    town.say(second.manager, "[Naar mijn antwoord]", "Ruimte in het rooster")
    town.say(lead, "[Gesprek afsluiten]", "[Ja, afsluiten]")


def check_minutes(town: Town, place: Place) -> None:
    first, second = place.sides
    town.say(first.manager, "[Bekijk het verslag]", "[Klopt dit verslag?]", "[Ja, klopt]")
    town.say(second.manager, "[Bekijk het verslag]", "[Klopt dit verslag?]", "[Er klopt iets niet]", "Het was de wijk.")
    town.say(place.leader, "[Bekijk het verslag]", "[Verslag vaststellen]")


def commit(town: Town, who: str) -> None:
    """Phase 3 in private with an agreement, and its end."""
    town.say(who, "[Begin met fase 3]", "[✓ Communicatie]", "[✓ Medewerkers (voorstel)]", "[Klaar]")
    town.say(who, "Ons team staat erachter.", "[Wij als organisatie]", "overslaan", "Ik wil groeien.", "[Ik]")
    town.say(
        who, "overslaan", "Zes uur per week.", "[Maak er een afspraak van]", "[Neem dit over]", f"[{town.full(who)}]"
    )
    town.say(who, "[Over een maand]")
    if "Vastleggen" not in town.labels(who):
        town.say(who, f"[{town.labels(who)[0]}]")  # the outcome that it serves
    town.say(who, "[Terugkijken, herhalen, delen]", "over drie maanden", "[Eenmalig]")
    town.say(who, "[Delen met partners]", "[Vastleggen]", "/verder", "[Wij samen]")
    town.skip(who, "Indienen")
    town.say(who, "[Indienen]", "[Delen met partners]", "[Deel 1]", "[Klaar]", "/overzicht", "[Naar fase 3]")
    town.say(who, "[Fase 3 afsluiten]", "[Onder voorwaarden]", "Als er tijd bij komt.", "[1–3 jaar]")
    town.say(who, "[Delen met partners]", "[Fase 3 afsluiten]")


# --- the first year ---


def first_year(town: Town) -> None:
    """Two whole rounds, one with its motives on boards; and a short one, that is asked for again a year later."""
    begin(town, ZORG)
    begin(town, BOUW, mode="Samen")
    begin(town, GROEN, without=("2 Afstemming", "3 Commitment"))
    town.say("Anna", "/quickscan", "[Ja]", "[Enigszins]", "[Nee]", "[Weet ik niet]", "[Ja]", "2", "[Nee]", "[Nee]")
    town.later(days=1)
    prepare(town, ZORG)
    link_asks(town, "Anna")
    for place in (ZORG,):
        talk(town, place)
        check_minutes(town, place)
    for who in ("Anna", "Carla"):
        commit(town, who)
    boards(town)
    town.say("Iris", "/invullen", "[Begin met de motieven]", "ja", "weg met de stenen", "/stop", "[Ja, ik stop]")
    for who in ("Hugo", "Ines"):
        fill_in(town, next(s for s in GROEN.sides if s.manager == who), who, outcome="meer bomen")
        settle(town, who)
    town.say("Ines", "/herinneringen", "[Eén keer per week]")
    town.later(days=30)
    town.say("Gerda", "/overzicht", "[Onthullen]", "[Onthullen]", "/overzicht", "[Ronde afsluiten]", "[Ja, afsluiten]")
    followed_up(town)


def link_asks(town: Town, who: str) -> None:
    town.say(who, "[Vraag en aanbod]", "[Koppel onze vragen]", "[1]", "[1]", "[Half]")


def boards(town: Town) -> None:
    """A round in which motives are answered in the group, up to its end."""
    lead = "Bas @ bouw"
    town.say(lead, "/motieven")
    for who in ("Cleo", "Dora", "Evert", "Femke"):
        town.say(f"{who} @ bouw", "[Ja]" if who != "Evert" else "[Enigszins]")
    town.say("Cleo @ bouw", "{antwoordt} Meer aanmeldingen & trots", "{wijzigt} Meer aanmeldingen, en trots")
    town.say(lead, "[Volgende ›]")
    town.say("Dora @ bouw", "[Nee]")
    town.say(lead, "[Toon uitslag]", "[Heropenen]", "[Toon uitslag]")
    for side in BOUW.sides:
        who = side.manager
        town.say(who, "/invullen", "[Begin met de motieven]")
        while "Klaar" not in town.labels(who):
            town.say(who, "n" if "Nee" in town.labels(who) else "overslaan")
        town.say(who, "klaar")
        town.skip(who, "Indienen")
        town.say(who, "indienen")
        settle(town, who)
    town.say("Bas", "/overzicht", "[Onthullen]", "[Onthullen]")
    talk(town, BOUW)
    check_minutes(town, BOUW)
    for who in ("Cleo", "Evert"):
        commit(town, who)


def followed_up(town: Town) -> None:
    """What becomes of the agreements; a pulse; a note."""
    town.later(days=3)
    town.say("Anna", "[Loopt nog]", "[Over twee weken]", "/afspraken", "[1]", "[Notitie]", "Wacht op de planning.")
    town.say("Carla", "[Gedaan]")
    town.later(days=15)
    town.say("Anna", "[Gedaan]")
    together(town, "Cleo", owner="Klaas van kantoor")
    town.say("Anna", "/afspraken", "[Nieuwe afspraak]", "[Opleiding Verpleegkunde]", "Elk jaar de naam meten")
    town.say("Anna", "[Anna Voorbeeld]", "over 14 maanden", "[goede begeleiding 1]", "[Vastleggen]")
    town.later(days=70)
    town.say("Bram", "[Behaald]")
    town.later(days=60)
    for who in ("Anna", "Bram"):
        town.say(who, "[Naar de polsslag]", "[Enigszins]")


def together(town: Town, who: str, *, owner: str) -> None:
    """An agreement of all partners, that comes back each quarter, of an owner without Telegram."""
    town.say(who, "/afspraken", "[Nieuwe afspraak]", "[Samen, van alle partners]", "Samen <eten> & praten", owner)
    town.say(who, "over elf maanden")
    if "Vastleggen" not in town.labels(who):
        town.say(who, "[Overslaan]")
    town.say(who, "[Terugkijken, herhalen, delen]", "over een jaar", "[Elk kwartaal]", "[Vastleggen]")


# --- the second year ---


def second_year(town: Town) -> None:
    for place in (ZORG, BOUW):
        town.say(place.leader, "[Nieuwe ronde]", "[Ronde openen]", "[Ja, openen]")
    town.say("Bas", "/nieuw", "HLO Nieuwe Start", "[Ik begeleid alleen]", "Opleiding Start", "[Opleiding]")
    town.say("Bas", "overslaan", "overslaan", "Bedrijf Start", "[Praktijkpartner]", "overslaan", "overslaan")
    town.say("Bas", "[Klaar]", "[Apart]", "[Klaar]", "over zes weken", "[Maken, later openen]")


def revealed(town: Town) -> None:
    begin(town, SPORT)
    town.say("Kim", "/quickscan", *["[Ja]"] * 8)
    prepare(town, SPORT)
    town.say("Kim", "[Gedeeld]")
    town.say("Luca", "[Blinde vlekken]", "[Bespreken]", "[Bewust]")
    town.say("Noor", "[Vragen]")
    link_asks(town, "Mees")
    town.say("Mees", "/afspraken", "[Nieuwe afspraak]", "[Sportclub Zuid]", "Een zaal huren", "[Mees]")
    town.say("Mees", "28 september 2027", "[Overslaan]", "[Vastleggen]")


def talking(town: Town) -> None:
    begin(town, TECHNIEK)
    prepare(town, TECHNIEK)


def checking(town: Town) -> None:
    begin(town, WATER)
    prepare(town, WATER)
    talk(town, WATER)
    town.say("Ula", "[Bekijk het verslag]", "[Klopt dit verslag?]", "[Ja, klopt]")


def committing(town: Town) -> None:
    begin(town, KUNST, without=("1 Voorbereiding", "2 Afstemming"))
    town.say("Xena", "/overzicht", "[Groepen]", "[Groep voor HLO Kunst en Zorg · Opleiding Kunst]")
    town.say("Xena @ kunstteam", "{link van Xena}")
    town.members["kunstteam"] = ["Xena", "Yara"]
    town.say("Zoe", "/afspraken", "[Nieuwe afspraak]", "[Zorghuis Kade]", "Een atelier inrichten", "[Zoe]")
    town.say("Zoe", "27 september 2027", "[Vastleggen]")


# --- the last day ---


def last_afternoon(town: Town) -> None:
    """Half of everything."""
    half_a_form(town)
    half_a_settlement(town)
    half_the_boards(town)
    half_a_talk(town)
    half_of_phase_3(town)
    ways_in(town)


def half_a_form(town: Town) -> None:
    """Bram stands at an outcome, Anna at what changed since last year."""
    town.say("Anna", "/invullen", "[Begin met de motieven]", "ja", ODD, "ja", "overslaan", "enigszins")
    town.say("Bram", "/quickscan", "[Ja]", "[Weet ik niet]", "[Nee]")
    town.say("Bram", "/invullen", "[Begin met de motieven]", "ja")


def half_a_settlement(town: Town) -> None:
    side = ZORG.sides[1]
    fill_in(town, side, "Carla", outcome="Bekend in de wijk", yes=2, asks="Hulp", offers="Twee begeleiders")
    fill_in(town, side, "Daan", outcome=ODD, yes=3, asks="Rust", offers="Een leslokaal")
    town.say("Carla", "[Vaststellen]", "[Begin]", "[Alles samenvoegen]")


def half_the_boards(town: Town) -> None:
    lead = "Bas @ bouw"
    town.say(lead, "/motieven")
    for who in ("Cleo", "Dora", "Evert", "Femke"):
        town.say(f"{who} @ bouw", "[Ja]")
    town.say("Femke @ bouw", f"{{antwoordt}} {ODD}")
    town.say(lead, "[Volgende ›]")
    town.say("Cleo @ bouw", "[Ja]")
    town.say("Evert @ bouw", "[Nee]")


def half_a_talk(town: Town) -> None:
    lead = "Otto @ techniek"
    town.say(lead, "/gesprek")
    town.say("Pien @ techniek", f"{{antwoordt}} {ODD}")
    town.say("Sam @ techniek", "/punt Wij ook", "{wijzigt /punt} Wij ook, maar later")
    town.say("Quint @ techniek", "/punt Dit zei ik te snel")
    town.say("Quint", "/overzicht", "[Mijn punten]", "[Trek 1 in]")
    town.say(lead, "[Volgende ›]", "[Volgende ›]", "[Volgende ›]")
    town.say("Quint @ techniek", "[Ja]")
    town.say(lead, "[Volgende ›]")
    town.say("Roos @ techniek", "/doel Elk jaar een open dag")
    town.say("Pien @ techniek", "[Akkoord]")
    town.say("Sam @ techniek", "[Bezwaar]", "{antwoordt op “Akkoord”} Dat kost te veel tijd")
    town.say("Pien @ techniek", "/doel Samen een lokaal")
    town.say("Roos @ techniek", "[Akkoord met zorg]", "{antwoordt op “Samen een lokaal”} Waar dan?")


def half_of_phase_3(town: Town) -> None:
    town.say("Xena @ kunstteam", "/gesprek", "{antwoordt op “In welke mate”} Wij staan erachter")
    town.say("Yara @ kunstteam", f"{{antwoordt op “In welke mate”}} {ODD}")
    town.say("Xena @ kunstteam", "[Volgende ›]")
    town.say("Abel", "/verder", "[Klaar]", "Ons huis staat erachter.", "[Wij als organisatie]", "overslaan")
    town.say("Zoe", "/verder", "[Klaar]", "Ja, helemaal", "[Wij samen]", "[Later verder]")
    town.say("Zoe", "/afspraken", "[Nieuwe afspraak]", "[Zorghuis Kade]", "Een tweede atelier")


def ways_in(town: Town) -> None:
    """Invitations that wait, a welcome, two halves of a binding, a guest in a group."""
    town.say("Gast @ sport", "/overzicht")
    town.follow("Gast", "Bas @ sport", "Meedoen")
    town.say("Gast", "[Sportclub Zuid]", "[Ja, klopt]")
    town.members["sport"].append("Gast")
    town.say("Jules", "/menu", "[Uitnodigen]", "[Opleiding Sport]", "[Link voor één deelnemer]")
    town.say("Gijs", "{link van Jules}")
    town.say("Jules", "[Link voor één leidinggevende]", "[Eén link voor meer mensen (deelnemer)]")
    town.say("Kim", "/overzicht", "[Groepen]", "[Groep voor HLO Sport en Buurt · Opleiding Sport]")
    town.say("Bas @ start", "/koppel")
    town.members["start"] = ["Bas"]


def last_evening(town: Town) -> None:
    """The leader reminds after hours, a timer runs; then Telegram cannot be reached, and the program goes down."""
    town.later(until=datetime(2027, 9, 28, 16, 0, tzinfo=UTC))
    town.say("Wim", "/overzicht", "[Herinner wie nog niet klaar is]")
    town.say("Otto @ techniek", "[Tijd]")
    fill_in(town, SPORT.sides[2], "Pim", outcome="Meer <sport>", offers="Een zaal")
    settle(town, "Pim", wholly=False)
    town.say("Hugo", "/mijngegevens")
    town.say("Gerda", "{blokkeert}")
    with town.unsent():
        town.say("Luca", "/menu")
        town.say("Kim", "[‹ Groepen]")
        town.say("Pim", "[Vaststellen]")
        town.say("Hugo", "[Alles als bestand]")
        town.say("Femke @ bouw", "[Enigszins]")
        town.say("Xena @ kunstteam", "[Volgende ›]")
    town.unfinished("Bram", Said("Een goede naam"))
    message, data = town.button("Dora @ bouw", "Ja")
    town.unfinished("Dora @ bouw", Tapped(data, "q", message))
