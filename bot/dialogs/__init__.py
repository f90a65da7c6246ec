"""The rooms: one package for each part of the conversation.

`bot/rooms.py` has their order; nothing stands here itself.
"""
