"""Reports: the figures that communes and provinces report, each with the rows behind it, and the annex made of them.

facts      what is counted, of the release and the workbench, for one scope and one day, in memory
preflights how ready every published product is for every market, kept beside the release
kinds      the kinds of rows that numbers are of, with the filters that choose among them
figures    the figures of the dashboard: each a number and the rows that it is of
annex      the tables of the annex; document.py and workbook.py write them as an officer attaches them
"""
