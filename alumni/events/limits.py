"""How often one link may answer, and one address may try links that are none: twenty times an hour each (community.md 10).

A link that is good is one person's secret: it is counted by itself. All who sit behind one address, a ministry or the network of
a mobile phone, answer as if they were alone there, and the scanner of a gateway opens the links of a whole agency (case 60).
"""

from lms.limits import Limit

HOUR = 3600
# By the address: who tries links that nobody sent. They cannot be guessed; this keeps those who try off the database's back.
GUESSES = Limit("events.guess", most=20, alone=10, seconds=HOUR)
# By the invitation: each answer is a row that stays.
ANSWERS = Limit("events.answer", most=20, alone=10, seconds=HOUR)
