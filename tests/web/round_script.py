"""One whole round and the year after, as what people do, whichever door they come in by. See `round_played`."""

from dataclasses import dataclass

from bot.domain.rounds import Phase


@dataclass(frozen=True, slots=True)
class Own:
    """In somebody's own chat: `[label]` is tapped, all else is typed."""

    who: str
    does: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InGroup:
    """In the group of all: a tap on `[label]`, an answer, `/punt …` or `/doel …` below the message with these words."""

    who: str
    does: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Leads:
    """A tap on the panel of whoever leads, which a page shows beside the group."""

    who: str
    label: str


@dataclass(frozen=True, slots=True)
class Days:
    """Time goes by; whatever is due comes."""

    number: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Somebody goes on at their other door. `by` shows the question there, where they were in before."""

    who: str
    by: str = ""
    in_group: bool = False


@dataclass(frozen=True, slots=True)
class Binds:
    """A group for all partners: one in Telegram, or one that is a page."""

    who: str


Step = Binds | Own | InGroup | Leads | Days | Changes


@dataclass(frozen=True, slots=True)
class Script:
    """What people do, in a round with these phases."""

    steps: tuple[Step, ...]
    phases: frozenset[Phase] = frozenset(Phase)


def own(who: str, *does: str) -> Own:
    return Own(who, does)


NEE, SKIP = ("n",), ("overslaan",)
PREPARED: tuple[Step, ...] = (
    Binds("Bo"),
    own("Anna", "/invullen", "[Begin met de motieven]", "[Ja]"),
    Changes("Anna"),  # the outcome of the first motive is asked
    own("Anna", "Bekend zijn <in de wijk> & daarbuiten", "[Enigszins]", "Een _tweede_ spoor", *NEE * 2),
    Changes("Anna", "/verder"),
    own("Anna", "[Ja]", "Korte lijnen", "[‹ Terug]", "Nog kortere lijnen", *NEE * 6),
    own("Anna", "[Klaar]", "[Verder met de vragen]", "Wij leren van elkaar", *SKIP * 5, "Stageplekken", "Onderzoek"),
    Changes("Anna", "/verder"),  # what is handed in is read once more, and handed in elsewhere
    own("Anna", "[Indienen]"),
    own("Carla", "/menu", "/invullen", "[Eerst de perspectiefspiegel]", *["[Ja]"] * 4),
    Changes("Carla"),
    own("Carla", *["[Nee]"] * 4, "/invullen", "[Begin met de motieven]", "[Ja]", "Goede <b>namen</b>", "[Enigszins]"),
    Changes("Carla", "/verder"),
    own("Carla", *SKIP, "banaan", "[‹ Terug]", "overslaan", *NEE * 8, "[Klaar]", "[Verder met de vragen]"),
    own("Carla", *SKIP * 6, "Begeleiding op de werkvloer", "Plekken", "[Indienen]"),
    own("Bram", "/invullen", "[Begin met de motieven]", "[Ja]", "Trots", *NEE * 10),
    Changes("Bram"),
    own("Bram", "[Klaar]", "[Verder met de vragen]", *SKIP * 8, "[Indienen]"),
    own("Daan", "/invullen", "[Begin met de motieven]", "[Ja]", "Minder wachttijd", "[Ja]", "Rust", *NEE * 8),
    own("Daan", "[Klaar]", "[Verder met de vragen]", *SKIP * 9, "[Indienen]"),
)
REVEALED: tuple[Step, ...] = (
    own("Anna", "[Vaststellen]", "[Begin]", "[‹ Terug]"),
    Changes("Anna", "/verder"),
    own("Anna", "[Zoals ik het invulde]", "[Vaststellen]"),
    own("Carla", "/overzicht", "[Vaststellen]", "[Zoals ik het invulde]", "[Vaststellen]"),
    own("Bo", "/overzicht"),
    Changes("Bo"),
    own("Bo", "/overzicht", "[Onthullen]", "[Onthullen]"),
    own("Daan", "/overzicht"),
    own("Carla", "/begrippen", "/help"),
)
Q1, Q4, GOAL, SECOND = "vraag 1/6", "vraag 4/6", "gezamenlijk doel", "gezamenlijk doel\n\nElk jaar"
MINUTES = "Bekijk het verslag"
TALKED: tuple[Step, ...] = (
    InGroup("Bo", "/gesprek"),
    Leads("Bo", "In één ruimte"),
    InGroup("Anna", "Wij zoeken <plekken>", Q1),
    InGroup("Carla", "Wij zoeken collega's & rust", Q1),
    Changes("Carla", "/menu"),
    InGroup("Carla", "/punt Met begeleiding", Q1),
    InGroup("Bram", "/punt Ons netwerk is groot, maar dun", Q1),
    InGroup("Daan", "/doel Samen tien plekken", Q1),
    InGroup("Bram", "[Akkoord]", GOAL),
    InGroup("Carla", "[Bezwaar]", GOAL),
    InGroup("Carla", "Tien is te veel", GOAL),
    Changes("Daan", "/menu"),
    InGroup("Daan", "[Akkoord met zorg]", GOAL),
    Leads("Bo", "Volgende ›"),
    Changes("Bo", "/gesprek", in_group=True),  # whoever leads takes the panel along
    Leads("Bo", "Volgende ›"),
    Leads("Bo", "Volgende ›"),
    InGroup("Bram", "[Ja]", Q4),
    InGroup("Anna", "[Enigszins]", Q4),
    InGroup("Carla", "[Nee]", Q4),
    InGroup("Daan", "[Ja]", Q4),
    Leads("Bo", "Volgende ›"),
    InGroup("Carla", "/doel Elk jaar zes studenten in de wijk", "vraag 5/6"),
    InGroup("Anna", "[Akkoord]", SECOND),
    InGroup("Daan", "[Akkoord]", SECOND),
    InGroup("Carla", "[Akkoord]", SECOND),
    Leads("Bo", "Volgende ›"),
    own("Anna", "[Naar mijn antwoord]"),
    Changes("Anna", "/verder"),
    own("Anna", "Met ons team bespreken wie studenten opvangt"),
    Leads("Bo", "Afsluiten"),
    own("Bo", "[Ja, afsluiten]"),
    own("Anna", f"[{MINUTES}]", "[Ja, klopt]"),
    own("Carla", f"[{MINUTES}]", "[Ja, klopt]"),
)
COMMITTED: tuple[Step, ...] = (
    own("Anna", "[Begin met fase 3]", "[Klaar]"),
    Changes("Anna", "/verder"),
    own("Anna", *SKIP, "Ons team staat er helemaal achter", "[Wij als organisatie]", *SKIP * 14, "[Indienen]"),
    own("Anna", "/afspraken", "[Nieuwe afspraak]", "[Opleiding Verpleegkunde]", "Een rooster voor jaar drie"),
    Changes("Anna", "/verder"),
    own("Anna", "[Anna Voorbeeld]", "over drie weken", "overslaan", "[Vastleggen]"),
    own("Daan", "/afspraken", "[Nieuwe afspraak]", "[Samen, van alle partners]", "De zaal regelen"),
    own("Daan", "[Bram Voorbeeld]", "over vier weken", "[Vastleggen]"),
    own("Anna", "/overzicht", "[Naar fase 3]", "[Fase 3 afsluiten]", "[Wij committeren ons]", "[1–3 jaar]"),
    own("Anna", "[Delen met partners]", "[Fase 3 afsluiten]"),
    own("Carla", "/overzicht", "[Naar fase 3]", "[Fase 3 afsluiten]", "[Wij committeren ons]", "[1–3 jaar]"),
    Changes("Carla", "/verder"),
    own("Carla", "[Delen met partners]", "[Fase 3 afsluiten]"),
    Days(21),
    own("Anna", "[Gedaan]"),
)
A_YEAR: tuple[Step, ...] = (
    Days(330),
    own("Bo", "[Nieuwe ronde]", "[Ronde openen]", "[Ja, openen]"),
    own("Anna", "/invullen", "[Begin met de motieven]", "Nee"),
    Changes("Anna", "/verder"),  # why it is another answer than last year
    own("Anna", "[Wij veranderden]", "ja", "Betere stages"),
    own("Carla", "/afspraken", "/overzicht"),
)
WHOLE = Script((*PREPARED, *REVEALED, *TALKED, *COMMITTED, *A_YEAR))
MOTIVE = "Motief 1/15"
BOARDS = Script(
    (
        InGroup("Bo", "/koppel"),
        InGroup("Bo", "/gesprek"),
        InGroup("Bo", "[Motievenronde]"),
        InGroup("Carla", "[Nee]", MOTIVE),
        InGroup("Anna", "[Ja]", MOTIVE),
        InGroup("Carla", "Ons imago is <al> goed", MOTIVE),
        InGroup("Bram", "[Enigszins]", MOTIVE),
        InGroup("Carla", "[Enigszins]", MOTIVE),
        InGroup("Daan", "[Nee]", MOTIVE),
        InGroup("Bo", "/gesprek"),
        InGroup("Daan", "/doel Samen tien plekken", Q1),
        InGroup("Bram", "[Akkoord]", GOAL),
    ),
    frozenset({Phase.ALIGNMENT, Phase.COMMITMENT}),
)
"""The motives are gone through in the group, by a round that has no phase 1."""
