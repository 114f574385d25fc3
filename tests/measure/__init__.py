"""`make measure`: what every kind of page weighs and asks of the database, and what a request costs, at size."""
