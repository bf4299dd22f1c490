"""The files that markets take: delimited tables, RSS, workbooks, split at a market's limits."""
