"""The parts of `scripts/bench facade`: scenes run one by one and kept, what was found held against the truth."""
