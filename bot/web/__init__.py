"""The browser as a door: the private chat as a page. Made on the server; works without a script.

Nothing here knows what a conversation is about: it shows what turns lead to, and says what people do.
"""
