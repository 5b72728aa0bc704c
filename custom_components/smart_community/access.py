"""Who is asking: the roles of a Home Assistant account, checked the same way on every surface."""

from homeassistant.auth.models import User
from homeassistant.components.http import KEY_HASS_USER, current_request
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser

from .const import DOMAIN
from .core.people import Role
from .core.permissions import may_call_action, may_use_entity
from .rule_runs import RULE_RUNS
from .runtime import Runtime

# The actor in journal and timeline when a rule acts by its own trigger: only an administrator can make one.
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
    return runtime.directory.roles_of(user)


async def authorize_action(hass: HomeAssistant, context: Context, action: str) -> tuple[Runtime, str]:
    """Return the running community and who acts: an account's id, or "automation" if nobody let it run.

    Raises RoleMissingError for anyone without a fitting role, ServiceValidationError while the community does not run.
    """
    runtime = loaded_runtime(hass)
    account = hass.data[RULE_RUNS].account_of(context)
    if account is None:
        actor = AUTOMATION
    else:
        user = await hass.auth.async_get_user(account)
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


async def authorize_entity(hass: HomeAssistant, runtime: Runtime, context: Context | None, entity: str) -> str:
    """Return who commands an entity: an account's id, or "automation" if nobody let it run.

    Raises RoleMissingError for anyone without a fitting role.
    """
    account = None if context is None else hass.data[RULE_RUNS].account_of(context)
    if context is None or account is None:
        return AUTOMATION
    user = await hass.auth.async_get_user(account)
    if user is None or not user.is_active or not may_use_entity(entity, roles_of(user, runtime)):
        raise RoleMissingError(context, entity)
    return user.id


def account_of_request() -> str:
    """Return the account that clicks; "system" if nobody asked through the screen."""
    request = current_request.get()
    user = None if request is None else request.get(KEY_HASS_USER)
    return "system" if user is None else str(user.id)


def _not_loaded() -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key="not_loaded")
