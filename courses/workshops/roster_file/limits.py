"""How much a list may hold. What is larger is refused before it is read (B-C9)."""

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
# Blank rows count for nothing, but nobody waits for a million of them.
MOST_LINES = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 2_000
# Of a workbook, unpacked: 5,000 officers fill about 2 MB.
MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 200
HIGHEST_RATIO = 200
# A small part may be packed as tightly as it likes.
RATIO_COUNTS_FROM = 1024 * 1024
