/** How every page looks: the card of the alarms without its urgency. */

import { css } from "lit";

export const frame = css`
  ha-card {
    display: block;
    overflow: clip;
    padding: 0;
  }
  .page {
    display: flex;
    flex-direction: column;
    gap: 20px;
    padding: 20px 24px 32px;
    min-height: min(560px, 70vh);
  }
  .narrow.page {
    padding: 14px 14px 28px;
    gap: 16px;
  }
  .page > header {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
  }
  .page > header > div {
    flex: 1 1 260px;
  }
  h1 {
    margin: 0;
    font-size: 28px;
    line-height: 1.2;
    font-weight: 700;
  }
  h2 {
    font-size: 22px;
    line-height: 1.25;
    font-weight: 700;
  }
  h3 {
    font-size: 16px;
    font-weight: 600;
    color: var(--faint);
  }
  .banner {
    padding: 12px 20px;
    font-weight: 700;
    background: #1a1a1a;
    color: #fff;
    border-bottom: 6px solid transparent;
    border-image: repeating-linear-gradient(-45deg, #ffb000 0 14px, #1a1a1a 14px 28px) 6;
  }
  .lost {
    filter: saturate(0.35);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: flex-end;
  }
  .tools .grow {
    flex: 1 1 220px;
  }
  .tools > button,
  .ends button,
  .small {
    min-height: 48px;
    padding: 4px 16px;
  }
  .tools .whole,
  .narrow .tools .whole {
    flex: 1 0 100%;
  }
  .narrow .tools > .grow {
    flex: 1 0 100%;
  }
  .narrow .tools > *:not(.grow, .whole) {
    flex: 1 1 140px;
  }
  button.strong {
    font-size: 18px;
    min-height: 56px;
  }
  button.strong.small {
    min-height: 48px;
  }
  button.danger {
    color: var(--critical-text);
    border-color: var(--critical-text);
  }
  button.strong.danger {
    --tone: var(--critical);
    color: var(--on-critical);
  }
  .bar > button.plain:first-child {
    margin-left: -8px;
  }
  button.plain {
    border-color: transparent;
    text-decoration: underline;
    padding: 4px 8px;
    min-height: 44px;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
    align-items: center;
  }
  .bar.apart {
    justify-content: space-between;
  }
  .toasts {
    position: fixed;
    bottom: 16px;
    left: 0;
    right: 0;
    z-index: 5;
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding: 0 16px;
    pointer-events: none;
  }
  .toasts p {
    align-self: center;
    padding: 12px 20px;
    border-radius: var(--radius);
    background: var(--text);
    color: var(--surface);
    font-weight: 600;
    box-shadow: 0 4px 16px #0006;
  }
  .empty {
    padding: 32px 16px;
    text-align: center;
    color: var(--faint);
    border: 2px dashed var(--line);
    border-radius: var(--radius);
  }
  .panel {
    border: 2px solid var(--line);
    border-radius: var(--radius);
    padding: 16px 20px;
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .narrow .panel {
    padding: 14px;
  }
  .stack {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  .columns {
    display: grid;
    gap: 20px 32px;
    align-items: start;
  }
  .wide .columns {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  .wide .columns.three {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }
  .warn {
    padding: 12px 16px;
    border-radius: var(--radius);
    border: 2px solid var(--high);
    background: color-mix(in srgb, var(--high) 14%, var(--surface));
  }
  .good {
    padding: 12px 16px;
    border-radius: var(--radius);
    border: 2px solid var(--calm);
    background: color-mix(in srgb, var(--calm) 12%, var(--surface));
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: 15px;
    font-weight: 600;
    line-height: 1.2;
    padding: 3px 10px;
    border-radius: 999px;
    border: 2px solid var(--line);
    white-space: nowrap;
  }
  .chip.bad {
    border-color: var(--critical);
    background: color-mix(in srgb, var(--critical) 14%, var(--surface));
  }
  .chip.mind {
    border-color: var(--high);
    background: color-mix(in srgb, var(--high) 16%, var(--surface));
  }
  .chip.fine {
    border-color: var(--calm);
    background: color-mix(in srgb, var(--calm) 12%, var(--surface));
  }
  .chip.calm {
    color: var(--faint);
    font-weight: 400;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    border-bottom: 2px solid var(--line);
  }
  .tabs button {
    border: 0;
    border-bottom: 4px solid transparent;
    border-radius: 0;
    background: none;
    min-height: 48px;
    padding: 4px 16px;
    margin-bottom: -2px;
  }
  .tabs button[aria-selected="true"] {
    border-bottom-color: var(--normal);
    font-weight: 700;
  }
  .facts-list {
    display: grid;
    grid-template-columns: minmax(90px, max-content) 1fr;
    gap: 6px 20px;
  }
  .facts-list dt {
    color: var(--faint);
  }
  .facts-list dd {
    overflow-wrap: anywhere;
  }
  .faint {
    color: var(--faint);
  }
  .number {
    text-align: right;
  }
  .waiting-line {
    display: flex;
    gap: 12px;
    align-items: center;
    padding: 12px 0;
    color: var(--faint);
  }
  progress {
    appearance: none;
    width: 100%;
    height: 18px;
    border: 0;
    border-radius: 9px;
    overflow: hidden;
    background: color-mix(in srgb, var(--text) 16%, var(--surface));
  }
  progress::-webkit-progress-bar {
    background: transparent;
  }
  progress::-webkit-progress-value {
    background: var(--calm);
  }
  progress::-moz-progress-bar {
    background: var(--calm);
  }
  .file {
    border: 2px dashed var(--line);
    border-radius: var(--radius);
    padding: 24px;
    display: flex;
    flex-direction: column;
    gap: 12px;
    align-items: center;
    text-align: center;
  }
  .file.over {
    border-color: var(--normal);
    background: color-mix(in srgb, var(--normal) 10%, var(--surface));
  }
`;
