"""The pages of the community. What one may not see is not there: every page begins at `visible_to`."""
