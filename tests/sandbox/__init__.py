"""The sandbox is tested against the facts of the Bot API it stands in for."""
