"""The whole program over HTTP: the bot as a process of its own, people and Telegram played by the sandbox."""
