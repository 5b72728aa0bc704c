// What is marked on the picture, with its past. Knows no page: whoever made it is told of each change.

const UNDO_MOST = 100;
export const DOOR = "{floor}{name}";
export const MOST_FACES = 16;

const names = (count, old) =>
  Array.from({ length: count }, (_, n) => old[n] ?? {
    name: String(n + 1).padStart(2, "0"), building: old[0]?.building ?? "", unit: old.at(-1)?.unit ?? "", home: old[0]?.home ?? DOOR,
  });

export class Marking {
  constructor(changed) {
    this.changed = changed;
    this.marks = null;
    this.plane = 0;
    this.chosen = null;
    // A new mark counts only once a person has put it somewhere: where it appears is what is to be proved.
    this.pending = null;
    // A face whose frame nobody has put anywhere yet.
    this.untouched = null;
    this.past = [];
    this.future = [];
  }

  get here() {
    return this.marks.planes[this.plane];
  }

  get text() {
    return JSON.stringify(this.marks);
  }

  /** Begin with one frame in the middle of a picture of this size. */
  begin(size) {
    const corners = [[0.2, 0.9], [0.8, 0.9], [0.716, 0.12], [0.284, 0.12]].map(([x, y]) => [x * size[0], y * size[1]]);
    const one = { id: 0, lowest: 1, highest: 18, width_m: null, floors: [], edges: [], units: names(4, []), corners };
    this.marks = { version: 1, size, floors: 18, floor_height_m: 2.9, ground_height_m: 2.9, names: [], planes: [one] };
  }

  /** Take marks that were saved; where the camera's picture has another size now, they grow with it. */
  take(saved, size) {
    const [sx, sy] = [size[0] / saved.size[0], size[1] / saved.size[1]];
    this.marks = { ...saved, size };
    if (sx !== 1 || sy !== 1) this.#carry((x, y) => [x * sx, y * sy]);
  }

