import { depthOf, type Crossing, type Item, type Joint, type Layers } from "./layers.ts";
import { straighten } from "./straighten.ts";

export interface Gaps {
  /** Between two nodes of a layer. */
  node: number;
  /** Between a node or a lane and a lane. */
  lane: number;
  /** Between two bands. */
  band: number;
}

const sweeps = 24;

/**
 * Gives each item its height in the picture: as near to those that it is connected with as the order of its layer allows. Each
 * band by itself, one below the other.
 *
 * @returns the height of all.
 */
export function placeItems(layers: Layers, gaps: Gaps): number {
  const { rows, crossings } = layers;
  const links = linksOf(crossings);
  const count = Math.max(...rows.flat().map(({ band }) => band)) + 1;
  for (let band = 0; band < count; band += 1) settleBand(inBand(rows, band), links, gaps);
  straighten(layers, gaps);
  let bottom = -gaps.band;
  for (let band = 0; band < count; band += 1) {
    const own = inBand(rows, band);
    const height = closeBand(own, gaps);
    const top = bottom + gaps.band;
    for (const item of own.flat()) item.y += top;
    bottom = top + height;
  }
  return Math.max(bottom, 0);
}

function inBand(rows: readonly Item[][], band: number): Item[][] {
  return rows.map((row) => row.filter((item) => item.band === band));
}

/** Finds the places of what is linked in a band. */
function settleBand(rows: readonly Item[][], links: Links, gaps: Gaps): void {
  const linked = rows.map((row) => row.filter(({ isLone }) => !isLone));
  for (const row of linked) settle(row, gaps, () => []);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isRightwards = sweep % 2 === 0;
    const isLate = sweep >= sweeps / 2;
    for (const row of isRightwards ? linked : linked.toReversed())
      settle(row, gaps, (item) => {
        const own = links.get(item);
        if (own === undefined) return [];
        if (isLate) return [...own.left, ...own.right];
        return isRightwards ? own.left : own.right;
      });
  }
}

/** @returns the band's height; its items count from its top. */
function closeBand(rows: readonly Item[][], gaps: Gaps): number {
  const all = rows.flat().filter(({ isLone }) => !isLone);
  const top = Math.min(...all.map(({ y }) => y));
  for (const item of all) item.y -= top;
  closeUp(all, gaps);
  for (const row of rows) appendLone(row, gaps);
  return Math.max(0, ...rows.flat().map(({ y, height }) => y + height));
}

/** Takes out what is empty all across, but for a gap: parts that no line connects within the band drift from each other. */
function closeUp(items: readonly Item[], gaps: Gaps): void {
  let bottom = 0;
  let shift = 0;
  for (const item of items.toSorted((a, b) => a.y - b.y)) {
    const empty = item.y - bottom - gaps.node;
    bottom = Math.max(bottom, item.y + item.height);
    if (empty > 0) shift += empty;
    item.y -= shift;
  }
}

/** What stands alone follows below all others of its layer. */
function appendLone(row: readonly Item[], gaps: Gaps): void {
  let bottom = 0;
  for (const item of row) {
    if (item.isLone) item.y = bottom;
    bottom = item.y + item.height + gaps.node;
  }
}

/** From an item's own joint to another's of the same band. */
interface Link {
  own: Joint;
  other: Joint;
  weight: number;
}

type Links = ReadonlyMap<Item, { left: Link[]; right: Link[] }>;

function linksOf(crossings: readonly Crossing[]): Links {
  const links = new Map<Item, { left: Link[]; right: Link[] }>();
  const of = (item: Item) => {
    const known = links.get(item);
    if (known !== undefined) return known;
    const made = { left: [], right: [] };
    links.set(item, made);
    return made;
  };
  for (const { left, right } of crossings)
    for (const from of left)
      for (const to of right) {
        if (from.item.band !== to.item.band) continue;
        const weight = weightOf(from) * weightOf(to);
        of(from.item).right.push({ own: from, other: to, weight });
        of(to.item).left.push({ own: to, other: from, weight });
      }
  return links;
}

/** A long line that isn't straight is harder to follow than a short one. */
function weightOf({ pin }: Joint): number {
  return pin === undefined ? 3 : 1;
}

/** Items that stand as one, since they would overlap otherwise. */
interface Block {
  first: number;
  last: number;
  weight: number;
  /** The weighted sum of what its items want, each less its distance from the layer's first. */
  sum: number;
}

/** The places that are nearest to the wanted ones, by least squares, in the order of the row: pool adjacent violators. */
function settle(row: readonly Item[], gaps: Gaps, linksAt: (item: Item) => readonly Link[]): void {
  const offsets: number[] = [];
  let offset = 0;
  for (const [index, item] of row.entries()) {
    offsets.push(offset);
    const next = row[index + 1];
    if (next !== undefined) offset += item.height + gapBetween(item, next, gaps);
  }
  const blocks: Block[] = [];
  for (const [index, item] of row.entries()) {
    const { y, weight } = wishOf(item, linksAt(item));
    let block: Block = { first: index, last: index, weight, sum: weight * (y - offsets[index]!) };
    for (let above = blocks.at(-1); above !== undefined; above = blocks.at(-1)) {
      if (above.sum / above.weight <= block.sum / block.weight) break;
      blocks.pop();
      block = {
        first: above.first,
        last: block.last,
        weight: above.weight + block.weight,
        sum: above.sum + block.sum,
      };
    }
    blocks.push(block);
  }
  for (const { first, last, weight, sum } of blocks)
    for (let index = first; index <= last; index += 1)
      row[index]!.y = sum / weight + offsets[index]!;
}

function gapBetween(above: Item, below: Item, gaps: Gaps): number {
  return above.node === undefined || below.node === undefined ? gaps.lane : gaps.node;
}

/** Where an item wants to be, and how much. What nothing pulls stays, as far as others let it. */
function wishOf(item: Item, links: readonly Link[]): { y: number; weight: number } {
  if (links.length === 0) return { y: item.y, weight: 0.01 };
  let [sum, weight] = [0, 0];
  for (const { own, other, weight: one } of links) {
    sum += one * (other.item.y + depthOf(other) - depthOf(own));
    weight += one;
  }
  return { y: sum / weight, weight: item.node === undefined ? 6 : 1 };
}
