"""The story that the pictures show, scene by scene; what people tap and write here are the bot's own labels."""

from bot.domain.rounds import Phase

from .camera import Camera
from .page import served
from .play import ALL, ANNA, BO, BRAM, CARLA, DAAN, TEAM, Play

NEW = (
    f"/nieuw | [Akkoord] | {ALL} | [Ik begeleid alleen] | Opleiding Verpleegkunde | [Opleiding] | [Publiek] | "
    "Zorggroep Noord | [Praktijkpartner] | [Publiek] | [Klaar] | [Apart] | over drie weken"
)
FORM = "ja | meer handen in de wijk | n | n | n | n | ja | korte lijnen met docenten | n | n | n"


async def making(play: Play, camera: Camera) -> None:
    """A collaboration is made, and the first person is invited."""
    await play.demo.reset("empty")
    await play.does(BO, "/start")
    await play.does(BO, NEW)
    await camera.take("nieuw", BO)
    await play.does(BO, "[Maken en openen]")
    await camera.take("uitnodigen", BO)
    await play.does(BO, "[Zorggroep Noord]")
    await camera.take("rollen", BO)
    await play.does(BO, "[Link voor één leidinggevende]")
    await camera.take("uitnodiging", BO)
    await play.opens(CARLA, play.link(BO))
    await camera.take("welkom", CARLA)
    await play.does(CARLA, "[Ja, klopt]")
    await camera.take("belofte", CARLA)


async def preparing(play: Play, camera: Camera) -> None:
    """Phase 1 of one person."""
    await play.demo.begin_scene("deelnemer")
    await play.does(DAAN, "/invullen")
    await camera.take("motief", DAAN)
    await play.does(DAAN, FORM)
    await play.does(DAAN, "n | [Klaar]")
    await camera.take("landing", DAAN, last=2)
    await play.does(DAAN, "[Verder met de vragen] | overslaan")
    await camera.take("reflectie", DAAN)
    await play.does(DAAN, "overslaan (tot Kijk je antwoorden na)")
    await camera.take("nakijken", DAAN)
    await play.does(DAAN, "[Indienen]")
    await camera.take("ingediend", DAAN)
    await play.does(BO, "/overzicht")
    await camera.take("overzicht", BO)


async def settling(play: Play, camera: Camera) -> None:
    """One version of a partner, and the reveal."""
    await play.demo.begin_scene("leidinggevende")
    await play.does(ANNA, "[Vaststellen]")
    await camera.take("vaststellen", ANNA)
    await play.does(ANNA, "[Begin]")
    await camera.take("verschil", ANNA)
    await play.does(ANNA, "[‹ Terug] | [Zoals ik het invulde] | [Vaststellen]")
    await camera.take("groep", BO, ALL)
    await play.does(BO, "[Onthullen]")
    await camera.take("onthullen", BO)
    await play.does(BO, "[Onthullen]")
    await play.rests()
    await camera.take("plaat", ANNA, until="de motieven naast elkaar")
    await camera.take("onthulling", ANNA, until="De motieven zijn onthuld")


async def talking(play: Play, camera: Camera) -> None:
    """Phase 2, from the first question to the minutes."""
    await play.says(BO, ALL, "/gesprek")
    await play.does(BO, "[In één ruimte]")
    await play.says(ANNA, ALL, "/punt Wij willen allebei korte lijnen")
    await play.says(DAAN, ALL, "/punt Ons netwerk is groot, maar dun")
    await camera.take("gesprek", DAAN, ALL, last=3)
    await camera.take("paneel", BO)
    for _ in range(3):
        await play.does(BO, "[Volgende ›]")
    await camera.take("noodzaak", DAAN, ALL)
    await play.does(BO, "[Volgende ›]")
    await play.says(CARLA, ALL, "/doel Elk jaar zes studenten in de wijk")
    await play.taps(ANNA, ALL, "Akkoord")
    await play.taps(DAAN, ALL, "Akkoord met zorg")
    await camera.take("doel", ANNA, ALL, until="gezamenlijk doel\n")
    await play.taps(CARLA, ALL, "Akkoord")
    await play.does(BO, "[Volgende ›]")
    await play.does(ANNA, "[Naar mijn antwoord] | Met ons team bespreken wie studenten opvangt")
    await play.does(BO, "[Afsluiten]")
    await camera.take("afsluiten", BO)
    await play.does(BO, "[Ja, afsluiten]")
    await play.does(ANNA, "[Bekijk het verslag]")
    await camera.take("verslag", ANNA)
    await play.does(ANNA, "[Ja, klopt]")
    await play.does(CARLA, "[Bekijk het verslag] | [Ja, klopt]")
    await play.rests()


