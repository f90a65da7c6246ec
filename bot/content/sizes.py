"""How long things may be, for every door. A door asserts at its start that what it shows on holds this much."""

MESSAGE_LIMIT = 4096
"""One message, in characters as they are read."""
MESSAGE_UNITS = 4096
"""The same for a text that is sent whole, in UTF-16 code units."""
CAPTION_LIMIT = 1024
"""The text below a picture or document, in characters."""
LABEL_LIMIT = 64
"""The longest label that can be read on a phone, in characters."""
OPTION_LIMIT = 40
"""What a dialog may put in a button, in bytes."""
BUTTON_DATA_LIMIT = 64
"""All that a button carries: its option, and the conversation and turn it belongs to, in bytes."""
TOAST_LIMIT = 200
"""The short answer to a tap, in characters."""
TOKEN_LIMIT = 64
"""What a link carries, in characters."""
