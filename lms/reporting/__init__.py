"""Figures for the office and its donors: counted, small numbers hidden, frozen when they leave the house."""
