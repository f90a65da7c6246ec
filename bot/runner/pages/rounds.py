"""What a facilitator does with a round: opening it, opening phase 3 without phase 2, closing it. Each asks first."""

from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, RoundId
from bot.domain.rounds import Phase, Round, RoundState, RunState
from bot.engine.model import Phrase
from bot.runner import deeds, phases
from bot.runner.commitment import commitment_runs
from bot.runner.pages.access import must_facilitate, number
from bot.runner.routes import Route, ToPage
from bot.runner.stage import Stage


def open_round(stage: Stage, argument: str) -> Route | None:
    """`Ronde openen`: first what is promised with it, then for certain: `round`, `round.ja`."""
    round_id, _, sure = argument.partition(".")
    round_ = _led(stage, round_id)
    if round_.state is not RoundState.DRAFT:
        raise DomainError("errors.already_open")
    if sure != "ja":
        about = {
            "phases": tuple(Phrase(f"buttons.{phase}") for phase in Phase if phase in round_.phases),
            "mode": Phrase(f"buttons.{round_.mode}"),
            "dated": round_.dated.number if round_.dated else None,
            "deadline": round_.deadline,
        }
        stage.page(
            Phrase("pages.open_round", about),
            stage.button("ja_openen", f"open:{round_.id}.ja"),
            stage.button("aanpassen", f"aanpassen:{round_.collaboration}"),
            stage.button("nog_niet", f"overzicht:{round_.collaboration}"),
        )
        return None
    deeds.open_round(stage, round_.id)
    stage.notify(Phrase("pages.opened_now"))
    return ToPage("overzicht", str(round_.collaboration))


def open_phase(stage: Stage, argument: str) -> Route | None:
    """`Fase 3 openen`, by the facilitator, in a round without phase 2: `round`, `round.ja`."""
    round_id, _, sure = argument.partition(".")
    round_ = _led(stage, round_id)
    if round_.state is not RoundState.REVEALED or Phase.ALIGNMENT in round_.phases:
        raise DomainError("errors.expired")
    if sure != "ja":
        stage.page(
            Phrase("pages.open_phase_3"),
            stage.button("ja_openen", f"fase3open:{round_.id}.ja"),
            stage.button("nog_niet", f"overzicht:{round_.collaboration}"),
        )
        return None
    phases.go_on(stage, round_.id)
    return ToPage("overzicht", str(round_.collaboration))


def close_round(stage: Stage, argument: str) -> Route | None:
    """`Ronde afsluiten`: first what is not ready, then for certain: `round`, `round.ja`."""
    round_id, _, sure = argument.partition(".")
    round_ = _led(stage, round_id)
    if not can_close(round_):
        raise DomainError("errors.expired")
    if sure != "ja":
        waiting = tuple(
            stage.uow.collaborations.partner(run.partner).name
            for run in commitment_runs(stage, round_)
            if run.state is RunState.OPEN and run.partner is not None
        )
        stage.page(
            Phrase("yearly.close", {"waiting": waiting}),
            stage.button("ja_afsluiten", f"rondesluit:{round_.id}.ja"),
            stage.button("nog_niet", f"overzicht:{round_.collaboration}"),
        )
        return None
    phases.close_round(stage, round_)
    return ToPage("overzicht", str(round_.collaboration))


def can_close(round_: Round) -> bool:
    """Whether a facilitator may end it: in phase 3, or after the reveal where nothing comes after it."""
    only_motives = round_.phases == {Phase.PREPARATION}
    return round_.state is RoundState.COMMITMENT or (round_.state is RoundState.REVEALED and only_motives)


def _led(stage: Stage, argument: str) -> Round:
    round_ = stage.uow.rounds.get(RoundId(number(argument)))
    must_facilitate(stage, CollaborationId(round_.collaboration))
    return round_
