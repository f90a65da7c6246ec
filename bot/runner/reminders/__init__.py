"""What comes by itself: one timer a person, one message a day. A file for each thing that it can be about."""

from bot.runner.reminders.bundle import KIND, answer, fire, schedule, schedule_all, unsay

__all__ = ["KIND", "answer", "fire", "schedule", "schedule_all", "unsay"]
