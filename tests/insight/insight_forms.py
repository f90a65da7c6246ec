"""Small settled forms, made by hand or by Hypothesis."""

from collections.abc import Mapping

from hypothesis import strategies as st

from bot.content.load import load_crosswalk, load_instrument
from bot.domain.collaboration import PartnerKind
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import PartnerId
from bot.domain.motive import Choice
from bot.insight.given import Guess, PartnerForm
from bot.insight.reveal import Reveal, reveal

instrument = load_instrument()
crosswalk = load_crosswalk()
YES, SOMEWHAT, NO = Choice
PRACTICE, PROGRAMME = PartnerKind.PRACTICE, PartnerKind.PROGRAMME

Answers = Mapping[str, Choice]


def own(item: str, cluster: str | None, choice: Choice = YES, text: str = "Iets van onszelf") -> FilledMotive:
    return FilledMotive(f"own.{item}", text, cluster, choice)


def partner(
    number: int,
    kind: PartnerKind,
    answers: Answers | None = None,
    *added: FilledMotive,
    main: str | None = None,
    reflections: Mapping[str, str] | None = None,
) -> PartnerForm:
    known = ((instrument.motive(motive_id), choice) for motive_id, choice in (answers or {}).items())
    motives = tuple(FilledMotive(m.id, m.text, m.cluster, choice) for m, choice in known)
    form = FilledForm((*motives, *added), main, reflections or {})
    return PartnerForm(PartnerId(number), f"Partner {number}", kind, None, form)


def practice(number: int, answers: Answers | None = None, *added: FilledMotive, **more: object) -> PartnerForm:
    return partner(number, PRACTICE, answers, *added, **more)  # type: ignore[arg-type]


def programme(number: int, answers: Answers | None = None, *added: FilledMotive, **more: object) -> PartnerForm:
    return partner(number, PROGRAMME, answers, *added, **more)  # type: ignore[arg-type]


def all_answered(kind: PartnerKind, choice: Choice, **other: Choice) -> dict[str, Choice]:
    """The whole form with one answer, but for those named with `_` for each dot."""
    changed = {name.replace("_", "."): value for name, value in other.items()}
    return {motive.id: choice for motive in instrument.form(kind).motives} | changed


def guesses(kind: PartnerKind, cluster: str, *options: str) -> list[Guess]:
    """What people of this kind of partner thought of the other side."""
    return [Guess(kind, {f"qs.other.{cluster}": option}) for option in options]


def shown(*partners: PartnerForm, guessed: list[Guess] | None = None) -> Reveal:
    return reveal(partners, guessed or [], instrument, crosswalk)


@st.composite
def partner_forms(draw: st.DrawFn, number: int, of: PartnerKind | None = None) -> PartnerForm:
    """Any partner, or one of a kind: all, some or nothing answered, with motives taken over and motives of its own."""
    kind = of or draw(st.sampled_from(PartnerKind))
    choices = st.sampled_from(Choice)
    own_form = [motive.id for motive in instrument.form(kind).motives]
    likely = draw(st.sampled_from(["all", "some", "none"]))
    answers: dict[str, Choice] = {}
    if likely == "all":
        answers = {motive_id: draw(choices) for motive_id in own_form}
    elif likely == "some":
        answers = draw(st.dictionaries(st.sampled_from(own_form), choices))
    over = [m.id for m in instrument.form(kind.other).motives if instrument.identical_twin(m.id) is None]
    answers |= draw(st.dictionaries(st.sampled_from(over), st.sampled_from([YES, SOMEWHAT]), max_size=2))
    clusters = st.sampled_from(["leg", "ont", "kap", "maa", None])
    added = [own(str(i), draw(clusters), draw(choices)) for i in range(draw(st.integers(0, 2)))]
    ids = [*answers, *(motive.id for motive in added)]
    main = draw(st.sampled_from([*ids, "Wat ons drijft", None]))
    lines = draw(st.text("ab \n", max_size=12))
    return partner(number, kind, answers, *added, main=main, reflections={"f1.r6": lines, "f1.r7": "tijd\ngeld"})


@st.composite
def tables(draw: st.DrawFn, fewest: int = 1, most: int = 5) -> list[PartnerForm]:
    """Partners of one reveal, with ids that nothing else in a reveal could be."""
    count = draw(st.integers(fewest, most))
    return [draw(partner_forms(7_000_001 + index)) for index in range(count)]


def quick_scans() -> st.SearchStrategy[list[Guess]]:
    questions = [question.id for question in instrument.quick_scan.questions]
    options = [option.value for option in instrument.quick_scan.scale]
    answers = st.dictionaries(st.sampled_from(questions), st.sampled_from(options))
    return st.lists(st.builds(Guess, st.sampled_from(PartnerKind), answers), max_size=9)
