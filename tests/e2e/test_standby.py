"""A second program on the same PostgreSQL database stands by, and takes over when the first dies or is cut off."""

import asyncio
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.collaboration import PartnerKind
from storage import migrate

from .driver import BotDiedError, Phone, until
from .form import Form, Say, Tap
from .groups import BO, electorate, votes
from .pair import TAKEOVER, GroupPair, Pair

pytestmark = [pytest.mark.process, pytest.mark.postgres]

ROOT = Path(__file__).parents[2]
MANY = pytest.param(12, marks=pytest.mark.deep)
CHOICES = [(Tap("Nee"), "nee"), (Say("n"), "nee"), (Tap("Ja"), "ja")]


async def test_after_a_kill_the_second_goes_on_where_the_first_was(tmp_path, postgres_url):
    async with Pair(tmp_path, postgres_url) as house:
        house.seed()
        await house.start()
        await house.launch_standby()
        anna = house["Anna"]
        await anna.say("/verder")
        await anna.press("Begin met de motieven")
        assert not house.calls_of(1), "who stands by does nothing"
        assert [await house.asked(n, "/health") for n in (0, 1)] == [(200, "working"), (200, "standing by")]
        assert [(await house.asked(n, "/working"))[0] for n in (0, 1)] == [200, 503]
        house.kill()
        anna.tap("Nee")
        assert await house.taken_over() < TAKEOVER
        await house.settled()
        assert "2/11" in anna.text
        assert await house.asked(1, "/health") == (200, "working")
        assert ("chosen", "nee") in house.answers(anna).values()
        house.check_never_two()


async def test_a_clean_end_is_taken_over_at_once_and_loses_nothing(tmp_path, postgres_url):
    async with Pair(tmp_path, postgres_url) as house:
        house.seed()
        await house.start()
        await house.launch_standby()
        anna = house["Anna"]
        await anna.say("/verder")
        anna.tap("Begin met de motieven")
        anna.write("nee")
        first = house.process
        await house.stop()
        assert first.returncode == 0
        anna.write("nee")
        assert await house.taken_over() < 5
        await house.settled()
        assert "3/11" in anna.text
        house.check_never_two()


NEWER = """
from alembic import op
import sqlalchemy as sa
revision = "9999"
down_revision = "{head}"
def upgrade():
    op.create_table("something_new", sa.Column("id", sa.Integer(), primary_key=True))
def downgrade():
    op.drop_table("something_new")
"""


def newer_version(folder: Path) -> Path:
    """The program with one migration more: where its code is."""
    folder.mkdir()
    (folder / "bot").symlink_to(ROOT / "bot")
    shutil.copytree(ROOT / "storage", folder / "storage", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "storage/migrations/versions/9999_newer.py").write_text(NEWER.format(head=migrate.head()))
    return folder


async def test_a_rolling_upgrade(tmp_path, postgres_url):
    """The new version stands by without touching the schema; when the old one stops it migrates and goes on."""
    async with Pair(tmp_path, postgres_url) as house:
        house.seed()
        await house.start()
        await house.launch_standby(code=newer_version(tmp_path / "newer"))
        anna = house["Anna"]
        await anna.say("/verder")
        await anna.press("Begin met de motieven")
        await asyncio.sleep(1.5)  # it looks again
        assert house.value("SELECT version_num FROM alembic_version") == migrate.head()
        anna.write("nee")
        anna.write("nee")
        assert await house.stop() == 0
        anna.write("nee")
        assert await house.taken_over() < TAKEOVER
        await house.settled()
        assert house.value("SELECT version_num FROM alembic_version") == "9999"
        assert "4/11" in anna.text
        house.check_never_two()


async def test_when_only_the_connection_breaks_there_are_never_two(tmp_path, postgres_url):
    """Whoever gets the lease then works; the other one ends or goes on standing by."""
    async with Pair(tmp_path, postgres_url) as house:
        house.seed()
        await house.start()
        await house.launch_standby()
        anna = house["Anna"]
        await anna.say("/verder")
        first = house.process
        while first.poll() is None:
            await house.break_connection_of_who_works()
            anna.write("/help")  # both of them may have something to do
            await until(lambda: first.poll() is not None or house.is_settled(), what="going on or ending")
            await asyncio.sleep(0.1)
        assert first.returncode == 1
        assert house.logs[0].read_text().splitlines()[-1].startswith("samenspraak: Another samenspraak has taken over")
        assert await house.taken_over() < TAKEOVER
        await house.settled()
        await anna.press("Begin met de motieven", anna.messages[0])
        house.check_never_two()


async def test_a_connection_that_breaks_without_a_second_is_only_a_pause(tmp_path, postgres_url):
    async with Pair(tmp_path, postgres_url) as house:
        house.seed()
        await house.start()
        anna = house["Anna"]
        await anna.say("/verder")
        await house.break_connection_of_who_works()
        await anna.press("Begin met de motieven")
        assert house.alive


async def test_told_to_stop_who_stands_by_stops(tmp_path, postgres_url):
    async with Pair(tmp_path, postgres_url) as house:
        house.seed()
        await house.start()
        await house.launch_standby()
        working, house.process = house.process, house.standby
        assert await house.stop() == 0
        house.process, house.standby = working, None
        assert not house.calls_of(1)
        await house["Anna"].say("/verder")


