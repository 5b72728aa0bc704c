/** What is known of the chosen incident: what to do, how to get in, whom to call, what happened so far. */

import { html, nothing, type TemplateResult } from "lit";
import { wantStaffPages } from "../define";
import { inWords, secondsSince, ticking } from "../durations";
import { mayExport } from "../actions";
import type { Home, Incident } from "../model";
import { actorName, deviceName, deviceNumber, targetName } from "../names";
import { deliveryLines, faultName, report, sentence } from "../timeline";
import { careWords, factsOf } from "../residents";
import { isFault } from "../urgency";
import { actionBar, callForm, noteForm } from "./action-bar";
import { clockTime, where, type View } from "./context";
import { icon, severityShape } from "./icons";
import { chips, holder } from "./marks";

export function detail(view: View, incident: Incident): TemplateResult {
  const { words, wide, desk } = view;
  return html`
    <section
      class="detail ${incident.severity} ${incident.state === "open" ? "open" : "taken"}"
      aria-label=${words.t("details_of", { number: incident.number })}
    >
      ${wide ? heading(view, incident) : nothing} ${actionBar(view, incident)} ${elevator(view, incident)}
      ${fall(view, incident)}
      ${incident.unsaved ? html`<p class="info"><b>${words.t("unsaved")}</b><br />${words.t("unsaved_text")}</p>` : nothing}
      <div class="facts">
        <div>
          ${isAboutHome(view, incident) ? people(view, incident) : nothing} ${pictures(view, incident)}
          ${desk.responder ? html`<div class="after">${isAboutHome(view, incident) ? callForm(view, incident) : nothing} ${noteForm(view, incident)}</div>` : nothing}
        </div>
        <div>
          ${coming(view, incident)} ${linked(view, incident)} ${told(view, incident)} ${timeline(view, incident)}
          ${records(view, incident)}
        </div>
      </div>
    </section>
  `;
}

/** Whether it is about an elevator: nobody lives there. */
function isAboutElevator(view: View, incident: Incident): boolean {
  return (
    !isFault(incident) && (incident.place.elevator !== undefined || view.desk.elevators.of(incident) !== undefined)
  );
}

/** Whether it is about what fell from a facade: nobody knows from which home. */
function isAboutFall(incident: Incident): boolean {
  return incident.kind === "falling_object";
}

function isAboutHome(view: View, incident: Incident): boolean {
  return !isFault(incident) && !isAboutElevator(view, incident) && !isAboutFall(incident);
}

/** What fell: the track, the film, where it may have begun, and what people say of it. */
function fall(view: View, incident: Incident): TemplateResult | typeof nothing {
  const { desk, words } = view;
  if (!isAboutFall(incident)) return nothing;
  wantStaffPages("smart-community-fall");
  return html`<smart-community-fall
    .connection=${desk.connection}
    .incident=${incident}
    .words=${words}
    .me=${desk.feed.me}
    .live=${desk.feed.live}
    .at=${(at: string) => clockTime(view, Date.parse(at))}
    .who=${(by: string | undefined) => actorName(view.hass, by, desk.feed.me, words)}
    ><p class="hint" role="status">${words.t("fall_reading")}</p></smart-community-fall
  >`;
}

/** The elevator that it is about: its picture, its door, and speaking to the car. */
function elevator(view: View, incident: Incident): TemplateResult | typeof nothing {
  const { desk, words } = view;
  if (!isAboutElevator(view, incident)) return nothing;
  const one = desk.elevators.of(incident);
  if (!one) return html`<p class="problem">${words.t("elevator_of_incident_unknown")}</p>`;
  return html`<smart-community-elevator
    .hass=${view.hass}
    .elevators=${desk.elevators}
    .view=${one}
    .words=${words}
    .me=${desk.feed.me}
    .now=${view.now}
    .live=${desk.feed.live}
    .kind=${incident.kind}
    ?looking=${desk.responder}
    ?shortcut=${true}
  ></smart-community-elevator>`;
}

