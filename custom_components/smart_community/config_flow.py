"""Set-up, reconfiguration, reauthentication and options: the community, its broker, and how people are told."""

import ssl
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, override

import probatio as vol
from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_USERNAME
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from homeassistant.util import slugify

from .const import (
    CAMERA,
    COMPANION,
    CONF_CA_CERTIFICATE,
    CONF_CONTACT_CHANNELS,
    CONF_GROUP_CHANNELS,
    CONF_ROLE,
    CONF_SIREN_CHANNELS,
    CONF_SITE,
    CONF_SITE_NAME,
    CONF_TLS,
    DEFAULT_PORT,
    DEFAULT_SITE,
    DOMAIN,
    ELEVATOR,
    FRIGATE,
    ROLE_COMMUNITY,
)
from .core.channel import FOR_CONTACTS, FOR_GROUPS, FOR_SIRENS, channel_kind
from .core.device import DeviceKind
from .flows.camera import CameraFlow
from .flows.companion import CompanionFlow
from .flows.elevator import ElevatorFlow
from .flows.frigate import FrigateFlow
from .links.devices.broker import BrokerError, BrokerSettings, LinkProblem, try_login
from .links.devices.protocol import SLUG
from .runtime import DATABASE
from .settings import settings_of
from .store.keys import make_phrase_hold, needs_phrase
from .vault_repairs import LAST_GROUP, SHOWN_SCHEMA, is_last_group, new_phrase

_LONGEST_SITE: Final = 64  # characters
# What Home Assistant calls itself until someone names it: no name for a community.
_UNNAMED: Final = "Home"
_BASE: Final = "base"
# What each option may hold, in the order of the form.
_KINDS: Final = {
    CONF_CONTACT_CHANNELS: FOR_CONTACTS,
    CONF_SIREN_CHANNELS: FOR_SIRENS,
    CONF_GROUP_CHANNELS: FOR_GROUPS,
}
# What a look at a channel says if there is nothing behind its name.
_MISSING: Final = frozenset({"not_registered", "channel_unknown", "device_unknown"})
# Actions of Home Assistant's own that need an entity, or tell only who looks at its screen.
_NO_CHANNELS: Final = frozenset({"notify.send_message", "notify.persistent_notification", "notify.notify"})

_USERNAME: Final = TextSelector(TextSelectorConfig(autocomplete="username"))
_PASSWORD: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password"))

SITE_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_SITE_NAME): TextSelector(),
        # Optional, so that an emptied field comes back filled in from the name instead of being stuck.
        vol.Optional(CONF_SITE): TextSelector(),
    }
)
BROKER_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_HOST): TextSelector(),
        vol.Required(CONF_PORT, default=DEFAULT_PORT): vol.All(
            NumberSelector(NumberSelectorConfig(min=1, max=65535, step=1, mode=NumberSelectorMode.BOX)),
            vol.Coerce(int),
        ),
        vol.Optional(CONF_USERNAME): _USERNAME,
        vol.Optional(CONF_PASSWORD): _PASSWORD,
        vol.Required(CONF_TLS, default=False): BooleanSelector(),
        vol.Optional(CONF_CA_CERTIFICATE): TextSelector(TextSelectorConfig(multiline=True)),
    }
)
REAUTH_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_USERNAME): _USERNAME,
        vol.Required(CONF_PASSWORD): _PASSWORD,
    }
)

# The field that a person has to look at; what is not here concerns the form as a whole.
_FIELD_OF: Final = {
    LinkProblem.LOGIN_REFUSED: CONF_PASSWORD,
    LinkProblem.UNREACHABLE: CONF_HOST,
    LinkProblem.TLS: CONF_TLS,
    LinkProblem.NOT_ALLOWED: CONF_USERNAME,
}


def propose_site(name: str) -> str:
    """Return a short name for topics out of a Latin name, else a plain one: a transliteration is nobody's name."""
    letters = [character for character in name if character.isalpha()]
    if not letters or not all(unicodedata.name(letter, "").startswith("LATIN ") for letter in letters):
        return DEFAULT_SITE
    return slugify(name)[:_LONGEST_SITE].strip("_") or DEFAULT_SITE