async def survive(house: Pair) -> None:
    """Wait until all is dealt with; the second takes over where the first was killed, and a new one stands by."""
    while True:
        try:
            await house.settled()
        except BotDiedError:
            house.kill()
            assert await house.taken_over() < TAKEOVER
            await house.launch_standby()
        else:
            return


async def kill_soon(house: Pair, chance: random.Random) -> None:
    await asyncio.sleep(chance.uniform(0, 0.03))
    house.kill()


def check_each_input_once(house: Pair, phone: Phone, inputs: int) -> None:
    kinds = house.rows("SELECT kind FROM turn_log WHERE dialog = 'preparation'")
    assert len([kind for (kind,) in kinds if kind in ("Pressed", "Typed")]) == inputs
    assert house.value("SELECT turn FROM conversation WHERE chat = :chat", chat=phone.id) == inputs
    assert house.count("inbox") == inputs + 1
    assert house.count("inbox WHERE finished_at IS NULL") == 0


@pytest.mark.parametrize("kills", [1, MANY])
async def test_phase_1_with_a_second_program(tmp_path, postgres_url, kills):
    """Killed at any moment: nothing lost, nothing taken twice, and at most one message of each kill shown twice."""
    chance = random.Random(kills)
    async with Pair(tmp_path, postgres_url) as house:
        house.seed()
        await house.start()
        await house.launch_standby()
        form, anna = Form(PartnerKind.PROGRAMME, choices=CHOICES, own=[]), house["Anna"]
        await anna.say("/verder")
        inputs, left = 0, kills
        while not anna.last.startswith("Ingediend."):
            action = form.action(form.step(anna.text))
            inputs += 1
            if isinstance(action, Tap):
                anna.tap(action.label)
            else:
                anna.write(action.words)
            if left and inputs % 2 == 0:
                left -= 1
                await kill_soon(house, chance)
            await survive(house)
        form.check(house.answers(anna))
        check_each_input_once(house, anna, inputs)
        typed = [m for m in house.world.messages(anna.user) if m.sender_id == anna.id and m.text != "/start"]
        told = [message for message in anna.messages if "photo" not in message.content]  # one's own motives, drawn
        assert 0 <= len(told) - len(typed) <= kills, "at most what was on its way at each kill"
        house.check_never_two()


@pytest.mark.parametrize("kills", [1, MANY])
async def test_a_board_with_a_second_program(tmp_path, postgres_url, kills):
    """While people vote: each vote that was tapped counts once, and there is one board for each motive."""
    chance = random.Random(kills)
    async with GroupPair(tmp_path, postgres_url) as house:
        house.seed_groups()
        await house.start()
        group = await house.make_group()
        await house.launch_standby()
        await group.command(house[BO], "motieven")
        for number in range(kills):
            seats, meant = electorate(house), {}
            for phone in [one for one in house.everybody() if one.id in seats][1:]:
                for label in chance.sample(("Ja", "Enigszins", "Nee"), k=chance.choice((1, 2))):
                    group.tap(phone, label)
                    meant[phone.id] = label.lower()
            await kill_soon(house, chance)
            await survive(house)
            assert votes(house) == meant
            await group.lead(house[BO], "Toon uitslag")
            counted = [sum(of) for of in zip(*group.counts(), strict=True)]
            assert counted == [list(meant.values()).count(label) for label in ("ja", "enigszins", "nee")]
            if number < kills - 1:
                await group.lead(house[BO], "Volgende ›")
        assert house.count("question WHERE kind = 'motive'") == kills
        boards = [message for message in group.messages if "Motief " in message.text]
        assert kills <= len(boards) <= 2 * kills
        house.check_never_two()


OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday; a week later everybody is reminded at nine."""
REMINDED = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
WORDS = "hier staat nog iets voor je klaar"


def set_clock(house: Pair, at: datetime) -> None:
    house.world.clock.offset += at - house.world.clock.now()
    house.environment["CLOCK_AHEAD"] = str(house.world.clock.offset.total_seconds())


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.deep) for n in range(2, 7))])
async def test_a_due_reminder_with_a_second_program(tmp_path, postgres_url, seed):
    """Killed while the reminders of four people come due: each of them is reminded once."""
    chance = random.Random(seed)
    async with Pair(tmp_path, postgres_url) as house:
        set_clock(house, OPENED)
        house.seed()
        set_clock(house, REMINDED)
        house.launch()
        await house.until(lambda: house.calls_of(0, "getMe"), what="starting")
        await asyncio.sleep(chance.uniform(0, 0.5))
        house.kill()
        await house.start()
        await house.launch_standby()
        await kill_soon(house, chance)
        assert await house.taken_over() < TAKEOVER
        people = [house[name] for name in ("Anna", "Bram", "Carla", "Daan")]
        await house.until(lambda: all(phone.messages for phone in people), what="reminding")
        await house.settled()
        came = [len([m for m in phone.messages if WORDS in m.text]) for phone in people]
        assert all(came)
        assert sum(came) <= len(people) + 2, "at most what was on its way at each kill"
        assert house.count("prompt") == len(people)
        house.check_never_two()
