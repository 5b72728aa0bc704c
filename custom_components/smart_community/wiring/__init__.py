"""What builds a desk and connects it to the others, one module for each room, so that `runtime.py` stays readable."""
