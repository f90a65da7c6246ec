"""The Telegram side: updates in, messages out, within Telegram's limits."""

import os

# The library is to give durations as `timedelta`, as its next version always will. It warns at each 429 otherwise.
os.environ.setdefault("PTB_TIMEDELTA", "1")
