import type { Box } from "./box.ts";
import {
  layOut,
  type LayeredLayout,
  type Net,
  type Pin,
  type Point,
  type Size,
  type Spacing,
} from "./layered.ts";
import { aspect, reach } from "./pack.ts";
import { rankNodes } from "./rank.ts";

/** A link between two boxes of a list, and where it ends at each. */
export interface BlockLink {
  /** The link's index in the graph. */
  link: number;
  from: End;
  to: End;
  /** Links that lead to the same place have the same: they are drawn as one line that branches. */
  bundle: string;
}

interface End {
  box: number;
  /** How far below the box's top; undefined: wherever it fits. */
  depth: number | undefined;
}

export interface BlockLayout extends Size {
  boxes: (Point & { width: number })[];
  /** By link: from its table to the one that it refers to. */
  paths: Map<number, Point[]>;
  /** By band: round its boxes. */
  extents: (Point & Size)[];
}

/** How high layers may be, as shares of the height that a picture of this content should have. */
const tries = [Infinity, 1.1, 0.75, 0.5, 0.35];

/** Draws linked tables as layers, of the height that makes the picture fit a screen best. */
export function layOutBlock(
  boxes: readonly Box[],
  bands: readonly number[],
  links: readonly BlockLink[],
  spacing: Spacing,
): BlockLayout {
  const linked = rankNodes(
    boxes.length,
    links.map(({ from, to }) => ({ left: to.box, right: from.box, weight: 1 })),
  );
  const ranks = seatLone(boxes, bands, linked, links);
  const { nets, meanings } = netsOf(links, ranks);
  const isLarge = boxes.length > 200;
  let best: LayeredLayout | undefined;
  const seen = new Set<string>();
  for (const share of isLarge ? tries.slice(1, 4) : tries) {
    const narrow = divide(boxes, bands, ranks, share * idealHeight(boxes, spacing));
    const key = narrow.join();
    if (seen.has(key)) continue;
    seen.add(key);
    const fresh = nets.map(({ trunk, branches }) => ({
      trunk: { ...trunk },
      branches: branches.map((branch) => ({ ...branch })),
    }));
    const layout = layOut(
      { nodes: boxes, ranks: narrow, bands, nets: fresh },
      spacing,
      isLarge ? 6 : 16,
    );
    if (best === undefined || reach(layout) < reach(best) * 0.97) best = layout;
  }
  return asBlock(best!, boxes, bands, meanings);
}

function idealHeight(boxes: readonly Box[], spacing: Spacing): number {
  const area = boxes.reduce(
    (sum, { width, height }) => sum + (width + 4 * spacing.margin) * (height + spacing.node),
    0,
  );
  return Math.sqrt(area / aspect);
}

/** Tables without links stand where their band has room: in its lowest layers. */
function seatLone(
  boxes: readonly Box[],
  bands: readonly number[],
  ranks: readonly number[],
  links: readonly BlockLink[],
): number[] {
  const linked = new Set(links.flatMap(({ from, to }) => [from.box, to.box]));
  const seats = [...ranks];
  const layers = Math.max(...ranks, 0) + 1;
  const heights = new Map<number, number[]>();
  const of = (band: number) => {
    const known = heights.get(band);
    if (known !== undefined) return known;
    const made = Array.from({ length: layers }, () => 0);
    heights.set(band, made);
    return made;
  };
  for (const box of linked) of(bands[box]!)[ranks[box]!]! += boxes[box]!.height;
  for (const [box, { height }] of boxes.entries()) {
    if (linked.has(box)) continue;
    const own = of(bands[box]!);
    const used = own.some((one) => one > 0) ? own.length : 4;
    const lowest = own.indexOf(Math.min(...own.slice(0, used)));
    seats[box] = lowest;
    own[lowest]! += height;
  }
  return seats;
}

/** Layers that are higher than the limit become several, by turns: what stands together in one stays near each other. */
function divide(
  boxes: readonly Box[],
  bands: readonly number[],
  ranks: readonly number[],
  limit: number,
): number[] {
  const layers = Array.from({ length: Math.max(...ranks) + 1 }, (): number[] => []);
  for (const [box, rank] of ranks.entries()) layers[rank]!.push(box);
  const total = boxes.reduce((sum, { height }) => sum + height, 0);
  const shareOf = new Map<number, number>();
  for (const [box, { height }] of boxes.entries())
    shareOf.set(bands[box]!, (shareOf.get(bands[box]!) ?? 0) + height / total);
  const narrow = [...ranks];
  let before = 0;
  for (const layer of layers) {
    const heights = new Map<number, number>();
    for (const box of layer)
      heights.set(bands[box]!, (heights.get(bands[box]!) ?? 0) + boxes[box]!.height);
    const parts = Math.max(
      1,
      ...[...heights].map(([band, height]) => Math.ceil(height / (limit * shareOf.get(band)!))),
    );
    const turns = new Map<number, number>();
    let used = 1;
    for (const box of layer) {
      const turn = turns.get(bands[box]!) ?? 0;
      turns.set(bands[box]!, turn + 1);
      narrow[box] = before + (turn % parts);
      used = Math.max(used, (turn % parts) + 1);
    }
    before += used;
  }
  return narrow;
}

/** What each branch of each net is: a link. */
type Meanings = number[][];

function netsOf(
  links: readonly BlockLink[],
  ranks: readonly number[],
): { nets: Net[]; meanings: Meanings } {
  const bundles = new Map<string, { net: { trunk: Pin; branches: Pin[] }; links: number[] }>();
  for (const { link, from, to, bundle } of links) {
    // Mostly what refers stands on the right; where tables refer to each other in circles, some stand on the left.
    const isRight = ranks[from.box]! > ranks[to.box]!;
    const key = `${bundle} ${isRight}`;
    const known = bundles.get(key) ?? {
      net: { trunk: pinAt(to, isRight ? "right" : "left"), branches: [] },
      links: [],
    };
    bundles.set(key, known);
    known.net.branches.push(pinAt(from, isRight ? "left" : "right"));
    known.links.push(link);
  }
  const all = [...bundles.values()];
  return { nets: all.map(({ net }) => net), meanings: all.map((one) => one.links) };
}

function pinAt({ box, depth }: End, side: Pin["side"]): Pin {
  return { node: box, side, depth };
}

function asBlock(
  layout: LayeredLayout,
  boxes: readonly Box[],
  bands: readonly number[],
  meanings: Meanings,
): BlockLayout {
  const { width, height, nodes } = layout;
  const paths = new Map(
    meanings.flatMap((links, net) =>
      links.map((link, branch) => [link, simplified(layout.paths[net]![branch]!)] as const),
    ),
  );
  const extents = layout.bands.map(({ top, bottom }, band) => {
    const own = nodes.filter((_, node) => bands[node] === band);
    const left = Math.min(...own.map(({ x }) => x));
    const right = Math.max(...own.map((node) => node.x + node.width));
    return { x: left, y: top, width: right - left, height: bottom - top };
  });
  return { width, height, boxes: nodes, paths, extents };
}

/** Without points on the straight line between their neighbours. */
function simplified(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last !== undefined && isSame(last.x, point.x) && isSame(last.y, point.y)) continue;
    const isStraight =
      before !== undefined &&
      last !== undefined &&
      ((isSame(before.x, last.x) && isSame(last.x, point.x)) ||
        (isSame(before.y, last.y) && isSame(last.y, point.y)));
    if (isStraight) kept.pop();
    kept.push(point);
  }
  return kept;
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.05;
}
