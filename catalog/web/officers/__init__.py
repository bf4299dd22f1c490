"""The officers' pages (`/duyet`): log in, the queue, one item, decisions, accounts, publication.

They are served by a Datasette of their own, without any database, beside those of the buyers and the senders (app.py).
`door.py` is the only way in: it says who asks, and no page is reached around it. A page is a view and a line in
`routes.py`.
"""
