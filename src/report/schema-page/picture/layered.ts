import { buildLayers, depthOf, endsOf, type Crossing, type Item, type Layers } from "./layers.ts";
import { orderLayers } from "./order.ts";
import { placeItems, type Gaps } from "./place.ts";
import { assignTracks } from "./tracks.ts";

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Where a net ends at a node. */
export interface Pin {
  node: number;
  side: "left" | "right";
  /** From the node's top; undefined: wherever it fits, which is filled in. */
  depth: number | undefined;
}

/** Lines that lead to one place, and run together as far as they can. */
export interface Net {
  trunk: Pin;
  /** On the side of their nodes that faces the trunk. */
  branches: readonly Pin[];
}

export interface LayeredInput {
  nodes: readonly Size[];
  /** The layer of each node, from the left. */
  ranks: readonly number[];
  /** The band of each node, from above: bands don't mix. */
  bands: readonly number[];
  nets: readonly Net[];
}

export interface Spacing extends Gaps {
  /** Between two tracks of a gutter. */
  track: number;
  /** Between a node and the first track. */
  margin: number;
}

export interface LayeredLayout extends Size {
  /** The top left corner of each node; all of a layer are as wide as the widest. */
  nodes: (Point & { width: number })[];
  /** By net and branch: from the branch to the trunk. */
  paths: Point[][][];
}

/**
 * Draws nodes in layers from left to right, and every line between them through the gutters, or on lanes of its own between
 * the nodes of a layer: none runs through a node.
 *
 * @param effort how often the layers are sorted anew, to have fewer lines cross.
 */
export function layOut(input: LayeredInput, spacing: Spacing, effort: number): LayeredLayout {
  const layers = buildLayers(input);
  orderLayers(layers, effort);
  spreadPins(layers);
  const height = placeItems(layers, spacing);
  const { lefts, widths, tracks } = spreadGutters(input, layers, spacing);
  const nodes = layers.nodes.map(({ layer, y }) => ({
    x: lefts[layer]!,
    y,
    width: widths[layer]!,
  }));
  const routes: Routes = { layers, nodes, tracks };
  return {
    width: lefts.at(-1)! + widths.at(-1)!,
    height,
    nodes,
    paths: input.nets.map((net, index) =>
      net.branches.map((branch) => trace(routes, { net, index, branch })),
    ),
  };
}

/** Pins without a place of their own are spread over their side, in the order of what they lead to: that is noted at them. */
function spreadPins(layers: Layers): void {
  const sides = new Map<string, { pin: Pin; height: number; toward: number }[]>();
  for (const { left, right } of layers.crossings)
    for (const [joints, others] of [
      [left, right],
      [right, left],
    ] as const) {
      const toward = others.reduce((sum, { item }) => sum + item.at, 0) / others.length;
      for (const { item, pin } of joints) {
        if (pin === undefined || pin.depth !== undefined) continue;
        const key = `${pin.node} ${pin.side}`;
        const list = sides.get(key);
        if (list === undefined) sides.set(key, [{ pin, height: item.height, toward }]);
        else list.push({ pin, height: item.height, toward });
      }
    }
  for (const list of sides.values()) {
    list.sort((a, b) => a.toward - b.toward);
    for (const [index, { pin, height }] of list.entries())
      pin.depth = (height * (index + 1)) / (list.length + 1);
  }
}

interface Gutters {
  /** The left edge and the width of each layer. */
  lefts: number[];
  widths: number[];
  /** Where a net runs up and down, by gutter and net. */
  tracks: Map<number, number>[];
}

function spreadGutters({ nodes }: LayeredInput, layers: Layers, spacing: Spacing): Gutters {
  const { rows, crossings } = layers;
  const widths = rows.map((row) =>
    Math.max(0, ...row.map(({ node }) => (node === undefined ? 0 : nodes[node]!.width))),
  );
  const lefts = [0];
  const tracks = rows.slice(1).map((_, gutter) => {
    const own = crossings.filter((one) => one.gutter === gutter);
    const given = assignTracks(
      own.map((crossing) => ({ left: heightsAt(crossing.left), right: heightsAt(crossing.right) })),
    );
    const start = lefts[gutter]! + widths[gutter]! + spacing.margin;
    const wide = Math.max(0, ...given) * spacing.track;
    lefts.push(start + wide + spacing.margin);
    return new Map(
      own.map(({ net }, at) => [
        net,
        given[at]! < 0 ? start + wide / 2 : start + given[at]! * spacing.track,
      ]),
    );
  });
  return { lefts, widths, tracks };
}

function heightsAt(joints: Crossing["left"]): number[] {
  return joints.map((joint) => joint.item.y + depthOf(joint));
}

interface Routes {
  layers: Layers;
  nodes: readonly (Point & { width: number })[];
  tracks: readonly ReadonlyMap<number, number>[];
}

/** The line from a branch to its net's trunk. */
function trace(
  { layers, nodes, tracks }: Routes,
  { net, index, branch }: { net: Net; index: number; branch: Pin },
): Point[] {
  const isLeft = endsOf(net).lefts.includes(branch);
  const [from, to] = isLeft ? [branch, net.trunk] : [net.trunk, branch];
  const place = (pin: Pin): Point => {
    const { x, y, width } = nodes[pin.node]!;
    return { x: pin.side === "right" ? x + width : x, y: y + pin.depth! };
  };
  const [start, end] = [place(from), place(to)];
  const points = [start];
  const last = layers.nodes[to.node]!.layer;
  let { y } = start;
  for (let gutter = layers.nodes[from.node]!.layer; gutter < last; gutter += 1) {
    const x = tracks[gutter]!.get(index)!;
    const next = gutter + 1 === last ? end.y : middleOf(layers.lanes[index]!.get(gutter + 1)!);
    points.push({ x, y }, { x, y: next });
    y = next;
  }
  points.push(end);
  return isLeft ? points : points.reverse();
}

function middleOf({ y, height }: Item): number {
  return y + height / 2;
}
