/** The top of the card: is it connected, how many, is the sound on. */

import { html, nothing, type TemplateResult } from "lit";
import type { AlarmSound } from "../alarm-sound";
import { ticking } from "../durations";
import type { FeedStatus } from "../feed";
import type { Incident } from "../model";
import { canMute, isMuted } from "../sound-policy";
import { underTest } from "../test-mode";
import { isFault } from "../urgency";
import type { TextKey } from "../words";
import { clockTime, MUTE_KEY, type View } from "./context";
import { icon, keyHint } from "./icons";

const BANNERS: Record<FeedStatus, TextKey | undefined> = {
  live: undefined,
  connecting: undefined,
  lost: "lost",
  starting: "starting",
  stopped: "stopped",
  refused: "refused",
};

/** What is wrong with what is shown; undefined if nothing is. */
export function bannerText(view: View): string | undefined {
  const { feed } = view.desk;
  const key = BANNERS[feed.status];
  if (!key) return undefined;
  if (!feed.asOf && (key === "stopped" || key === "lost")) {
    return view.words.t(key === "lost" ? "connecting" : "stopped_never");
  }
  return view.words.t(key, { at: clockTime(view, feed.asOf, false) });
}

export function banner(view: View): TemplateResult | typeof nothing {
  const text = bannerText(view);
  if (!text) return nothing;
  const blind = view.desk.feed.status === "lost" || view.desk.feed.status === "stopped";
  return html`<div class="banner" data-status=${view.desk.feed.status}>
    ${icon("unplugged")}
    <div>${text}${blind ? html`<small>${view.words.t("lost_text")}</small>` : nothing}</div>
  </div>`;
}

/** That devices are being tested: their presses bring nobody. */
export function testBanner(view: View): TemplateResult | typeof nothing {
  const { hass, words } = view;
  const places = underTest(hass, words);
  if (!places.length) return nothing;
  const where = places.includes("") ? "" : words.list(places);
  return html`<div class="banner" role="status" data-test-mode>
    ${icon("check")}
    <div>
      ${where ? words.t("test_mode_of", { where }) : words.t("test_mode")}<small>${words.t("test_mode_text")}</small>
    </div>
  </div>`;
}

export function topBar(view: View, ordered: Incident[], sound: AlarmSound): TemplateResult {
  const { words, desk } = view;
  const alarms = ordered.filter((incident) => !isFault(incident));
  const waiting = alarms.filter((incident) => incident.state === "open");
  const inHand = alarms.length - waiting.length;
  const faults = ordered.length - alarms.length;
  return html`
    <div class="top">
      <div class="counts">
        ${
          waiting.length
            ? html`<button class="waiting ${waiting[0]?.severity}" title=${words.t("to_first")} @click=${view.toFirst}>
                ${words.t("waiting", { count: waiting.length })}
              </button>`
            : nothing
        }
        ${inHand ? html`<span class="in-hand">${words.t("in_hand", { count: inHand })}</span>` : nothing}
        ${
          faults
            ? html`<button class="faulty" @click=${() => view.showFaults(true)}>
                ${words.t("faults", { count: faults })}
              </button>`
            : nothing
        }
      </div>
      ${desk.responder ? soundControl(view, ordered, sound) : nothing}
      ${view.wide ? html`<span class="clock" aria-hidden="true">${clockTime(view, view.now)}</span>` : nothing}
    </div>
  `;
}

function soundControl(view: View, ordered: Incident[], sound: AlarmSound): TemplateResult {
  const { words, desk, now } = view;
  const sounds = canMute(ordered, desk.faulty(Date.now()));
  if (!sound.allowed) {
    return html`<div class="sound">
      ${sounds ? nothing : html`<span class="now">${words.t("sound_off_text")}</span>`}
      <button class="blocked" data-sound="allow" @click=${() => void sound.allow().then(() => sound.try())}>
        ${icon("silent")}${words.t(!sounds ? "sound_off" : view.wide ? "sound_blocked_alarm" : "sound_blocked_short")}
      </button>
    </div>`;
  }
  const left = sounds && isMuted(desk.muted, Date.now()) ? Math.ceil((desk.muted.until - Date.now()) / 1000) : 0;
  return html`<div class="sound" data-now=${now}>
    ${
      left
        ? html`<button
            data-sound="unmute"
            title=${words.t("unmute")}
            aria-keyshortcuts=${MUTE_KEY}
            @click=${() => desk.unmute()}
          >
            ${icon("silent")}${words.t("muted", { time: ticking(left, words) })}
            ${view.wide ? `· ${words.t("unmute")}` : nothing}${keyHint(MUTE_KEY)}
          </button>`
        : sounds
          ? html`<button data-sound="mute" aria-keyshortcuts=${MUTE_KEY} @click=${() => desk.muteNow()}>
              ${icon("sound")}${words.t(view.wide ? "mute" : "mute_short")}${keyHint(MUTE_KEY)}
            </button>`
          : html`<span class="now">${icon("sound")}${words.t("sound_on")}</span>
              <button data-sound="try" @click=${() => sound.try()}>${words.t("sound_try")}</button>`
    }
  </div>`;
}
