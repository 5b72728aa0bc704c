"""The forms of subentries: Frigate, cameras, elevators."""
