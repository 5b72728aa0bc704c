import { css } from "lit";

/** What only the roster has. */
export const rosterStyles = css`
  .steps h2 {
    min-width: 0;
    text-align: center;
  }
  /* The buttons beside it stay in its row, the others go below. */
  .narrow .steps h2 {
    flex: 1 0 calc(100% - 128px);
    font-size: 19px;
  }
  .steps .apart {
    margin-left: auto;
  }
  .steps button:not(.apart) {
    min-width: 48px;
  }
  table.week {
    table-layout: fixed;
  }
  .week th,
  .week td {
    padding: 6px;
    vertical-align: top;
  }
  .week thead th {
    vertical-align: bottom;
  }
  .week th small,
  .day small,
  .shift small {
    display: block;
    font-weight: 400;
    font-size: 15px;
    color: var(--faint);
  }
  .week tbody th {
    color: var(--text);
    border-bottom: 1px solid var(--line);
  }
  .week .today {
    background: color-mix(in srgb, var(--normal) 10%, transparent);
  }
  .shift {
    display: block;
    width: 100%;
    min-height: 48px;
    padding: 6px 8px;
    text-align: left;
    font-weight: 600;
    font-size: 17px;
    overflow-wrap: anywhere;
  }
  button.shift {
    border-width: 1px;
  }
  .shift.past {
    opacity: 0.6;
  }
  .who.nobody {
    color: var(--critical-text);
    font-weight: 700;
  }
  button.shift.gap {
    border: 2px dashed var(--critical-text);
  }
  .day > li {
    display: grid;
    grid-template-columns: 110px 1fr;
    gap: 12px;
    align-items: center;
    padding: 8px 0;
    border-bottom: 1px solid var(--line);
  }
  .day .shift:has(button) {
    display: flex;
    justify-content: space-between;
    align-items: center;
  }
  .day > li:last-child {
    border-bottom: 0;
  }
  .swaps > li {
    display: flex;
    flex-wrap: wrap;
    gap: 10px 16px;
    justify-content: space-between;
    align-items: center;
    padding: 10px 0;
    border-bottom: 1px solid var(--line);
  }
  .swaps > li:last-child {
    border-bottom: 0;
  }
  .plan {
    overflow-x: auto;
  }
  .plan table {
    min-width: 720px;
    table-layout: fixed;
    display: table;
  }
  .plan thead {
    position: static;
    clip-path: none;
    width: auto;
    height: auto;
    display: table-header-group;
  }
  .plan tbody {
    display: table-row-group;
  }
  .plan tr {
    display: table-row;
  }
  .plan td,
  .plan th {
    display: table-cell;
    padding: 4px;
  }
  .shift-row {
    display: grid;
    grid-template-columns: 1fr 160px 160px auto;
    gap: 10px;
    align-items: end;
  }
  .narrow .shift-row {
    grid-template-columns: 1fr 1fr;
  }
  .narrow .shift-row > :first-child {
    grid-column: 1 / -1;
  }
  .chosen-cell {
    border: 2px solid var(--normal);
    border-radius: var(--radius);
    padding: 14px;
  }
`;
