/** How it looks. Colours of urgency are our own, since they must be readable in every theme; the rest is the theme's. */

import { css } from "lit";

export const base = css`
  :host {
    display: block;
    --critical: #b3001b;
    --on-critical: #fff;
    --high: #ffb000;
    --on-high: #1c1300;
    --normal: #1f5fbf;
    --on-normal: #fff;
    --calm: #1b7a3d;
    --critical-text: color-mix(in srgb, #b3001b 75%, var(--text));
    --surface: var(--ha-card-background, var(--card-background-color, #fff));
    --text: var(--primary-text-color, #1a1a1a);
    --faint: var(--secondary-text-color, #5a5a5a);
    --line: var(--divider-color, #d8d8d8);
    --radius: 12px;
    color: var(--text);
    font-size: 18px;
    line-height: 1.4;
    font-variant-numeric: tabular-nums;
  }
  .critical {
    --tone: var(--critical);
    --on-tone: var(--on-critical);
  }
  .high {
    --tone: var(--high);
    --on-tone: var(--on-high);
  }
  .normal {
    --tone: var(--normal);
    --on-tone: var(--on-normal);
  }
  .critical,
  .high,
  .normal {
    /* A thin line needs more contrast than a surface, on a dark theme as on a light one. */
    --outline: color-mix(in srgb, var(--tone) 72%, var(--text));
  }
  .open {
    --outline: var(--tone);
  }
  * {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    width: 1.25em;
    height: 1.25em;
    flex: none;
    fill: currentColor;
  }
  kbd {
    display: none;
    font: inherit;
    font-size: 13px;
    line-height: 18px;
    min-width: 20px;
    padding: 0 5px;
    text-align: center;
    border: 1px solid currentColor;
    border-radius: 4px;
    opacity: 0.75;
  }
  @media (hover: hover) and (pointer: fine) {
    .wide kbd {
      display: inline-block;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`;

export const buttons = css`
  button,
  .button {
    font: inherit;
    color: inherit;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    min-height: 56px;
    padding: 8px 20px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    font-weight: 600;
    text-decoration: none;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  button:hover:not(:disabled),
  .button:hover {
    border-color: var(--text);
  }
  button:active:not(:disabled) {
    transform: scale(0.98);
  }
  button:focus-visible,
  a:focus-visible,
  textarea:focus-visible,
  [tabindex]:focus-visible,
  input:focus-visible + * {
    outline: 3px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }
  button.strong {
    background: var(--tone, var(--normal));
    border-color: var(--tone, var(--normal));
    color: var(--on-tone, #fff);
    font-size: 22px;
    font-weight: 700;
    min-height: 64px;
  }
  button.strong:hover:not(:disabled) {
    filter: brightness(1.1);
    border-color: var(--tone, var(--normal));
  }
  button.done {
    border-style: dashed;
  }
  .spinner {
    width: 1em;
    height: 1em;
    border: 3px solid currentColor;
    border-right-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  textarea {
    font: inherit;
    color: var(--text);
    background: var(--surface);
    width: 100%;
    min-height: 84px;
    padding: 10px 12px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
    resize: vertical;
  }
  .hint {
    color: var(--faint);
    font-size: 16px;
  }
  .problem {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    padding: 12px 16px;
    border-radius: var(--radius);
    border: 2px solid var(--critical);
    background: color-mix(in srgb, var(--critical) 12%, var(--surface));
    font-weight: 600;
  }
  .info {
    padding: 12px 16px;
    border-radius: var(--radius);
    border: 2px solid var(--normal);
    background: color-mix(in srgb, var(--normal) 12%, var(--surface));
  }
`;

/** Where a picture would be. */
export const emptyPicture = css`
  .empty-picture {
    aspect-ratio: 16 / 9;
    max-height: 260px;
    width: 100%;
    display: flex;
    flex-direction: column;
    gap: 10px;
    align-items: center;
    justify-content: center;
    text-align: center;
    padding: 16px;
    border: 2px dashed var(--line);
    border-radius: var(--radius);
    color: var(--faint);
  }
`;
