"""The pages of certificates: for anyone who checks one, for the holder, for the office."""