async def committing(play: Play, camera: Camera) -> None:
    """Phase 3, an agreement, and the year after."""
    await play.does(ANNA, "[Begin met fase 3]")
    await camera.take("themas", ANNA)
    await play.does(ANNA, "[Klaar] | overslaan | Ons team staat er helemaal achter | [Wij als organisatie]")
    await play.does(ANNA, "overslaan (tot Kijk je antwoorden na) | [Indienen]")
    await play.does(ANNA, "/afspraken | [Nieuwe afspraak] | [Opleiding Verpleegkunde] | Een rooster voor jaar drie")
    await play.does(ANNA, "[Anna Voorbeeld] | over drie weken | overslaan")
    await camera.take("afspraak", ANNA)
    await play.does(ANNA, "[Vastleggen]")
    await play.does(ANNA, "/overzicht | [Naar fase 3] | [Fase 3 afsluiten]")
    await camera.take("committeren", ANNA)
    await play.does(ANNA, "[Wij committeren ons] | [1–3 jaar] | [Delen met partners] | [Fase 3 afsluiten]")
    await play.does(CARLA, "/overzicht | [Naar fase 3] | [Fase 3 afsluiten] | [Wij committeren ons] | [1–3 jaar]")
    await play.does(CARLA, "[Delen met partners] | [Fase 3 afsluiten]")
    await play.passes(21, ANNA, hears="hoe staat het met deze afspraak")
    await camera.take("hoe-staat-het", ANNA, until="hoe staat het met deze afspraak")
    await play.passes(330, BO, hears="Beginnen jullie een nieuwe ronde")
    await camera.take("nieuwe-ronde", BO, until="Beginnen jullie een nieuwe ronde")


async def together(play: Play, camera: Camera) -> None:
    """A motive on a board, in the group of one partner."""
    await play.demo.reset("example")
    await play.does(ANNA, f"/overzicht | [Groepen] | [Groep voor {ALL} · Opleiding Verpleegkunde]")
    await play.does(ANNA, f"[Kies een groep] → {TEAM}")
    await play.says(ANNA, TEAM, "/motieven")
    await play.taps(BRAM, TEAM, "Ja")
    await camera.take("bord", BRAM, TEAM)


async def in_the_browser(_: Play, camera: Camera) -> None:
    """The page: the question whether this is you, and a motive there."""
    async with served() as site:
        await camera.page("browser-ben-jij-dit", await site.open(camera.browser, "/u/voorbeeld", known=False))
        page = await site.open(camera.browser, "/gesprek")
        await page.get_by_role("button", name="Verder", exact=True).click()
        await page.get_by_role("button", name="Begin met de motieven").click()
        await page.get_by_role("button", name="Enigszins").wait_for()
        await camera.page("browser-gesprek", page, "")
    async with served(frozenset({Phase.ALIGNMENT, Phase.COMMITMENT})) as site:
        await site.talk_in_the_group()
        page = await site.open(camera.browser, "/groep/1")
        await page.get_by_role("button", name="Kom binnen").click()
        await page.get_by_role("button", name="Verstuur als punt").wait_for()
        await site.rests()
        await page.reload()
        await camera.page("browser-groep", page, "")


SCENES = {one.__name__: one for one in (making, preparing, settling, talking, committing, together, in_the_browser)}
