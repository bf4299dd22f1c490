"""The workbooks that we hand out: the blank product sheet, and a sender's own sheet with its doubtful places marked.

    template.make(producer, rows) -> bytes              the blank or pre-filled sheet
    returned.mark(data, name, report) -> Returned       one received file, marked
    returned.continuation_of(data) -> str | None        the submission that a workbook was returned for
    handing_back.hand_back(folder, files, report)       marked workbooks and pictures of their summaries, as files

Beneath them `book`, `worksheet`, `styles` and `comments` edit parts of a workbook in place (`package`): whatever is
not touched stays byte for byte. Whoever fills in a workbook of somebody else uses these four.
"""
