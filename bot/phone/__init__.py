"""A door in memory: phones with chats in which one sees what people see, and does what people do.

`Exchange` is the way out: it takes what turns lead to, puts it on the phones and gives messages their numbers. `Phone`
is the way in: what its owner types and taps becomes an `Incoming`. Neither knows how a turn is run, or what time it is.
`Town` joins them with a runner, a database and a moment, for tests and for whoever plays everyone.
"""