  /** The corners of a frame that goes on where the last one ends, or, for want of room, before the first one begins. */
  #beside() {
    const along = ([ax, ay], [bx, by], share) => [bx + (bx - ax) * share, by + (by - ay) * share];
    const [left, right, upRight, upLeft] = this.marks.planes.at(-1).corners;
    for (const share of [0.5, 0.3, 0.15]) {
      const next = [along(left, right, share), along(upLeft, upRight, share)];
      if (next.every(([x, y]) => this.inside(x, y)[0] === x && this.inside(x, y)[1] === y)) return [right, next[0], next[1], upRight];
    }
    const [first, second, third, fourth] = this.marks.planes[0].corners;
    return [this.inside(...along(second, first, 0.3)), first, fourth, this.inside(...along(third, fourth, 0.3))];
  }

  #carry(how) {
    for (const one of this.marks.planes) {
      one.corners = one.corners.map(([x, y]) => how(x, y));
      for (const mark of [...one.floors, ...one.edges]) [mark.x, mark.y] = how(mark.x, mark.y);
    }
  }

  inside(x, y) {
    const [width, height] = this.marks.size;
    return [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];
  }

  remember() {
    this.past.push(this.text);
    if (this.past.length > UNDO_MOST) this.past.shift();
    this.future.length = 0;
  }

  undo() {
    this.#travel(this.past, this.future);
  }

  redo() {
    this.#travel(this.future, this.past);
  }

  #travel(from, to) {
    if (!from.length) return;
    to.push(this.text);
    this.marks = JSON.parse(from.pop());
    this.plane = Math.min(this.plane, this.marks.planes.length - 1);
    this.chosen = this.pending = this.untouched = null;
    this.changed();
  }

  /** Change the marks by `how`, so that it can be undone; marks that lose what they mark go. */
  change(how) {
    this.remember();
    how();
    this.pending = null;
    for (const [id, one] of this.marks.planes.entries()) {
      one.id = id;
      one.highest = Math.min(Math.max(one.highest, one.lowest), this.marks.floors);
      one.lowest = Math.min(one.lowest, one.highest);
      one.floors = one.floors.filter((mark) => mark.floor >= one.lowest && mark.floor <= one.highest + 1);
      one.edges = one.edges.filter((mark) => mark.after < one.units.length);
    }
    this.changed();
  }

  listOf(mark) {
    return this.marks.planes[mark.plane][mark.kind === "floor" ? "floors" : "edges"];
  }

  move(mark, x, y) {
    const place = this.inside(x, y);
    if (mark.plane === this.untouched) this.untouched = null;
    if (mark.pending) [this.pending.x, this.pending.y] = place;
    else if (mark.kind === "corner") this.marks.planes[mark.plane].corners[mark.index] = place;
    else [this.listOf(mark)[mark.index].x, this.listOf(mark)[mark.index].y] = place;
    this.changed();
  }

  remove(mark) {
    if (mark.kind === "corner") return;
    this.chosen = null;
    if (mark.pending) {
      this.pending = null;
      this.changed();
    } else this.change(() => this.listOf(mark).splice(mark.index, 1));
  }

  /** Every mark: its key, plane, kind, index, number (of its floor or edge) and place. */
  all() {
    const found = [];
    for (const one of this.marks.planes) {
      const add = (kind, index, number, x, y) =>
        found.push({ key: `${one.id}-${kind}-${index}`, plane: one.id, kind, index, number, x, y });
      one.corners.forEach(([x, y], n) => add("corner", n, null, x, y));
      one.floors.forEach((mark, n) => add("floor", n, mark.floor, mark.x, mark.y));
      one.edges.forEach((mark, n) => add("edge", n, mark.after, mark.x, mark.y));
    }
    if (this.pending) found.push({ key: "pending", index: null, pending: true, ...this.pending });
    return found;
  }

  chosenMark() {
    return this.all().find((mark) => mark.key === this.chosen);
  }

  setFloors(count) {
    for (const one of this.marks.planes) if (one.highest === this.marks.floors) one.highest = count;
    this.marks.floors = count;
    this.marks.names = [];
  }

  setColumns(count) {
    this.here.units = names(count, this.here.units);
  }

  addFace() {
    const corners = this.#beside().map((corner) => [...corner]), last = this.marks.planes.at(-1);
    this.change(() => {
      const { lowest, highest } = last;
      this.marks.planes.push({ lowest, highest, corners, width_m: null, floors: [], edges: [], units: names(2, last.units.slice(0, 1)) });
      [this.plane, this.chosen] = [this.marks.planes.length - 1, null];
    });
    this.untouched = this.plane;
    this.changed();
  }

  removeFace() {
    this.change(() => {
      this.marks.planes.splice(this.plane, 1);
      [this.plane, this.chosen] = [Math.max(this.plane - 1, 0), null];
    });
  }

  /** The floor or edge that is farthest from what is marked already. */
  next(kind) {
    const one = this.here;
    const [from, to] = kind === "floor" ? [Math.min(one.lowest + 1, one.highest), one.highest] : [1, one.units.length - 1];
    const taken = kind === "floor" ? one.floors.map((mark) => mark.floor) : one.edges.map((mark) => mark.after);
    const ends = [from - 1, to + 1, ...taken];
    const room = (number) => Math.min(...ends.map((end) => Math.abs(end - number)));
    let best = from;
    for (let number = from; number <= to; number++) if (room(number) > room(best)) best = number;
    return best;
  }

  /** Offer a new mark, which waits to be put where it belongs. */
  offer(kind, number, x, y) {
    this.pending = { plane: this.plane, kind, number, x, y };
    this.chosen = "pending";
    this.changed();
  }

  /** Take the mark that waits as one that a person has put there; what was before must be remembered already. */
  settle() {
    if (!this.pending) return;
    const { kind, number, x, y } = this.pending, list = this.listOf(this.pending);
    list.push({ [kind === "floor" ? "floor" : "after"]: number, x, y });
    this.chosen = `${this.pending.plane}-${kind}-${list.length - 1}`;
    this.pending = null;
    this.changed();
  }

  /** Let the chosen mark mean the floor or edge `by` higher. */
  renumber(by) {
    const mark = this.chosenMark();
    if (!mark || mark.kind === "corner") return;
    const one = this.marks.planes[mark.plane];
    const [key, least, most] = mark.kind === "floor" ? ["floor", one.lowest, one.highest + 1] : ["after", 1, one.units.length - 1];
    const number = Math.min(Math.max(mark.number + by, least), most);
    if (number === mark.number) return;
    if (mark.pending) this.pending.number = number;
    else {
      this.remember();
      this.listOf(mark)[mark.index][key] = number;
    }
    this.changed();
  }

  shift(dx, dy) {
    this.change(() => this.#carry((x, y) => this.inside(x + dx, y + dy)));
  }
}