class SmartCommunityConfigFlow(ConfigFlow, domain=DOMAIN):
    """Ask for the community and its broker; nothing is saved before a login there has worked."""

    VERSION = 1

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> SmartCommunityOptionsFlow:
        """Return the flow behind *Configure*."""
        return SmartCommunityOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(cls, config_entry: ConfigEntry) -> dict[str, type[ConfigSubentryFlow]]:
        """Return what can be added to the community: its Frigate, cameras, elevators, what watches its facades."""
        return {FRIGATE: FrigateFlow, CAMERA: CameraFlow, ELEVATOR: ElevatorFlow, COMPANION: CompanionFlow}

    def __init__(self) -> None:
        """Begin without answers."""
        self._site = ""
        self._site_name = ""
        self._broker: dict[str, Any] = {}
        self._phrase = ""

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the community's name, and for the short name under which its devices speak."""
        errors: dict[str, str] = {}
        if user_input is None:
            shown = _suggest_site(self.hass)
        else:
            shown = {CONF_SITE_NAME: _text(user_input, CONF_SITE_NAME), CONF_SITE: _text(user_input, CONF_SITE)}
            if not shown[CONF_SITE_NAME]:
                errors[CONF_SITE_NAME] = "site_name_missing"
            if not shown[CONF_SITE]:
                # It can never be changed, so it is not made up behind anyone's back: the form shows it again.
                errors[CONF_SITE] = "site_missing"
                shown[CONF_SITE] = propose_site(shown[CONF_SITE_NAME])
            elif not SLUG.fullmatch(shown[CONF_SITE]):
                errors[CONF_SITE] = "site_invalid"
            if not errors:
                self._site, self._site_name = shown[CONF_SITE], shown[CONF_SITE_NAME]
                # A tab that was closed half-way must not block the next try; a second entry is refused anyway.
                await self.async_set_unique_id(self._site, raise_on_progress=False)
                return await self.async_step_broker()
        return self._show("user", SITE_SCHEMA, shown, errors, last_step=False)

    async def async_step_broker(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the broker and our own login there, and try it."""
        errors: dict[str, str] = {}
        if user_input is not None:
            broker = _broker_data(user_input)
            errors = await self._async_try(BROKER_SCHEMA, broker, self._site)
            if not errors:
                self._broker = broker
                return await self.async_step_phrase()
        shown = user_input or _suggest_broker(self.hass)
        return self._show("broker", BROKER_SCHEMA, shown, errors, {CONF_SITE: self._site}, last_step=False)

    async def async_step_phrase(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Show the recovery phrase, this once, and go on when its last group was typed; it lives in this flow only."""
        database = Path(self.hass.config.path(DATABASE))
        errors: dict[str, str] = {}
        if user_input is None:
            if not await self.hass.async_add_executor_job(needs_phrase, database):
                return self._create()
            self._phrase = new_phrase()
        elif not is_last_group(user_input[LAST_GROUP], self._phrase):
            errors[LAST_GROUP] = "last_group_wrong"
        else:
            try:
                await self.hass.async_add_executor_job(make_phrase_hold, database, self._phrase)
            except OSError:
                errors[_BASE] = "keys_not_saved"
            else:
                return self._create()
        return self._show("phrase", SHOWN_SCHEMA, {}, errors, {"phrase": self._phrase})

    def _create(self) -> ConfigFlowResult:
        data = {CONF_ROLE: ROLE_COMMUNITY, CONF_SITE_NAME: self._site_name, CONF_SITE: self._site, **self._broker}
        return self.async_create_entry(title=self._site_name, data=data)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Change the broker or our login there; the short name stays, since every device speaks under it."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            broker = _broker_data(user_input)
            if broker[CONF_USERNAME] and not broker[CONF_PASSWORD]:
                broker[CONF_PASSWORD] = entry.data[CONF_PASSWORD]
            errors = await self._async_try(BROKER_SCHEMA, broker, entry.data[CONF_SITE])
            if not errors:
                # The reason is named so that our own text is shown: Home Assistant's exists in few languages.
                return self.async_update_reload_and_abort(entry, data_updates=broker, reason="reconfigure_successful")
        shown = user_input or {key: value for key, value in entry.data.items() if key != CONF_PASSWORD}
        return self._show("reconfigure", BROKER_SCHEMA, shown, errors, {CONF_SITE: entry.data[CONF_SITE]})

    async def async_step_reauth(self, _entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Begin because the broker refused our login."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for a login that the broker takes, and try it."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            login = {CONF_USERNAME: _text(user_input, CONF_USERNAME), CONF_PASSWORD: user_input[CONF_PASSWORD]}
            errors = await self._async_try(REAUTH_SCHEMA, {**entry.data, **login}, entry.data[CONF_SITE])
            if not errors:
                return self.async_update_reload_and_abort(entry, data_updates=login, reason="reauth_successful")
        shown = user_input or {CONF_USERNAME: entry.data[CONF_USERNAME]}
        placeholders = {key: str(entry.data[key]) for key in (CONF_SITE, CONF_HOST, CONF_PORT)}
        return self._show("reauth_confirm", REAUTH_SCHEMA, shown, errors, placeholders)

    @callback
    def _show(
        self,
        step: str,
        schema: vol.Schema,
        shown: Mapping[str, Any],
        errors: dict[str, str],
        placeholders: Mapping[str, str] | None = None,
        *,
        last_step: bool = True,
    ) -> ConfigFlowResult:
        suggested = {key: value for key, value in shown.items() if value is not None}
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            errors=errors,
            description_placeholders=placeholders,
            last_step=last_step,
        )

    async def _async_try(self, form: vol.Schema, data: Mapping[str, Any], site: str) -> dict[str, str]:
        """Log in as the data says; return the error under the field it concerns, or nothing."""
        if data[CONF_CA_CERTIFICATE] and not data[CONF_TLS]:
            # Who gives a certificate means to be private: the password must not go out in clear.
            return {CONF_TLS: "tls_off"}
        problem = await self.hass.async_add_executor_job(_find_problem, settings_of(data), site)
        if problem is None:
            return {}
        field, error = problem
        return {field if field in form.schema else _BASE: error}


class SmartCommunityOptionsFlow(OptionsFlow):
    """Ask over what contacts, groups and the whole community are told; it holds from the next alarm on, no reload."""

    def __init__(self) -> None:
        """Begin without answers."""
        self._given: dict[str, list[str]] = {}

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask over which channels; those of contacts in the order in which they are tried."""
        errors: dict[str, str] = {}
        shown: Mapping[str, Any] = self.config_entry.options
        if user_input is not None:
            shown = self._given = {option: _channels(user_input.get(option, []), option) for option in _KINDS}
            errors = {
                option: "channel_unknown" if option == CONF_CONTACT_CHANNELS else f"{option}_unknown"
                for option, channels in self._given.items()
                if not all(channel_kind(channel) in _KINDS[option] for channel in channels)
            }
            if not errors:
                return await self.async_step_missing() if self._missing() else self._save()
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(options_schema(self.hass), shown),
            errors=errors,
        )

    async def async_step_missing(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Say what is not there now; whoever sets the channels up first and the rest later may go on."""
        if user_input is not None:
            return self._save()
        missing = {"channels": ", ".join(self._missing())}
        return self.async_show_form(step_id="missing", data_schema=vol.Schema({}), description_placeholders=missing)

    def _missing(self) -> list[str]:
        runtime = getattr(self.config_entry, "runtime_data", None)
        if runtime is None:
            return []
        given = dict.fromkeys(channel for channels in self._given.values() for channel in channels)
        return [channel for channel in given if runtime.channels.check(channel, ()) in _MISSING]

    def _save(self) -> ConfigFlowResult:
        return self.async_create_entry(data={**self.config_entry.options, **self._given})


def options_schema(hass: HomeAssistant) -> vol.Schema:
    """Return the form of the options: what can tell somebody here, and whatever is typed."""
    actions = {f"notify.{name}" for name in hass.services.async_services_for_domain("notify")} - _NO_CHANNELS
    telling = sorted({*hass.states.async_entity_ids("notify"), *actions})
    runtime = next((entry.runtime_data for entry in hass.config_entries.async_loaded_entries(DOMAIN)), None)
    devices = runtime.supervision.devices.values() if runtime is not None else ()
    sirens = sorted(f"siren:{device.id}" for device in devices if device.kind is DeviceKind.SIREN)
    offered = {
        CONF_CONTACT_CHANNELS: [*telling, *sorted(hass.states.async_entity_ids("script"))],
        CONF_SIREN_CHANNELS: [*sirens, *sorted(hass.states.async_entity_ids(["siren", "media_player"]))],
        CONF_GROUP_CHANNELS: [f"bot:{name}" for name in telling],
    }
    return vol.Schema(
        {
            vol.Optional(option): SelectSelector(
                SelectSelectorConfig(options=options, multiple=True, custom_value=True)
            )
            for option, options in offered.items()
        }
    )


def _channels(given: Iterable[object], option: str) -> list[str]:
    """Return channels as they are saved, each once; a group may be typed without the word that marks it."""
    tidy = [name for each in given if (name := str(each).strip())]
    if option == CONF_GROUP_CHANNELS:
        tidy = [f"bot:{name}" if name.startswith("notify.") else name for name in tidy]
    return list(dict.fromkeys(tidy))


def _find_problem(settings: BrokerSettings, site: str) -> tuple[str, str] | None:
    """Return what is wrong as (field, error); reads files and waits for the network."""
    if settings.ca_certificate:
        try:
            settings.make_tls_context()
        except ssl.SSLError, TypeError, ValueError:
            # TypeError is what Python makes of a letter outside ASCII.
            return CONF_CA_CERTIFICATE, "certificate_invalid"
    try:
        try_login(settings, site)
    except BrokerError as error:
        return _FIELD_OF.get(error.problem, _BASE), error.problem.value
    return None


def _broker_data(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form's answers as entry data: every key is there, and what was left empty is None."""
    username = _text(user_input, CONF_USERNAME) or None
    return {
        CONF_HOST: _text(user_input, CONF_HOST),
        CONF_PORT: user_input[CONF_PORT],
        CONF_USERNAME: username,
        # As it was typed: a password may begin or end with a space. Without a name it would mean nothing.
        CONF_PASSWORD: (user_input.get(CONF_PASSWORD) or None) if username else None,
        CONF_TLS: user_input[CONF_TLS],
        CONF_CA_CERTIFICATE: _text(user_input, CONF_CA_CERTIFICATE) or None,
    }


def _text(user_input: Mapping[str, Any], key: str) -> str:
    return str(user_input.get(key, "")).strip()


def _suggest_site(hass: HomeAssistant) -> dict[str, str]:
    name = hass.config.location_name.strip()
    if not name or name == _UNNAMED:
        return {CONF_SITE: DEFAULT_SITE}
    return {CONF_SITE_NAME: name, CONF_SITE: propose_site(name)}


def _suggest_broker(hass: HomeAssistant) -> dict[str, Any]:
    """Return host and port of Home Assistant's own MQTT entry, as far as it has them; never its login."""
    # Its keys are read by name: without a dependency on MQTT, our set-up never waits for it.
    for entry in hass.config_entries.async_entries("mqtt", include_ignore=False):
        host, port = entry.data.get("broker"), entry.data.get("port")
        if not isinstance(host, str) or not host:
            continue
        # The port of a websocket is none that we could use.
        if isinstance(port, int) and entry.data.get("transport", "tcp") == "tcp":
            return {CONF_HOST: host, CONF_PORT: port}
        return {CONF_HOST: host}
    return {}
