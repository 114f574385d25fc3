"""Dated deliveries: who holds a place, who attended which session, and who met the rule when it closed."""