/** What was kept of it, if anything can have been. */
function pictures(view: View, incident: Incident): TemplateResult | typeof nothing {
  const { desk, words } = view;
  // What was kept of a fall stands with it.
  if (isAboutFall(incident)) return nothing;
  if (!desk.responder || !(incident.media?.length || isAboutElevator(view, incident))) return nothing;
  return html`<smart-community-media
    .connection=${desk.connection}
    .incident=${incident.id}
    .words=${words}
    .at=${(at: string) => clockTime(view, Date.parse(at))}
    ?blocked=${!desk.feed.live}
  ></smart-community-media>`;
}

function heading(view: View, incident: Incident): TemplateResult {
  const { words } = view;
  const said = report(incident);
  const elapsed = ticking(secondsSince(incident.opened_at, view.now), words);
  return html`
    <header>
      ${severityShape(incident.severity, incident.state === "open")}
      <h2 class="what" tabindex="-1">
        <span class="kind">${faultName(incident, words) ?? words.kind(incident.kind)}</span>
        <span>${words.t("number", { number: incident.number })}</span>
        ${chips(view, incident)}
        <span class="where">${where(view, incident)}</span>
        ${said ? html`<span class="said">${said}</span>` : nothing}
        <span class="who">${holder(view, incident)}</span>
      </h2>
      <span class="timer" role="timer" aria-label=${words.t("open_for", { time: elapsed })}>${elapsed}</span>
    </header>
  `;
}

function people(view: View, incident: Incident): TemplateResult {
  const { words, desk } = view;
  const home = desk.homes.view(incident);
  switch (home.state) {
    case "known":
      return household(view, home.home);
    case "loading":
      return html`<p class="hint" role="status">
        ${desk.feed.live ? html`<span class="spinner" aria-hidden="true"></span> ${words.t("loading_home")}` : words.t("home_failed")}
      </p>`;
    case "missing":
    case "failed":
      return html`
        <p class="problem">${words.t(home.state === "failed" ? "home_failed" : "home_missing")}</p>
        <button
          ?disabled=${!desk.feed.live}
          @click=${() => {
            desk.homes.forget(incident.id);
            desk.lookUp();
          }}
        >
          ${words.t("try_again")}
        </button>
      `;
    case "hidden":
      return html`<p class="hint">${words.t("home_hidden")}</p>`;
    case "none": {
      const name = incident.device ? deviceName(view.hass, incident.device) : undefined;
      const number = name && deviceNumber(name);
      const device = number ? words.t("help_button", { number }) : name;
      return html`<p class="hint">
        ${words.t("no_home")} ${device ? words.t("no_home_button", { device }) : nothing}
      </p>`;
    }
  }
}

function household(view: View, home: Home): TemplateResult {
  const { words } = view;
  return html`
    <div class="entry">
      ${icon("key")}
      <div>
        <h3>${words.t("how_to_get_in")}</h3>
        <p class="big ${home.access ? "" : "none"}">${home.access || words.t("nothing_recorded")}</p>
        ${home.key_safe ? html`<p><b>${words.t("home_key_safe")}</b> ${home.key_safe}</p>` : nothing}
      </div>
    </div>
    <div class="pair">
      <div>
        <h3>${words.t("household")}</h3>
        <p class="big">
          ${home.household || words.t("nothing_recorded")}
          ${home.floor === null ? nothing : html`<span class="hint">${words.t("floor", { floor: home.floor })}</span>`}
        </p>
      </div>
      ${
        home.note
          ? html`<div>
              <h3>${words.t("good_to_know")}</h3>
              <p class="big">${home.note}</p>
            </div>`
          : nothing
      }
    </div>
    ${residents(view, home)}
    <div>
      <h3>${words.t("contacts")}</h3>
      ${
        home.contacts.length
          ? html`<ul class="contacts">
              ${home.contacts.map(
                ({ name, phone, relation }) =>
                  html`<li>
                    <a
                      class="button"
                      href="tel:${phone.replace(/[^\d+*#]/g, "")}"
                      aria-label=${words.t("call", { name, phone, relation })}
                    >
                      ${icon("phone")}<span>${name}<small>${relation}</small></span
                      ><b>${phone}</b>
                    </a>
                  </li>`,
              )}
            </ul>`
          : html`<p class="hint">${words.t("no_contacts")}</p>`
      }
    </div>
  `;
}

