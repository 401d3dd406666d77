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
import { divide, seatLone } from "./divide.ts";
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

/**
 * Draws linked tables as layers, of the height that makes the picture fit a screen best: from left to right, or, where only
 * names are shown, from above, if that fits better.
 */
export function layOutBlock(
  boxes: readonly Box[],
  bands: readonly number[],
  links: readonly BlockLink[],
  spacing: Spacing,
): BlockLayout {
  const ranks = rankNodes(
    boxes.length,
    links.map(({ from, to }) => ({ left: to.box, right: from.box, weight: 1 })),
  );
  const isBrief = boxes.every(({ rows, hidden }) => rows.length === 0 && hidden === 0);
  const across = bestOf(boxes, { bands, links, ranks, spacing, shape: aspect });
  // A second look at very many tables is only worth its time where the first is a bad fit.
  const isFit = boxes.length > 200 && reach(across) < 2.5 * idealHeight(boxes, spacing, aspect);
  if (!isBrief || isFit) return asBlock(across, boxes, bands);
  const turned = boxes.map(({ width, height }) => ({ width: height, height: width }));
  const down = turn(bestOf(turned, { bands, links, ranks, spacing, shape: 1 / aspect }), boxes);
  return asBlock(reach(down) < reach(across) * 0.9 ? down : across, boxes, bands);
}

interface Task {
  bands: readonly number[];
  links: readonly BlockLink[];
  ranks: readonly number[];
  spacing: Spacing;
  /** How wide it should be for its height. */
  shape: number;
}

type Drawn = LayeredLayout & { meanings: Meanings };

/** The layout that fits best, of several with higher and lower layers. */
function bestOf(nodes: readonly Size[], task: Task): Drawn {
  const { bands, links, spacing, shape } = task;
  const ranks = seatLone(nodes, bands, task.ranks, links);
  const { nets, meanings } = netsOf(links, ranks);
  const isLarge = nodes.length > 200;
  const reachOf = ({ width, height }: Size) => Math.max(width / shape, height);
  let best: LayeredLayout | undefined;
  const seen = new Set<string>();
  for (const share of isLarge ? tries.slice(1, 4) : tries) {
    const narrow = divide(nodes, bands, ranks, share * idealHeight(nodes, spacing, shape));
    const key = narrow.join();
    if (seen.has(key)) continue;
    seen.add(key);
    const fresh = nets.map(({ trunk, branches }) => ({
      trunk: { ...trunk },
      branches: branches.map((branch) => ({ ...branch })),
    }));
    const layout = layOut({ nodes, ranks: narrow, bands, nets: fresh }, spacing, isLarge ? 6 : 16);
    if (best === undefined || reachOf(layout) < reachOf(best) * 0.97) best = layout;
  }
  return { ...best!, meanings };
}

function idealHeight(nodes: readonly Size[], spacing: Spacing, shape: number): number {
  const area = nodes.reduce(
    (sum, { width, height }) => sum + (width + 4 * spacing.margin) * (height + spacing.node),
    0,
  );
  return Math.sqrt(area / shape);
}

/** What was drawn from left to right, from above. */
function turn({ width, height, nodes, paths, ...rest }: Drawn, boxes: readonly Box[]): Drawn {
  const swap = ({ x, y }: Point) => ({ x: y, y: x });
  return {
    ...rest,
    width: height,
    height: width,
    nodes: nodes.map((node, index) => ({ ...swap(node), width: boxes[index]!.width })),
    paths: paths.map((net) => net.map((path) => path.map(swap))),
  };
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

function asBlock(drawn: Drawn, boxes: readonly Box[], bands: readonly number[]): BlockLayout {
  const { width, height, nodes, meanings } = drawn;
  const paths = new Map(
    meanings.flatMap((links, net) =>
      links.map((link, branch) => [link, simplified(drawn.paths[net]![branch]!)] as const),
    ),
  );
  const extents = Array.from({ length: Math.max(...bands) + 1 }, (_, band) => {
    const own = nodes.flatMap((node, index) =>
      bands[index] === band ? [{ ...node, bottom: node.y + boxes[index]!.height }] : [],
    );
    const [left, top] = [Math.min(...own.map(({ x }) => x)), Math.min(...own.map(({ y }) => y))];
    const right = Math.max(...own.map((node) => node.x + node.width));
    const bottom = Math.max(...own.map((node) => node.bottom));
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
