"""What marketplaces answer, read and kept: each listing becomes accepted, rejected or stays pending.

answers     a market's file → its rows: codes, name, state, words, address
matching    rows → products of the export that they answer
receiving   an answer or a link is taken, once
visiting    addresses of listings are looked at again
recording   what an export sent, kept for the answer that will come
"""
