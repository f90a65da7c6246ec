"""The dialog engine: steps, events, effects and `advance`. Pure; no Telegram, database, clock or texts."""
