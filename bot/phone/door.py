"""What a turn may know of phones in memory: they can do everything, and their links look like those on most phones."""

from dataclasses import dataclass

from bot.turn.door import Ability, Doors, token_behind


@dataclass(frozen=True, slots=True)
class PhoneDoor:
    """The doorway of phones in memory."""

    called: str = "samenspraak_bot"
    address: str = "https://t.me/samenspraak_bot"
    """What stands before the question mark of a link."""
    name: str = "phones"
    block: int | None = None
    """None: their chats have the numbers that the exchange gives them."""
    can: frozenset[Ability] = frozenset(Ability) - {Ability.DIRECT, Ability.OWN_GROUPS}
    way_in: str = "met_telegram"

    def link(self, token: str = "") -> str:
        """A link that opens the bot in private."""
        return f"{self.address}?start{'=' + token if token else ''}"

    def link_to_group(self, token: str) -> str:
        """A link that asks which group the bot must be added to."""
        return f"{self.address}?startgroup={token}"

    def token_in(self, link: str) -> str | None:
        """What stands behind the `=` of a link of theirs."""
        return token_behind(self.link(), link)


def phone_doors(door: PhoneDoor | None = None) -> Doors:
    """The doors of a house that has only phones in memory."""
    return Doors([door or PhoneDoor()])
