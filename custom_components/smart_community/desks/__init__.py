"""The room that acts: one module for each running responsibility."""
