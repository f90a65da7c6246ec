"""Why a copy cannot be made or put back."""


class CopyError(Exception):
    """The message is one plain sentence for whoever runs the program. Nothing was replaced."""
