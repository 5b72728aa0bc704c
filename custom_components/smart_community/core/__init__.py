"""The room that decides: pure Python, no Home Assistant, no I/O; time is always an argument."""
