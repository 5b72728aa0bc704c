"""Side-by-side measurements on a real Home Assistant and a real Mosquitto: `scripts/bench NAME`.

Each module named in `__main__` has a first line that says what it measures, and `async def measure() -> Result`.
"""
