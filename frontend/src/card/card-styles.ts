/** The layout of the card: on a phone one column, on a desk the list beside what is shown of the chosen alarm. */

import { css } from "lit";

export const layout = css`
  ha-card {
    display: block;
    overflow: clip;
    padding: 0;
  }
  .card {
    display: flex;
    flex-direction: column;
    min-height: min(560px, 70vh);
  }
  .card.wide {
    min-height: calc(100vh - 140px);
  }
  /* How many wait, and whether this is still so, stays on the screen however far down somebody reads. */
  .head {
    position: sticky;
    top: calc(var(--header-height, 56px) + env(safe-area-inset-top, 0px));
    z-index: 3;
    background: var(--surface);
  }
  .banner {
    display: flex;
    gap: 14px;
    align-items: center;
    padding: 14px 20px;
    font-weight: 700;
    background: #1a1a1a;
    color: #fff;
    border-bottom: 6px solid transparent;
    border-image: repeating-linear-gradient(-45deg, #ffb000 0 14px, #1a1a1a 14px 28px) 6;
  }
  .banner .icon {
    width: 32px;
    height: 32px;
    color: #ffb000;
  }
  .banner small {
    display: block;
    font-size: 16px;
    font-weight: 400;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 20px;
    align-items: center;
    padding: 12px 20px;
    border-bottom: 1px solid var(--line);
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 12px;
    font-size: 20px;
    font-weight: 700;
    flex: 1;
  }
  .counts span,
  .counts button {
    min-height: 44px;
    display: inline-flex;
    align-items: center;
    padding: 4px 14px;
    border-radius: 999px;
    border: 2px solid var(--line);
    font-weight: 700;
  }
  .counts .waiting {
    background: var(--tone);
    border-color: var(--tone);
    color: var(--on-tone);
  }
  .narrow .top {
    padding: 8px 12px;
    gap: 8px;
  }
  .narrow .counts {
    font-size: 17px;
    gap: 6px;
  }
  .narrow .counts span,
  .narrow .counts button {
    padding: 2px 10px;
  }
  .narrow .sound button {
    padding: 6px 12px;
    gap: 6px;
  }
  .narrow .banner {
    padding: 10px 14px;
    font-size: 17px;
    line-height: 1.3;
  }
  .sound {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .sound button {
    min-height: 48px;
  }
  .sound .now {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    color: var(--faint);
    font-size: 16px;
  }
  .sound .blocked {
    background: var(--high);
    color: var(--on-high);
    border-color: var(--high);
    font-weight: 700;
  }
  .lost .body {
    filter: saturate(0.35);
  }
  .body {
    flex: 1;
    display: flex;
    flex-direction: column;
  }
  .list {
    display: flex;
    flex-direction: column;
  }
  .list > li {
    border-bottom: 1px solid var(--line);
  }
  .wide .body.some {
    display: grid;
    grid-template-columns: minmax(340px, 32%) 1fr;
    align-items: start;
  }
  .wide .list {
    border-right: 1px solid var(--line);
    min-height: 100%;
  }
  .wide .detail {
    position: sticky;
    top: calc(var(--header-height, 56px) + 76px);
  }
  .more {
    margin: 12px 20px;
  }
  .counts .faulty {
    border-style: dashed;
    background: none;
    font: inherit;
  }
  .faults {
    border-top: 1px solid var(--line);
  }
  .fold {
    width: 100%;
    justify-content: space-between;
    text-align: left;
    border: 0;
    border-radius: 0;
    padding: 12px 20px;
    font-weight: 400;
  }
  .fold .hint {
    white-space: nowrap;
  }
  .fold small {
    display: block;
    font-size: 16px;
    color: var(--faint);
  }
  .faults .kind {
    font-size: 20px;
  }
  .faults .shape {
    width: 32px;
    height: 32px;
    animation: none;
  }
  .faults .row.open,
  .faults li.open-item {
    background: none;
  }
  .quiet {
    flex: 1;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 10px;
    padding: 40px 20px;
    text-align: center;
  }
  .quiet .icon {
    width: 96px;
    height: 96px;
    color: var(--calm);
  }
  .quiet h2 {
    font-size: 40px;
    line-height: 1.2;
    font-weight: 700;
  }
  .quiet .last {
    margin-top: 18px;
    font-size: 22px;
    font-weight: 600;
  }
  .quiet .hint {
    font-size: 18px;
  }
  .clock {
    font-size: 22px;
    font-weight: 600;
    color: var(--faint);
  }
  .toasts {
    position: sticky;
    bottom: 12px;
    z-index: 2;
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding: 0 16px;
    pointer-events: none;
  }
  .toasts:empty {
    display: none;
  }
  .toasts p {
    align-self: center;
    padding: 12px 20px;
    border-radius: var(--radius);
    background: var(--text);
    color: var(--surface);
    font-weight: 600;
    box-shadow: 0 4px 16px #0006;
    margin-bottom: 8px;
  }
  .keys {
    display: none;
  }
  @media (hover: hover) and (pointer: fine) {
    .wide .keys {
      display: flex;
      flex-wrap: wrap;
      gap: 6px 16px;
      padding: 8px 20px;
      color: var(--faint);
      font-size: 14px;
      border-top: 1px solid var(--line);
    }
  }
`;
