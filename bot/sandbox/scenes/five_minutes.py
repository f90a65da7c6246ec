"""The three scenes of the start card, in the example of `bot.example`: each shows what the bot does for one person.

What is tapped here are the bot's own labels, and what is written answers its questions: they change together.
"""

from bot.sandbox.scenes.script import Act, Scene

_BO, _ANNA, _BRAM = "Bo Begeleider", "Anna Voorbeeld", "Bram Voorbeeld"
_CARLA, _DAAN = "Carla Voorbeeld", "Daan Voorbeeld"
_EVERYBODY = "HLO Zorg in de wijk"
_BEGIN = "/invullen | [Begin met de motieven] | "
_HAND_IN = " | [Klaar] | [Klaar voor nu]"
_QUESTIONS = " | [Klaar] | [Verder met de vragen] | overslaan (tot vraag 6/7) | "

_GROUP = Act(
    _BO,
    "Bo zet de bot in de groep van alle partners.",
    f"/overzicht | [Groepen] | [Groep voor {_EVERYBODY}] | [Kies een groep] → {_EVERYBODY}",
)
_BRAM_ANSWERS = Act(
    _BRAM,
    "Bram vult zijn motieven in.",
    f"{_BEGIN}ja | bekend zijn in de wijk | ja | zelfstandig leren werken | n | n | n | n | "
    f"ja | één vast contact per team | n | n | n | n{_HAND_IN}",
)
_ANNA_ANSWERS = Act(
    _ANNA,
    "Anna vult haar motieven en de vragen in.",
    f"{_BEGIN}n | ja | leren van echte vragen uit de wijk | n | n | n | n | "
    f"enigszins | overslaan | n | ja | lessen die kloppen met de praktijk | n | n"
    f"{_QUESTIONS}Een vaste contactpersoon | Docenten in de wijk | [Indienen]",
)
_ANNA_SETTLES = Act(
    _ANNA,
    "Anna stelt de versie van haar opleiding vast.",
    "[Vaststellen] | [Zoals ik het invulde] | [Vaststellen]",
)
_CARLA_ANSWERS = Act(
    _CARLA,
    "Carla vult haar motieven en de vragen in.",
    f"{_BEGIN}enigszins | overslaan | ja | frisse ideeën van studenten | n | n | n | "
    f"ja | korte lijnen met docenten | ja | nieuwe collega’s | n | ja | overslaan | n"
    f"{_QUESTIONS}Docenten die meelopen | Twee werkbegeleiders | [Indienen]",
)
_DAAN_ANSWERS = Act(
    _DAAN,
    "Daan vult zijn motieven in.",
    f"{_BEGIN}enigszins | overslaan | ja | overslaan | n | n | n | "
    f"ja | overslaan | ja | overslaan | n | ja | overslaan | n{_HAND_IN}",
)
_DAAN_BEGINS = Act(_DAAN, "Daan krijgt zijn eerste motief.", "/invullen | [Begin met de motieven]")
_CARLA_SETTLES = Act(_CARLA, "Carla stelt de versie van Zorggroep Noord vast.", "[Vaststellen] | [Vaststellen]")

SCENES = (
    Scene(
        key="deelnemer",
        who=_DAAN,
        role="deelnemer",
        place="Zorggroep Noord",
        about="Vertel met een paar tikken waarom jij meedoet.",
        hints=(
            "Tik bij elk motief op `Ja`, `Enigszins` of `Nee`. Na Ja typ je wat het moet opleveren.",
            "Tik na het laatste motief op `Klaar` en op `Klaar voor nu`. Dan is het ingediend.",
            "Tik op `Bekijk wat collega’s invulden` en op Carla. Dat kan pas nu jij klaar bent.",
        ),
        beside=(_BO,),
        before=(_CARLA_ANSWERS, _DAAN_BEGINS),
    ),
    Scene(
        key="leidinggevende",
        who=_ANNA,
        role="leidinggevende",
        place="Opleiding Verpleegkunde",
        about="Maak van twee meningen één versie.",
        hints=(
            "Tik op `Vaststellen` en op `Begin`. Je ziet alleen waar jij en Bram verschillen.",
            "Kies bij elk verschil wat het wordt. Tik daarna op `Vaststellen`.",
            "Tik op de telefoon van Bo op `Onthullen`. Nu pas zien de partners het, allemaal tegelijk.",
        ),
        beside=(_BO, _BRAM),
        before=(_GROUP, _CARLA_ANSWERS, _DAAN_ANSWERS, _CARLA_SETTLES, _BRAM_ANSWERS, _ANNA_ANSWERS),
    ),
    Scene(
        key="begeleider",
        who=_BO,
        role="begeleider",
        place=_EVERYBODY,
        about="Onthul alle motieven tegelijk en begin het gesprek.",
        hints=(
            "Tik twee keer op `Onthullen`. Kijk bij Anna en Carla: iedereen ziet het op hetzelfde moment.",
            "Loop met `Volgende ›` langs wat opvalt.",
            "Open de chat met de groep en typ `/gesprek`. Leid het gesprek vanuit je eigen chat.",
        ),
        beside=(_ANNA, _CARLA),
        before=(
            *(_GROUP, _BRAM_ANSWERS, _ANNA_ANSWERS, _ANNA_SETTLES),
            *(_CARLA_ANSWERS, _DAAN_ANSWERS, _CARLA_SETTLES),
        ),
    ),
)
