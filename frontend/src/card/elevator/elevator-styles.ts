/** How an elevator looks, in the duty room and on its page. */

import { css } from "lit";
import { emptyPicture } from "../styles";

export const elevatorStyles = css`
  ${emptyPicture}
  .elevator {
    display: grid;
    gap: 16px 24px;
    align-items: start;
    container-type: inline-size;
  }
  .board {
    display: grid;
    gap: 16px 24px;
    align-items: start;
  }
  .board > * {
    min-width: 0;
  }
  @container (min-width: 620px) {
    .board {
      grid-template: "seen state" auto "speak lines" auto / minmax(0, 1.2fr) minmax(0, 1fr);
    }
    .seen {
      grid-area: seen;
    }
    .state {
      grid-area: state;
    }
    .speak {
      grid-area: speak;
    }
    .lines {
      grid-area: lines;
    }
  }
  .state {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .car-line {
    display: flex;
    gap: 16px;
    align-items: center;
  }
  .door {
    width: 92px;
    flex: none;
  }
  .door .frame {
    fill: color-mix(in srgb, var(--text) 55%, var(--surface));
  }
  .door .car {
    fill: color-mix(in srgb, #ffd54a 50%, var(--surface));
  }
  .door .leaf {
    fill: #9aa7b4;
    stroke: #4d5a66;
    stroke-width: 2;
    transition: x 0.6s;
  }
  .door .arrow,
  .door .hand {
    fill: none;
    stroke: #1c1300;
    stroke-width: 4;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .door .hand {
    stroke-width: 6;
    stroke: #8a0015;
  }
  .door.unknown .car {
    fill: color-mix(in srgb, var(--text) 15%, var(--surface));
  }
  .door text {
    font-size: 60px;
    font-weight: 700;
    fill: var(--text);
  }
  .held-box,
  .free-box {
    border-radius: var(--radius);
    padding: 12px 16px;
    display: flex;
    gap: 16px;
    align-items: center;
  }
  .held-box > div,
  .free-box > div {
    display: flex;
    flex-direction: column;
    gap: 4px;
    min-width: 0;
  }
  .title {
    font-size: 20px;
    line-height: 1.25;
  }
  .held-box {
    border: 3px solid var(--critical);
    background: color-mix(in srgb, var(--critical) 10%, var(--surface));
  }
  .free-box {
    border: 2px solid var(--line);
  }
  .free-box.mind {
    border: 3px solid var(--high);
  }
  @media (hover: hover) and (pointer: fine) {
    kbd {
      display: inline-block;
    }
  }
  .held-box .count {
    font-size: 44px;
    line-height: 1.05;
    font-weight: 700;
  }
  .why {
    list-style: disc;
    padding-left: 22px;
    font-weight: 600;
  }
  button.let-go {
    --tone: var(--critical);
    --on-tone: var(--on-critical);
    width: 100%;
    min-height: 88px;
    font-size: 30px;
  }
  .pair-of-buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .pair-of-buttons button {
    flex: 1 1 150px;
    padding: 8px 10px;
  }
  .speak,
  .lines {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .speak h3 {
    font-size: 18px;
    font-weight: 700;
    color: var(--text);
  }
  .phrases {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .phrases button {
    min-height: 52px;
    padding: 4px 14px;
    flex: 1 1 auto;
  }
  form.line {
    display: flex;
    flex-direction: row;
    flex-wrap: wrap;
    gap: 8px;
    align-items: flex-end;
  }
  form.line label {
    flex: 1 1 200px;
    display: flex;
    flex-direction: column;
    gap: 4px;
    font-weight: 600;
  }
  form.line input {
    font: inherit;
    color: var(--text);
    background: var(--surface);
    width: 100%;
    min-height: 52px;
    padding: 6px 12px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
  }
  .media {
    display: flex;
    flex-direction: column;
    gap: 10px;
  }
  .media ul {
    display: grid;
    gap: 10px;
    grid-template-columns: repeat(auto-fill, minmax(min(200px, 100%), 1fr));
  }
  .media img,
  .media video {
    width: 100%;
    border-radius: 8px;
    display: block;
    background: #101418;
  }
  .media audio {
    width: 100%;
  }
`;
