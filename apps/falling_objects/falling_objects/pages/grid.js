// Lines, windows and homes of what the companion has solved, in pixels.

const through = (h, x, y) => {
  const depth = h[2][0] * x + h[2][1] * y + h[2][2];
  return depth > 0 ? [(h[0][0] * x + h[0][1] * y + h[0][2]) / depth, (h[1][0] * x + h[1][1] * y + h[1][2]) / depth] : null;
};
export const floorName = (marks, floor) => marks.names[floor - 1] ?? String(floor);

/** The lines of floors and homes; dim where they belong to marks that were right before. */
export function lines(marks, solved, dim) {
  const found = [];
  for (const side of solved?.planes ?? []) {
    const one = marks.planes[side.id];
    if (!one) continue;
    const line = (from, to, more) => {
      const points = [through(side.inverse, ...from), through(side.inverse, ...to)];
      if (points[0] && points[1]) found.push({ plane: side.id, points, dim, ...more });
    };
    const heights = solved.heights, last = side.edges.at(-1);
    for (let floor = one.lowest; floor <= one.highest && floor < heights.length; floor++) {
      const v = heights[floor - 1];
      line([0, v], [last, v], { strong: floor % 5 === 0, label: floorName(marks, floor) });
    }
    const [low, high] = [heights[one.lowest - 1], heights[Math.min(one.highest, heights.length - 1)]];
    for (const u of side.edges.slice(1, -1)) line([u, low], [u, high], { strong: false });
  }
  return found;
}

/** The floor and home at a pixel, with the corners of its cell; null where there is none. */
export function cellAt(marks, solved, x, y) {
  for (const side of solved.planes) {
    const one = marks.planes[side.id], at = through(side.homography, x, y);
    if (!one || !at) continue;
    const floor = solved.heights.findIndex((height) => at[1] < height), column = side.edges.findIndex((edge) => at[0] < edge);
    if (floor < one.lowest || floor > one.highest || column < 1) continue;
    const unit = one.units[column - 1], name = floorName(marks, floor);
    const home = unit.home.replace(/\{(\w+)\}/g, (whole, key) => (key === "floor" ? name : unit[key] ?? whole));
    const [u0, u1, v0, v1] = [side.edges[column - 1], side.edges[column], solved.heights[floor - 1], solved.heights[floor]];
    const points = [[u0, v0], [u1, v0], [u1, v1], [u0, v1]].map((point) => through(side.inverse, ...point));
    return { points, floor: name, home, name: unit.name };
  }
  return null;
}

/** Where a new mark of this number belongs by what is solved; null where that is not known. */
export function placeFor(one, solved, side, kind, number) {
  if (!side) return null;
  const low = solved.heights[one.lowest - 1], high = solved.heights[one.highest];
  if (kind === "floor") return through(side.inverse, side.edges.at(-1) / 2, solved.heights[number - 1]);
  return through(side.inverse, side.edges[number], low + (high - low) / 4);
}
