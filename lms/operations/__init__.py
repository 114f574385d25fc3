"""Running the site: backups and their rehearsal, figures for machines, and the page that says how it is. Ids: O-1, O-3, O-20 to O-22."""
