"""The link to Frigate, on what 0.17 and 0.18 really sent."""
