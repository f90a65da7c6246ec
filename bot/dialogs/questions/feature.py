"""A question put to a group. Rooms that put one declare its buttons, so this face has a name only."""

from bot.turn.feature import Feature

FEATURE = Feature(name="questions")
