"""“Đưa lên sàn” (`/len-san`): readiness, the package to upload, its confirmation, and what the market answered.

Pages behind the officers' door (catalog/web/officers), each for the places of the officer alone. Packages come of the
published catalogue, so nothing private is in them; the worker makes them (catalog/desk/packaging.py).
"""
