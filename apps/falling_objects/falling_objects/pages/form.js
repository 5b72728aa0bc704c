// The form beside the picture: shows the marks' figures and changes them.

import { MOST_FACES } from "./marking.js";
import { say } from "./words.js";
import { tint } from "./stage.js";

const $ = (id) => document.getElementById(id);

export class Form {
  /** `wrong` is called when a value cannot be taken; `show` when only the choice of a face has changed. */
  constructor(marking, { show, wrong }) {
    this.marking = marking;
    this.redraw = show;
    this.wrong = wrong;
    const set = (how) => (value) => marking.change(() => how(value, marking.marks, marking.here));
    this.#number("floors", set((value) => marking.setFloors(value)));
    this.#number("floor-height", set((value, marks) => {
      if (marks.ground_height_m === marks.floor_height_m) marks.ground_height_m = value;
      marks.floor_height_m = value;
    }));
    this.#number("ground-height", set((value, marks) => (marks.ground_height_m = value)));
    this.#number("lowest", set((value, _, one) => (one.lowest = Math.min(value, one.highest))));
    this.#number("highest", set((value, marks, one) => (one.highest = Math.min(Math.max(value, one.lowest), marks.floors))));
    this.#number("width", set((value, _, one) => (one.width_m = value)));
    this.#number("columns", set((value) => marking.setColumns(value)));
    const units = (how) => set((value, marks) => marks.planes.forEach((one) => one.units.forEach((unit) => how(unit, value))));
    const building = units((unit, value) => (unit.building = value)), door = units((unit, value) => (unit.home = value));
    $("building").addEventListener("change", () => building($("building").value.trim()));
    $("door").addEventListener("change", () => door($("door").value));
    $("face-remove").addEventListener("click", () => marking.removeFace());
    for (const option of $("door").options) {
      const sample = { floor: "12", name: "02", unit: "1" };
      if (option.value) option.textContent = option.value.replace(/\{(\w+)\}/g, (_, key) => sample[key]);
    }
  }

  #number(id, apply) {
    const input = $(id), called = document.querySelector(`label[for="${id}"]`).textContent;
    input.addEventListener("change", () => {
      const value = input.value === "" ? null : Number(input.value);
      // Only the width may be left out.
      if ((value === null && id !== "width") || !input.checkValidity()) {
        input.blur();
        this.show(null);
        this.wrong();
      } else apply(value);
    });
    const step = document.querySelector(`.step[data-for="${id}"]`);
    for (const [by, text, key] of step ? [[-1, "−", "less"], [1, "+", "more"]] : []) {
      const button = document.createElement("button");
      button.textContent = text;
      button.setAttribute("aria-label", `${called}: ${say(key)}`);
      button.addEventListener("click", () => {
        const value = Number(input.value) + by;
        if (value >= Number(input.min) && value <= Number(input.max)) apply(value);
      });
      if (by < 0) step.prepend(button);
      else step.append(button);
    }
  }

  /** Show the marks; `side` is what was solved of the face at hand, or null. */
  show(side) {
    const { marks, here: one } = this.marking;
    const put = (id, value) => {
      if (document.activeElement !== $(id)) $(id).value = value;
    };
    put("floors", marks.floors);
    put("floor-height", marks.floor_height_m);
    put("ground-height", marks.ground_height_m);
    put("lowest", one.lowest);
    put("highest", one.highest);
    put("width", one.width_m ?? "");
    $("width").placeholder = side ? side.width_m.toFixed(1) : "";
    put("columns", one.units.length);
    put("building", one.units[0].building);
    put("door", one.units[0].home);
    $("add-edge").disabled = one.units.length < 2;
    $("face-remove").hidden = marks.planes.length < 2;
    this.#faces();
    this.#columns(one);
  }

  #faces() {
    const { marking } = this, list = $("faces");
    const add = list.querySelector(".add") ?? document.createElement("button");
    if (!add.isConnected) {
      add.className = "add";
      add.textContent = say("face_add");
      add.addEventListener("click", () => marking.addFace());
      list.append(add);
    }
    add.disabled = marking.marks.planes.length >= MOST_FACES;
    // Buttons stay where they are, so that whoever is on one with the keys stays there.
    while (list.children.length > marking.marks.planes.length + 1) add.previousSibling.remove();
    while (list.children.length < marking.marks.planes.length + 1) {
      const n = list.children.length - 1, button = document.createElement("button");
      button.textContent = say("face", { n: n + 1 });
      button.style.setProperty("--tint", tint(n));
      button.addEventListener("click", () => {
        [marking.plane, marking.chosen] = [n, null];
        this.redraw();
      });
      add.before(button);
    }
    [...list.children].slice(0, -1).forEach((button, n) => button.setAttribute("aria-pressed", String(n === marking.plane)));
  }

  #columns(one) {
    const { marking } = this, list = $("columns-list");
    while (list.children.length > one.units.length) list.lastChild.remove();
    while (list.children.length < one.units.length) {
      const n = list.children.length, line = document.createElement("div"), number = document.createElement("span");
      line.className = "line";
      number.textContent = n + 1;
      line.append(number);
      for (const key of ["name", "unit"]) {
        const input = document.createElement("input");
        Object.assign(input, { maxLength: 16, autocomplete: "off" });
        input.dataset.key = key;
        input.setAttribute("aria-label", `${say(`column_${key}`)} ${n + 1}`);
        input.addEventListener("change", () => marking.change(() => (marking.here.units[n][key] = input.value.trim())));
        line.append(input);
      }
      list.append(line);
    }
    for (const [n, line] of [...list.children].entries())
      for (const input of line.querySelectorAll("input"))
        if (document.activeElement !== input) input.value = one.units[n][input.dataset.key];
  }
}
