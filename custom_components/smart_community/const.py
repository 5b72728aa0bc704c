"""Names that more than one file of the integration uses."""

from typing import Final

DOMAIN: Final = "smart_community"

# Keys of the config entry's data, beside Home Assistant's own host, port, username and password.
CONF_CA_CERTIFICATE: Final = "ca_certificate"
# In the options: over what emergency contacts are told, in order ("script.sms", "notify.…").
CONF_CONTACT_CHANNELS: Final = "contact_channels"
# Likewise the community's group chats ("bot:notify.…"), and its sirens and speakers; all of them are told at once.
CONF_GROUP_CHANNELS: Final = "group_channels"
CONF_SIREN_CHANNELS: Final = "siren_channels"
CONF_ROLE: Final = "role"
CONF_SITE: Final = "site"
CONF_SITE_NAME: Final = "site_name"
CONF_TLS: Final = "tls"

ROLE_COMMUNITY: Final = "community"

# Types of subentries.
FRIGATE: Final = "frigate"
CAMERA: Final = "camera"
ELEVATOR: Final = "elevator"
COMPANION: Final = "companion"

DEFAULT_PORT: Final = 1883
DEFAULT_SITE: Final = "community"

EVENT_INCIDENT: Final = "smart_community_incident"
# Dispatcher signal with (change: Change, incident: Incident), also while no entry is loaded.
SIGNAL_INCIDENT: Final = "smart_community_incident"
# Dispatcher signal with (elevator id, happened: Happened), also while no entry is loaded.
SIGNAL_GUARD: Final = "smart_community_guard"
# Dispatcher signal with (heard: FallHeard), also while no entry is loaded.
SIGNAL_FALL: Final = "smart_community_fall"
