"""What was answered to an instrument, question by question: one's own answers, and those of colleagues one may see."""

from bot.content.question_sets import QuestionSet
from bot.dialogs.instruments import actions, screens
from bot.dialogs.instruments.facts import answered, colleagues_ready, held, own_run, question_in, set_of
from bot.dialogs.instruments.rules import InstrumentRun
from bot.dialogs.people.facts import known_person
from bot.domain.errors import DomainError
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.paging import page_of
from bot.turn.routes import Route, ToTalk


def look(ctx: TurnContext, argument: str) -> None:
    """What was answered to one question: `run`, `run.page` or `run.page.question`; without one the first."""
    run_id, _, rest = argument.partition(".")
    page, _, question_id = rest.partition(".")
    run = own_run(ctx, run_id)
    one = _set(ctx, run)
    question = question_in(one, question_id) if question_id else one.questions[0]
    found = tuple(answered(ctx, run, question))
    me = known_person(ctx).id
    index = number(page) if page else 0
    lines, more = page_of(ctx, screens.answers(found, me), index)
    about = {
        **screens.heading(one, question),
        "collaboration": ctx.uow.collaborations.get(run.collaboration).name,
        "partner": ctx.uow.collaborations.partner(run.partner).name,
        "lines": lines,
        "alone": not colleagues_ready(ctx, run),
    }
    mine = any(answer.person == me for answer in found)
    rows = (
        screens.turning(ctx, f"verdiepantw:{run.id}", one, question),
        (ctx.button("pagina_verder", f"verdiepantw:{run.id}.{index + 1}.{question.id}"),) if more else (),
        (ctx.button("maak_afspraak", f"verdiepafspraak:{run.id}.{question.id}"),) if mine else (),
        (ctx.button("terug_naar", f"verdiep:{run.instrument}.{run.partner}", name=one.name),),
    )
    ctx.lay_out(Phrase("verdieping.answers", about), tuple(row for row in rows if row))


def make_agreement(ctx: TurnContext, argument: str) -> Route:
    """`Maak er een afspraak van`: `run.question`."""
    run_id, _, question_id = argument.partition(".")
    run = own_run(ctx, run_id)
    question = question_in(_set(ctx, run), question_id)
    return ToTalk("agreement", actions.agree(ctx, run, question.id).id)


def _set(ctx: TurnContext, run: InstrumentRun) -> QuestionSet:
    talk = held(ctx, run)
    if talk is None:
        raise DomainError("errors.expired")
    return set_of(ctx, run, talk)
