"""The first thing a database that came out of a backup must know: no mail leaves (F-28).

Said in SQL, so that it can come in the transaction that fills the database: no worker, however quick, finds it without.
The same statement suits SQLite and PostgreSQL. `actions.hold_restored` follows, with all the rest.
"""

RESTORED = "restored"
HOLD = f"""
INSERT INTO notifications_outboxstate (id, paused_at, paused_reason) VALUES (1, CURRENT_TIMESTAMP, '{RESTORED}')
ON CONFLICT (id) DO UPDATE SET paused_at = CURRENT_TIMESTAMP, paused_reason = '{RESTORED}'
""".strip()  # noqa: S608 # nosec B608 - our own constant
