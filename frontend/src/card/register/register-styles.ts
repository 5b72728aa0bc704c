import { css } from "lit";

/** What only the register has. */
export const registerStyles = css`
  .lead {
    font-size: 20px;
    line-height: 1.3;
    font-weight: 600;
  }
  .lines {
    white-space: pre-line;
  }
  .rows > li {
    padding: 10px 0;
    border-bottom: 1px solid var(--line);
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
    justify-content: space-between;
  }
  .rows > li:last-child {
    border-bottom: 0;
  }
  .resident {
    display: flex;
    flex-direction: column;
    gap: 6px;
  }
  .consent {
    display: flex;
    flex: 1;
    gap: 12px;
    align-items: center;
    justify-content: space-between;
  }
  .narrow .consent {
    flex-direction: column;
    align-items: stretch;
  }
  .strong-label {
    background: var(--normal);
    border-color: var(--normal);
    color: var(--on-normal);
    font-size: 20px;
    position: relative;
  }
  .strong-label:focus-within {
    outline: 3px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  .reasons li + li {
    margin-top: 4px;
  }
  fieldset.one {
    border-top: 1px solid var(--line);
    padding-top: 12px;
  }
  fieldset.one .plain {
    align-self: flex-end;
  }
  h3 .icon {
    vertical-align: -4px;
  }
`;
