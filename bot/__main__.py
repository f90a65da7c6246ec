"""The entry point of the command line; what each command does is in `bot.commands`."""

import os
import sys


def main() -> None:
    """Carry out what was asked for. Files that are made are for their own user only."""
    os.umask(0o077)
    if sys.argv[1:] == ["health"]:  # asked twice a minute, also on a slow machine: it loads next to nothing
        from bot.health import main as health

        health()
        return
    from bot.commands import main as command

    command()


if __name__ == "__main__":
    main()
