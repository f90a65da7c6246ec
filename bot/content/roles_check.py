"""Do roles, questions and phrases fit each other? Asked of the newest edition, when the program is built or starts.

An edition that a round began with may lack a role: the code then does without.
"""

from collections.abc import Iterator

from bot.content.errors import ContentError
from bot.content.instrument import Instrument
from bot.content.load import FILES
from bot.content.phrases import Phrasebook
from bot.content.roles import SAY_ANYWHERE, CommitmentRole, ReflectionRole, TalkKind

PANEL = "panel"
SAY = "say_"
HOW = "discussion.how_"


def check_roles(instrument: Instrument, phrases: Phrasebook) -> None:
    """Raise `ContentError` with file and id for a role without a question, and a phrase that no question names."""
    for file, item_id, what in _problems(instrument, phrases):
        raise ContentError(file, item_id, what)


def _problems(instrument: Instrument, phrases: Phrasebook) -> Iterator[tuple[str, str, str]]:
    yield from _missing(instrument)
    yield from _last(instrument)
    yield from _phrases(instrument, phrases)


def _missing(instrument: Instrument) -> Iterator[tuple[str, str, str]]:
    """What the code looks for must be there once; that nothing is there twice is seen when it is read."""
    if not any(cluster.own_motives for cluster in instrument.clusters.clusters):
        yield FILES["clusters"], "-", "no cluster has own_motives"
    for role in ReflectionRole:
        if instrument.phase1.with_role(role) is None:
            yield FILES["phase1"], "-", f"no question has the role {role}"
    for kind in (TalkKind.GOALS, TalkKind.PRIVATE):
        if instrument.phase2.only(kind) is None:
            yield FILES["phase2"], "-", f"no question is of the kind {kind}"
    for mandate in CommitmentRole:
        if instrument.phase3.with_role(mandate) is None:
            yield FILES["phase3"], "-", f"no question has the role {mandate}"


def _last(instrument: Instrument) -> Iterator[tuple[str, str, str]]:
    """Texts call the question that each answers in private the last one."""
    last = instrument.phase2.questions[-1]
    if last.kind is not TalkKind.PRIVATE:
        yield FILES["phase2"], last.id, f"only a question of the kind {TalkKind.PRIVATE} comes last"


def _phrases(instrument: Instrument, phrases: Phrasebook) -> Iterator[tuple[str, str, str]]:
    named = {f"{PANEL}.{question.say}": question.id for question in instrument.phase2.questions}
    for key, question_id in named.items():
        if key not in phrases:
            yield FILES["phase2"], question_id, f"there is no phrase {key}"
    general = f"{PANEL}.{SAY_ANYWHERE}"
    for key in phrases.beginning(f"{PANEL}.{SAY}"):
        if key not in named and key != general:
            yield f"phrases/{PANEL}.yaml", key, "no question of phase 2 says this"
    kinds = {f"{HOW}{kind}": kind for kind in TalkKind}
    for key in sorted(kinds.keys() ^ set(phrases.beginning(HOW))):
        what = "there is no such phrase" if key in kinds else "there is no such kind of question"
        yield "phrases/discussion.yaml", key, what
