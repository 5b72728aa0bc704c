"""The websocket commands `smart_community/…`, one module for each desk's."""
