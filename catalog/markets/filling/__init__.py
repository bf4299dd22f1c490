"""A seller's own workbook, filled in place: everything that is not a row of products stays byte for byte.

anatomy    the machine keys that templates of known markets hide
opening    the workbook → its tables to be filled: columns, demands, lists, free rows
demands    required, optional, lengths and ranges, out of the template's own words
choices    what drop-downs offer, and which entry a value is
fields     what the catalogue says for a column
fitting    a value made to fit a column, or why it does not
filling    products → rows, rows → workbooks
"""
