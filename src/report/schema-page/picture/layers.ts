import type { LayeredInput, Net, Pin } from "./layered.ts";

/** What stands in a layer: a node, or the lane on which a net passes by. */
export interface Item {
  layer: number;
  band: number;
  /** The node; undefined for a lane. */
  node: number | undefined;
  height: number;
  /** Whether nothing leads to it. */
  isLone: boolean;
  /** Its place in its layer. */
  at: number;
  /** Where it stands: filled in when the order is known. */
  y: number;
}

/** A net's end in a gutter: an item, and the pin, if that is a node. */
export interface Joint {
  item: Item;
  pin: Pin | undefined;
}

/** A net's part within the gutter on the right of a layer. */
export interface Crossing {
  net: number;
  gutter: number;
  left: Joint[];
  right: Joint[];
}

export interface Layers {
  /** The items of each layer, in their order. */
  rows: Item[][];
  /** The item of each node. */
  nodes: Item[];
  /** By net: the lane in each layer that it passes. */
  lanes: ReadonlyMap<number, Item>[];
  crossings: Crossing[];
}

/** The height that a passing net takes. */
const laneHeight = 2;

/** Puts nodes into their layers, and gives each net a lane in every layer that it passes through. */
export function buildLayers({ nodes, ranks, bands, nets }: LayeredInput): Layers {
  const rows = Array.from({ length: Math.max(...ranks) + 1 }, (): Item[] => []);
  const linked = new Set(
    nets.flatMap(({ trunk, branches }) => [trunk, ...branches].map(({ node }) => node)),
  );
  const add = (item: Pick<Item, "layer" | "band" | "node" | "height">): Item => {
    const row = rows[item.layer]!;
    const isLone = item.node !== undefined && !linked.has(item.node);
    const made = { ...item, isLone, at: row.length, y: 0 };
    row.push(made);
    return made;
  };
  const items = nodes.map(({ height }, node) =>
    add({ layer: ranks[node]!, band: bands[node]!, node, height }),
  );
  const crossings: Crossing[] = [];
  const lanes = nets.map((net, index) => {
    const own = new Map<number, Item>();
    const { lefts, rights } = endsOf(net);
    const from = Math.min(...lefts.map(({ node }) => ranks[node]!));
    const to = Math.max(...rights.map(({ node }) => ranks[node]!));
    const band = bands[net.trunk.node]!;
    for (let layer = from + 1; layer < to; layer += 1)
      own.set(layer, add({ layer, band, node: undefined, height: laneHeight }));
    const jointsAt = (pins: readonly Pin[], layer: number): Joint[] => {
      const lane = own.get(layer);
      const ends = pins.filter(({ node }) => ranks[node] === layer);
      return [
        ...ends.map((pin) => ({ item: items[pin.node]!, pin })),
        ...(lane === undefined ? [] : [{ item: lane, pin: undefined }]),
      ];
    };
    for (let gutter = from; gutter < to; gutter += 1)
      crossings.push({
        net: index,
        gutter,
        left: jointsAt(lefts, gutter),
        right: jointsAt(rights, gutter + 1),
      });
    return own;
  });
  return { rows, nodes: items, lanes, crossings };
}

/** A net's ends at its left (on right sides of nodes) and at its right. */
export function endsOf({ trunk, branches }: Net): {
  lefts: readonly Pin[];
  rights: readonly Pin[];
} {
  return trunk.side === "right"
    ? { lefts: [trunk], rights: branches }
    : { lefts: branches, rights: [trunk] };
}

/** How far below its item's top a net ends. */
export function depthOf({ item, pin }: Joint): number {
  return pin?.depth ?? item.height / 2;
}
