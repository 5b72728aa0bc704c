"""Frigate: one typed client of its REST interface, and its events as facts. Nothing in here knows Home Assistant."""
