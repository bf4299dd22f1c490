"""“Gửi sản phẩm” (`/gui`): pages on which cooperatives, households and their helpers send what they have.

They need no release and outlive every one, so they are served by a Datasette of their own, without any database,
beside the one of the catalogue (app.py). The work is `catalog.desk`'s; here are pages and forms.
"""
