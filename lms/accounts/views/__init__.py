"""A person's own account, the people of the office, and invitations."""
