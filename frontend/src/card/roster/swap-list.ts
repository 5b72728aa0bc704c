/** Swaps that were asked for, and what may be said to them. */

import { html, nothing, type TemplateResult } from "lit";
import type { RosterPage as Page, Swap } from "../../roster/wire";
import { doing } from "../page/parts";
import type { RosterPage } from "./roster-page";

export function swapList(page: RosterPage, { swaps, may_edit }: Page): TemplateResult | typeof nothing {
  const { words, desk, me } = page;
  if (!swaps.length) return nothing;
  const ordered = [...swaps].sort((one, other) => Number(one.state !== "asked") - Number(other.state !== "asked"));
  const busy = desk.work.busy !== undefined;
  const decide = async (swap: Swap, decision: "agree" | "refuse" | "withdraw"): Promise<void> => {
    if (await desk.decide(swap, decision)) page.say(words.t("swap_decided"));
  };
  const button = (swap: Swap, decision: "agree" | "refuse" | "withdraw"): TemplateResult =>
    html`<button class="small" data-decision=${decision} ?disabled=${busy} @click=${() => void decide(swap, decision)}>
      ${doing(words, words.t(`swap_${decision}`), desk.work.busy === `decide ${swap.id}`)}
    </button>`;
  return html`<section class="panel" data-swaps>
    <h2>${words.t("swaps")}</h2>
    <ul class="swaps">
      ${ordered.map((swap) => {
        const values = {
          one: page.name(swap.asked_by),
          other: page.name(swap.other),
          gives: page.slotName(swap.role, swap.gives),
          takes: swap.takes ? page.slotName(swap.role, swap.takes) : "",
        };
        const open = swap.state === "asked";
        return html`<li>
          <span>
            ${words.t(swap.takes ? "swap_line_return" : "swap_line", values)}
            <span class="chip ${open ? "mind" : "calm"}">${words.t(`swap_state_${swap.state}`)}</span>
          </span>
          ${
            open
              ? html`<span class="bar">
                  ${may_edit || swap.other === me.user_id ? [button(swap, "agree"), button(swap, "refuse")] : nothing}
                  ${swap.asked_by === me.user_id ? button(swap, "withdraw") : nothing}
                </span>`
              : nothing
          }
        </li>`;
      })}
    </ul>
  </section>`;
}
