"""The desk: what the server does for people who work on its pages, apart from showing the pages themselves.

preview     what was understood of a ticket's files, without a look at anybody else's data
typed_form  the page's form: every word kept beside the ticket, and a sheet of them
answering   what a sender wrote on the page, written into their sheet
sending     a ticket becomes submissions that officers review
publishing  a release that an officer asked for
standing    what became of it since
packaging   the files of a market as one zip, for the places of an officer
kit         what a sender posts and uploads herself, made where nobody else's data are; own_kit: of all her products
own         a producer's own page: her products, notices (in words), tapping (a price or stock becomes a delivery)
work        the worker that does the long parts
"""
