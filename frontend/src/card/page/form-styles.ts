/** How fields and forms look. */

import { css } from "lit";

export const forms = css`
  form,
  .form {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  form.tools {
    flex-direction: row;
    gap: 12px;
  }
  .fields {
    display: grid;
    gap: 14px 16px;
    grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
  }
  .field {
    display: flex;
    flex-direction: column;
    gap: 4px;
    min-width: 0;
  }
  .field > span,
  legend {
    font-weight: 600;
    font-size: 16px;
    padding: 0;
  }
  .field small,
  .field .hint {
    font-weight: 400;
    font-size: 15px;
    color: var(--faint);
  }
  input:not([type="checkbox"], [type="radio"], [type="file"]),
  select {
    font: inherit;
    color: var(--text);
    background: var(--surface);
    width: 100%;
    min-height: 48px;
    padding: 6px 12px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
    color-scheme: light dark;
  }
  input:focus-visible,
  select:focus-visible {
    outline: 3px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  .field > input:focus-visible + * {
    outline: none;
  }
  [aria-invalid="true"] {
    border-color: var(--critical) !important;
  }
  .field .wrong {
    color: var(--critical-text);
    font-weight: 600;
    font-size: 16px;
  }
  fieldset {
    border: 0;
    margin: 0;
    padding: 0;
    min-width: 0;
    display: flex;
    flex-direction: column;
    gap: 10px;
  }
  fieldset > .plain {
    align-self: flex-end;
  }
  .checks {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .check {
    display: inline-flex;
    gap: 10px;
    align-items: center;
    min-height: 48px;
    padding: 4px 14px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
    cursor: pointer;
  }
  .check:has(input:checked) {
    border-color: var(--text);
    background: color-mix(in srgb, var(--text) 8%, var(--surface));
  }
  .check:has(input:focus-visible) {
    outline: 3px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  .check input {
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--normal);
  }
  .ends {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    justify-content: flex-end;
  }
  .narrow .ends button {
    flex: 1 1 140px;
  }
`;
