"""“Số liệu” (`/duyet/so-lieu`): the figures of an officer's places, each a way to its rows, and the annex of a report.

Pages behind the officers' door (catalog/web/officers); what is counted and how is `catalog.reports`'.
"""
