"""Who our alumni are, as they wish to be seen: profile, field audiences, engagements, directory, introductions."""
