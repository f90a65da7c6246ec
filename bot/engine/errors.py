"""What the engine raises. Only ever a mistake in a dialog or in the code around it, never something people do."""


class DialogError(Exception):
    """A dialog does something a dialog cannot do, such as asking the same question twice."""
