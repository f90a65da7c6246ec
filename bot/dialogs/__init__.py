"""One file per conversation, read top to bottom like the talk itself, and the registry that names them."""
