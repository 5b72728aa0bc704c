"""Who is asking: the roles of a Home Assistant account, checked the same way on every surface."""

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser

from .const import DOMAIN
from .core.people import Role
from .core.permissions import may_call_action
from .runtime import Runtime

# The actor in journal and timeline when a rule acts: only an administrator can make one.
AUTOMATION = "automation"


class RoleMissingError(Unauthorized):
    """An account without a role that allows the action: as Unauthorized, and says what to do about it."""

    def __init__(self, context: Context, action: str) -> None:
        """Keep who asked for what."""
        super().__init__(context=context, permission=action)
        self.translation_domain = DOMAIN
        self.translation_key = "unauthorized"
        self.generate_message = True


def loaded_runtime(hass: HomeAssistant) -> Runtime | None:
    """Return the running community, or None while there is none."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.state is ConfigEntryState.LOADED:
            runtime: Runtime = entry.runtime_data
            return runtime
    return None


def roles_of(user: User, runtime: Runtime) -> frozenset[Role]:
    """Return the roles of an account."""
    return runtime.roles_of(user)


async def authorize_action(hass: HomeAssistant, context: Context, action: str) -> tuple[Runtime, str]:
    """Return the running community and who acts: an account's id, or "automation" if the call has no user.

    Raises RoleMissingError for anyone without a fitting role, ServiceValidationError while the community does not run.
    """
    runtime = loaded_runtime(hass)
    if context.user_id is None:
        actor = AUTOMATION
    else:
        user = await hass.auth.async_get_user(context.user_id)
        if user is None:
            raise UnknownUser(context=context, permission=action)
        roles = roles_of(user, runtime) if runtime is not None else frozenset()
        if not user.is_active or not may_call_action(action, roles):
            if runtime is None and user.is_admin:
                raise _not_loaded()
            raise RoleMissingError(context, action)
        actor = user.id
    if runtime is None:
        raise _not_loaded()
    return runtime, actor


def _not_loaded() -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key="not_loaded")
