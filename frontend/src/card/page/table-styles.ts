/** How tables look. */

import { css } from "lit";

/** Tables that become one block a row where there is no room for columns. */
export const tables = css`
  table {
    width: 100%;
    border-collapse: collapse;
  }
  caption {
    text-align: left;
    padding: 0 0 8px;
    color: var(--faint);
  }
  th {
    text-align: left;
    font-size: 15px;
    font-weight: 600;
    color: var(--faint);
    padding: 6px 12px 6px 0;
    border-bottom: 2px solid var(--line);
    vertical-align: bottom;
  }
  td {
    padding: 10px 12px 10px 0;
    border-bottom: 1px solid var(--line);
    vertical-align: middle;
    overflow-wrap: anywhere;
  }
  td.tight,
  th.tight {
    white-space: nowrap;
    width: 1%;
  }
  td.strong {
    font-weight: 700;
  }
  td.number,
  th.number {
    padding-right: 28px;
  }
  tbody tr.pressable:hover {
    background: color-mix(in srgb, var(--text) 6%, transparent);
    cursor: pointer;
  }
  tr.bad td {
    background: color-mix(in srgb, var(--critical) 8%, transparent);
  }
  td .bar {
    flex-wrap: nowrap;
  }
  .narrow table,
  .narrow tbody,
  .narrow tr,
  .narrow td,
  .narrow caption {
    display: block;
    width: auto;
  }
  .narrow thead {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .narrow tbody tr {
    border: 2px solid var(--line);
    border-radius: var(--radius);
    padding: 10px 14px;
    margin-bottom: 10px;
  }
  .narrow td {
    border: 0;
    padding: 3px 0;
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    justify-content: space-between;
    width: auto;
  }
  .narrow tr.bad {
    border-color: var(--critical);
  }
  .narrow tr.bad td {
    background: none;
  }
  .narrow td[data-label]::before {
    content: attr(data-label);
    color: var(--faint);
    font-size: 16px;
  }
  .narrow td.strong {
    font-size: 20px;
  }
  .narrow td.strong::before {
    content: none;
  }
  .narrow td.void {
    display: none;
  }
  .narrow td .bar {
    flex-wrap: wrap;
    width: 100%;
    padding-top: 6px;
  }
  .narrow td .bar button {
    flex: 1 1 120px;
  }
  .pager {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: center;
    justify-content: space-between;
  }
`;
