"""The reveal: everybody sees all settled versions at the same moment, and what lies between them."""