function residents({ words }: View, home: Home): TemplateResult | typeof nothing {
  if (!home.residents?.length) return nothing;
  return html`<div>
    <h3>${words.t("home_residents")}</h3>
    <ul class="residents">
      ${home.residents.map(
        (resident) =>
          html`<li>
            <b>${resident.name || words.t("unknown")}</b>
            <span>${words.list([...careWords(resident.care, words), ...factsOf(resident, words)])}</span>
            ${resident.note ? html`<span>${resident.note}</span>` : nothing}
          </li>`,
      )}
    </ul>
  </div>`;
}

/** What happens next if nobody does anything. */
function coming(view: View, incident: Incident): TemplateResult | typeof nothing {
  const { words, hass } = view;
  const { next } = incident;
  if (!next) return nothing;
  const left = Math.ceil((Date.parse(next.at) - view.now) / 1000);
  const whom = next.to.map((target) => targetName(target, hass, words));
  const values = {
    level: next.level,
    time: inWords(Math.max(0, left), words),
    whom: whom.length ? words.list(whom) : words.t("nobody_next"),
  };
  return html`<div class="next" data-next=${next.what}>
    <h3>${words.t("next_step")}</h3>
    <p><b>${words.t(`next_${next.what}${left > 0 ? "" : "_now"}`, values)}</b></p>
  </div>`;
}

/** The other incidents of the same event. */
function linked(view: View, incident: Incident): TemplateResult | typeof nothing {
  const { words, desk } = view;
  const others = (incident.linked ?? []).flatMap((id) => desk.feed.find(id) ?? []);
  if (!others.length) return nothing;
  return html`<div>
    <h3>${words.t("linked")}</h3>
    <div class="choices">
      ${others.map(
        (other) =>
          html`<button class="small" data-linked=${other.number} @click=${() => desk.choose(other.id)}>
            ${words.t("linked_open", { kind: words.kind(other.kind), number: other.number })}
          </button>`,
      )}
    </div>
  </div>`;
}

function records(view: View, incident: Incident): TemplateResult | typeof nothing {
  const { words, desk } = view;
  if (!mayExport(desk.feed.me)) return nothing;
  return html`<div>
    <div class="choices">
      <button
        class="small"
        data-record="print"
        ?disabled=${!desk.feed.live}
        @click=${() => view.record(incident, "print")}
      >
        ${words.t("export_print")}
      </button>
      <button
        class="small"
        data-record="file"
        ?disabled=${!desk.feed.live}
        @click=${() => view.record(incident, "file")}
      >
        ${words.t("export_file")}
      </button>
    </div>
    <p class="hint">${words.t("export_journalled")}</p>
  </div>`;
}

function told(view: View, incident: Incident): TemplateResult | typeof nothing {
  const lines = deliveryLines(incident.deliveries, view.hass, view.words);
  if (!lines.length) return nothing;
  return html`<div>
    <h3>${view.words.t("people_told")}</h3>
    <ul class="told">
      ${lines.map(
        (line) =>
          html`<li class=${line.failed ? "failed" : ""}>
            <span>${line.who}</span>
            <span class="state">${line.state}</span>
            <time class="hint" datetime=${line.at}>${clockTime(view, Date.parse(line.at))}</time>
            ${line.error ? html`<small>${line.error}</small>` : nothing}
          </li>`,
      )}
    </ul>
  </div>`;
}

function timeline(view: View, incident: Incident): TemplateResult {
  // The newest first: what changed is what is looked for.
  const entries = [...incident.timeline].reverse();
  return html`<div>
    <h3>${view.words.t("timeline")}</h3>
    <ol class="timeline" reversed>
      ${entries.map(
        (entry) =>
          html`<li>
            <time datetime=${entry.at}>${clockTime(view, Date.parse(entry.at))}</time>
            <span>${sentence(entry, incident, view.hass, view.desk.feed.me, view.words)}</span>
          </li>`,
      )}
    </ol>
  </div>`;
}
