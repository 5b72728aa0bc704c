/** The look of an incident in the list. */

import { css } from "lit";

export const rows = css`
  .row {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 4px 14px;
    width: 100%;
    padding: 14px 20px 14px 14px;
    border: 0;
    border-left: 10px solid var(--outline);
    border-radius: 0;
    text-align: left;
    align-items: center;
    justify-content: stretch;
    font-weight: 400;
    background: none;
  }
  .row:focus-visible {
    outline-offset: -4px;
  }
  .row:hover:not(:disabled) {
    border-color: var(--tone);
    background: color-mix(in srgb, var(--text) 6%, transparent);
  }
  .row:active:not(:disabled) {
    transform: none;
  }
  .row.open {
    background: color-mix(in srgb, var(--tone) 16%, var(--surface));
  }
  .row.taken {
    border-left-style: double;
  }
  .wide .chosen .row {
    box-shadow: inset 0 0 0 3px var(--text);
  }
  .shape {
    width: 44px;
    height: 44px;
    overflow: visible;
    stroke-width: 2;
  }
  .shape.filled {
    fill: var(--tone);
    stroke: var(--tone);
  }
  .shape.outlined {
    fill: none;
    stroke: var(--outline);
  }
  .shape .mark {
    fill: none;
    stroke: var(--on-tone);
    stroke-width: 2.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .shape.outlined .mark {
    stroke: var(--text);
  }
  .open .shape {
    animation: call 1.2s ease-in-out infinite;
  }
  @keyframes call {
    50% {
      transform: scale(1.14);
    }
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    align-items: baseline;
    min-width: 0;
  }
  .kind {
    font-size: 24px;
    line-height: 1.2;
    font-weight: 700;
  }
  .chip {
    font-size: 15px;
    font-weight: 700;
    line-height: 1.2;
    padding: 2px 8px;
    border-radius: 6px;
    border: 2px solid var(--outline);
  }
  .open .chip.severity {
    background: var(--tone);
    color: var(--on-tone);
  }
  .chip.unsaved {
    display: inline-flex;
    gap: 6px;
    border: 2px dashed var(--text);
  }
  .where {
    font-size: 20px;
    font-weight: 600;
    width: 100%;
  }
  .who {
    width: 100%;
    color: var(--faint);
    font-size: 16px;
  }
  .open .who {
    color: var(--text);
    font-weight: 600;
  }
  .timer {
    font-size: 24px;
    font-weight: 700;
    white-space: nowrap;
    align-self: start;
  }
  .quick {
    padding: 0 20px 14px 24px;
  }
  .quick button {
    width: 100%;
  }
  .wide .quick button.strong {
    min-height: 48px;
    font-size: 18px;
    padding: 4px;
  }
  .said {
    width: 100%;
    font-size: 18px;
    font-weight: 600;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .where:empty {
    display: none;
  }
  li {
    scroll-margin-top: 140px;
  }
  /* The one that is shown and that nobody has: a band of its colour. */
  .narrow .chosen .row.open,
  .detail.open header {
    background: var(--tone);
    color: var(--on-tone);
  }
  .narrow .chosen .row.open:hover {
    background: var(--tone);
  }
  .narrow .chosen .row.open .shape.filled,
  .detail.open header .shape.filled {
    fill: var(--on-tone);
    stroke: var(--on-tone);
  }
  .narrow .chosen .row.open .mark,
  .detail.open header .mark {
    stroke: var(--tone);
  }
  .narrow .chosen .row.open .chip,
  .detail.open header .chip {
    border-color: var(--on-tone);
    background: none;
    color: inherit;
  }
  .narrow .chosen .row.open .who,
  .detail.open header .who {
    color: inherit;
  }
  .narrow .row {
    padding: 12px 14px 12px 8px;
    gap: 4px 10px;
  }
  .narrow .quick {
    padding: 0 14px 12px 18px;
  }
  li.open-item {
    background: color-mix(in srgb, var(--tone) 16%, var(--surface));
  }
  li.open-item .row.open {
    background: none;
  }
`;
