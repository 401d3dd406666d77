import type { Crossing, Item, Joint, Layers } from "./layers.ts";

/**
 * Orders the items of each layer so that few nets cross: barycentres, sweep after sweep, and the best of them is kept. Within
 * a layer, bands follow each other.
 */
export function orderLayers({ rows, crossings }: Layers, sweeps: number): void {
  const byGutter = rows.map((): Crossing[] => []);
  for (const crossing of crossings) byGutter[crossing.gutter]!.push(crossing);
  sortRow(rows, 0, new Map());
  for (let layer = 1; layer < rows.length; layer += 1)
    sortRow(rows, layer, pull(byGutter[layer - 1]!, "right", "left"));
  let best = rows.map((row) => [...row]);
  let fewest = countAll(byGutter);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    const isRightwards = sweep % 2 === 1;
    for (let step = 1; step < rows.length; step += 1) {
      const layer = isRightwards ? step : rows.length - 1 - step;
      const gutter = byGutter[isRightwards ? layer - 1 : layer]!;
      sortRow(
        rows,
        layer,
        isRightwards ? pull(gutter, "right", "left") : pull(gutter, "left", "right"),
      );
    }
    const count = countAll(byGutter);
    if (count >= fewest) continue;
    fewest = count;
    best = rows.map((row) => [...row]);
  }
  for (const [layer, row] of best.entries()) setRow(rows, layer, row);
}

/** For each item on one side of a gutter, the places of those that it is connected with on the other. */
function pull(
  gutter: readonly Crossing[],
  side: "left" | "right",
  other: "left" | "right",
): Map<Item, number[]> {
  const places = new Map<Item, number[]>();
  for (const crossing of gutter) {
    const there = crossing[other].map(placeOf);
    for (const { item } of crossing[side]) {
      const own = places.get(item);
      if (own === undefined) places.set(item, [...there]);
      else own.push(...there);
    }
  }
  return places;
}

/** Sorts by the mean place; what is connected with nothing on that side keeps its own, what stands alone goes last. */
function sortRow(
  rows: Item[][],
  layer: number,
  places: ReadonlyMap<Item, readonly number[]>,
): void {
  const row = rows[layer]!;
  const mean = (item: Item) => {
    const own = places.get(item);
    if (own === undefined) return item.at + 0.5;
    return own.reduce((sum, place) => sum + place, 0) / own.length;
  };
  const means = new Map(row.map((item) => [item, mean(item)]));
  const compare = (a: Item, b: Item) =>
    a.band - b.band || Number(a.isLone) - Number(b.isLone) || means.get(a)! - means.get(b)!;
  row.sort((a, b) => compare(a, b) || a.at - b.at);
  setRow(
    rows,
    layer,
    lanesInTheMiddle(row, (a, b) => compare(a, b) === 0),
  );
}

/** Of items that might as well stand in any order, lanes stand in the middle: what a line passes lies on both sides of it. */
function lanesInTheMiddle(row: readonly Item[], isSame: (a: Item, b: Item) => boolean): Item[] {
  const sorted: Item[] = [];
  for (let from = 0; from < row.length;) {
    let to = from + 1;
    while (to < row.length && isSame(row[from]!, row[to]!)) to += 1;
    const same = row.slice(from, to);
    const nodes = same.filter(({ node }) => node !== undefined);
    const lanes = same.filter(({ node }) => node === undefined);
    sorted.push(...nodes.toSpliced(nodes.length / 2, 0, ...lanes));
    from = to;
  }
  return sorted;
}

function setRow(rows: Item[][], layer: number, row: Item[]): void {
  rows[layer] = row;
  for (const [at, item] of row.entries()) item.at = at;
}

/** The place of a joint in its layer, finer than its item's where pins have their own depth. */
function placeOf({ item, pin }: Joint): number {
  return item.at + (pin?.depth === undefined ? 0.5 : pin.depth / Math.max(item.height, 1));
}

function countAll(byGutter: readonly (readonly Crossing[])[]): number {
  return byGutter.reduce((sum, gutter) => sum + countCrossings(gutter), 0);
}

/** How many pairs of connections cross, a net counting once between two places. */
function countCrossings(gutter: readonly Crossing[]): number {
  const lines = gutter.flatMap(({ left, right }) =>
    left.flatMap((from) => right.map((to) => [placeOf(from), placeOf(to)] as const)),
  );
  lines.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  // Inversions of the right ends, counted by a binary indexed tree over their ranks.
  const ranks = new Map(
    [...new Set(lines.map(([, to]) => to))].sort((a, b) => a - b).map((to, rank) => [to, rank + 1]),
  );
  const tree = Array.from({ length: ranks.size + 1 }, () => 0);
  let crossings = 0;
  for (const [seen, [, to]] of lines.entries()) {
    const rank = ranks.get(to)!;
    let notAbove = 0;
    for (let at = rank; at > 0; at -= at & -at) notAbove += tree[at]!;
    crossings += seen - notAbove;
    for (let at = rank; at < tree.length; at += at & -at) tree[at]! += 1;
  }
  return crossings;
}
