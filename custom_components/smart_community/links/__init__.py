"""The room that reaches out: one module for each thing outside."""
