/** The look of an incident's details. */

import { css } from "lit";

export const details = css`
  .detail {
    display: flex;
    flex-direction: column;
    gap: 20px;
    padding: 20px;
  }
  .narrow .detail {
    padding: 14px 16px 20px;
    gap: 16px;
    background: var(--surface);
  }
  .detail header {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 4px 18px;
    align-items: center;
  }
  .wide .detail header {
    margin: -20px -20px 0;
    padding: 20px;
  }
  .detail header .said {
    font-size: 22px;
  }
  .detail header .shape {
    width: 72px;
    height: 72px;
  }
  .detail header .kind {
    font-size: 34px;
  }
  .detail header .where {
    font-size: 30px;
    line-height: 1.25;
    font-weight: 700;
  }
  .detail header .timer {
    font-size: 40px;
    line-height: 1;
  }
  .detail header .who {
    font-size: 18px;
  }
  .detail h2:focus {
    outline: none;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .actions button {
    flex: 1 1 0;
    min-width: min-content;
    padding: 8px 10px;
    white-space: nowrap;
  }
  .narrow .actions .strong {
    flex: 1 0 100%;
  }
  .wide .actions {
    flex-wrap: nowrap;
  }
  .wide .actions .strong {
    flex: 2 1 0;
  }
  .facts {
    display: grid;
    gap: 20px 32px;
    align-items: start;
  }
  .wide .facts {
    grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
  }
  .facts > div {
    display: flex;
    flex-direction: column;
    gap: 18px;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
    gap: 14px 20px;
  }
  .pair .big {
    font-size: 22px;
  }
  .big .hint {
    white-space: nowrap;
  }
  .facts h3 {
    font-size: 16px;
    font-weight: 600;
    color: var(--faint);
    margin-bottom: 4px;
  }
  .big {
    font-size: 24px;
    line-height: 1.3;
    font-weight: 600;
  }
  .entry {
    padding: 14px 16px;
    border: 2px solid var(--text);
    border-radius: var(--radius);
    display: flex;
    gap: 14px;
    align-items: center;
  }
  .entry .icon {
    width: 32px;
    height: 32px;
  }
  .entry .none {
    font-weight: 400;
    color: var(--faint);
  }
  .residents li {
    display: flex;
    flex-direction: column;
    padding: 6px 0;
    border-bottom: 1px solid var(--line);
  }
  .residents li:last-child {
    border-bottom: 0;
  }
  .contacts {
    display: flex;
    flex-direction: column;
    gap: 10px;
  }
  .contacts .button {
    justify-content: flex-start;
    gap: 14px;
    padding: 8px 16px;
    width: 100%;
  }
  .contacts .button span {
    display: flex;
    flex-direction: column;
    line-height: 1.3;
  }
  .contacts small {
    font-size: 16px;
    font-weight: 400;
    color: var(--faint);
  }
  .contacts b {
    margin-left: auto;
    font-size: 20px;
    white-space: nowrap;
  }
  .timeline li {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 12px;
    padding: 6px 0;
    border-bottom: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .timeline li:last-child {
    border-bottom: 0;
  }
  .timeline time {
    color: var(--faint);
  }
  .told li {
    display: grid;
    grid-template-columns: minmax(96px, 1fr) auto auto;
    gap: 2px 12px;
    padding: 5px 0;
    border-bottom: 1px solid var(--line);
  }
  .told li:last-child {
    border-bottom: 0;
  }
  .told .failed .state {
    font-weight: 700;
    text-decoration: underline;
  }
  .told small {
    grid-column: 1 / -1;
    font-size: 16px;
    color: var(--faint);
  }
  .noting {
    display: flex;
    flex-direction: column;
    gap: 10px;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .noting .choices button {
    flex: 1 1 auto;
  }
  .after {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .after > * {
    flex: 1 1 auto;
  }
  .after form {
    flex: 1 0 100%;
  }
  .after > * > button {
    white-space: nowrap;
  }
  button.small {
    min-height: 48px;
    padding: 4px 16px;
  }
  .next {
    padding: 10px 14px;
    border-left: 6px solid var(--outline);
    background: color-mix(in srgb, var(--text) 5%, transparent);
  }
`;
