/** How a fall looks in the duty room. */

import { css } from "lit";

export const fallStyles = css`
  .fall {
    container-type: inline-size;
    display: grid;
    gap: 14px;
  }
  .board {
    display: grid;
    gap: 18px 28px;
    align-items: start;
  }
  .board > * {
    min-width: 0;
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  @container (min-width: 640px) {
    .board {
      grid-template: "seen where" auto "judge where" 1fr / minmax(0, 1.35fr) minmax(0, 1fr);
    }
    .seen {
      grid-area: seen;
    }
    .where {
      grid-area: where;
    }
    .judge {
      grid-area: judge;
    }
  }
  h3 {
    margin: 0;
    font-size: 16px;
    font-weight: 600;
    color: var(--faint);
  }
  .track {
    display: block;
    width: 100%;
    aspect-ratio: 16 / 9;
    max-height: 62vh;
    object-fit: contain;
    border-radius: var(--radius);
    background: #101418;
  }
  .tabs {
    display: flex;
    gap: 8px;
    flex-wrap: wrap;
  }
  .tabs button {
    flex: 1 1 110px;
    min-height: 48px;
    padding: 4px 12px;
  }
  .tabs button[aria-pressed="true"] {
    border-color: var(--text);
    background: color-mix(in srgb, var(--text) 12%, var(--surface));
  }
  .big {
    font-size: 26px;
    line-height: 1.25;
    font-weight: 700;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .chip {
    padding: 2px 12px;
    border-radius: 999px;
    border: 2px solid var(--line);
    font-weight: 600;
  }
  .chip.mind {
    border-color: var(--high);
  }
  table.facade {
    border-collapse: separate;
    border-spacing: 4px;
    width: 100%;
    max-width: 420px;
    table-layout: fixed;
  }
  .facade caption {
    text-align: left;
    padding: 0 0 4px 4px;
  }
  .facade th {
    font-size: 15px;
    font-weight: 600;
    color: var(--faint);
    padding: 2px;
  }
  .facade thead th:first-child,
  .facade tbody th {
    width: 52px;
    text-align: right;
    white-space: nowrap;
  }
  .facade td {
    height: 44px;
    padding: 2px;
    text-align: center;
    border-radius: 6px;
    border: 1px solid var(--line);
    background: color-mix(in srgb, #b3001b calc(var(--share, 0%) * 0.82), var(--surface));
    color: var(--text);
    line-height: 1.15;
  }
  .facade td.dark {
    color: #fff;
  }
  .facade td.void {
    background: none;
    color: var(--faint);
  }
  .facade td small {
    display: block;
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .verdicts {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 10px;
  }
  .verdicts button {
    padding: 8px 6px;
    min-height: 64px;
    overflow-wrap: anywhere;
  }
  .verdicts button[aria-pressed="true"] {
    border-color: var(--text);
    border-width: 3px;
    background: color-mix(in srgb, var(--text) 12%, var(--surface));
  }
  label.keep {
    display: flex;
    gap: 12px;
    align-items: center;
    min-height: 48px;
  }
  label.keep input {
    width: 24px;
    height: 24px;
    flex: none;
  }
  .undo {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: center;
    justify-content: space-between;
  }
  .precision {
    display: grid;
    gap: 6px;
  }
`;
