import { layOutBlock, type BlockLayout, type BlockLink } from "./block.ts";
import { depthOfColumn, drawBox, headHeight, type Box } from "./box.ts";
import type { Detail, PictureGraph, PictureLink } from "./graph.ts";
import type { Point, Size, Spacing } from "./layered.ts";
import { grid, pack, reach, type Packed } from "./pack.ts";
import { connected, inSequence } from "./parts.ts";

/** What of a graph is to be drawn, and how. */
export interface View {
  /** By index. */
  tables: readonly number[];
  /** How much of each. */
  detailOf: (table: number) => Detail;
  /** Tables of a schema stand together in a frame; else each says its schema. */
  isGrouped: boolean;
}

export interface Picture extends Size {
  boxes: PlacedBox[];
  frames: Frame[];
  lines: Line[];
}

/** As much of a picture as one needs to find one's way in it. */
export interface Outline extends Size {
  boxes: Pick<PlacedBox, "table" | "x" | "y" | "width" | "height">[];
  frames: Frame[];
  /** How many lines there are. */
  lines: number;
}

/** What the page has to know of a picture that stands in it already: in whole units, without what is only drawn. */
export function outlineOf({ width, height, boxes, frames, lines }: Picture): Outline {
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    frames,
    lines: lines.length,
    boxes: boxes.map((box) => ({
      table: box.table,
      x: Math.round(box.x),
      y: Math.round(box.y),
      width: Math.round(box.width),
      height: Math.round(box.height),
    })),
  };
}

export type PlacedBox = Box & Point;

/** Round the tables of a schema. */
export interface Frame extends Point, Size {
  schema: string;
}

/** From the table that refers to the one that is referred to. */
export interface Line {
  /** The link's index. */
  link: number;
  points: Point[];
}

const padding = 24;
const titleHeight = 30;

/** Where every table of a view stands, and every line. The same view always gives the same picture. */
export function layOutPicture(graph: PictureGraph, view: View): Picture {
  const schemas = [...new Set(view.tables.map((table) => graph.tables[table]!.schema))];
  const isFramed = view.isGrouped && schemas.length > 1;
  const style = { isFramed, spacing: spacingFor(view, isFramed) };
  const boxes = new Map(
    view.tables.map((table) => {
      const look = { detail: view.detailOf(table), qualified: !isFramed && schemas.length > 1 };
      return [table, drawBox(graph.tables[table]!, table, look)];
    }),
  );
  const links = [...graph.links.entries()].filter(
    ([, { from, to }]) => boxes.has(from) && boxes.has(to),
  );
  const bandOf = (table: number) =>
    isFramed ? schemas.indexOf(graph.tables[table]!.schema) : table;
  const parts = connected(
    view.tables.map(bandOf),
    links.map(([, { from, to }]) => [bandOf(from), bandOf(to)]),
  );
  const drawn = parts.map((part) => {
    const members = view.tables.filter((table) => part.has(bandOf(table)));
    const own = links.filter(([, { from }]) => part.has(bandOf(from)));
    return { members: members.map((table) => boxes.get(table)!), links: own };
  });
  const isLone = ({ members }: (typeof drawn)[number]) => !isFramed && members.length === 1;
  const pieces = drawn
    .filter((one) => !isLone(one))
    .map((one) => (isFramed ? framed(one, graph, style) : plain(one, graph, style)));
  const lone = drawn.filter(isLone).flatMap(({ members }) => members);
  const gap = isFramed ? 44 : 2 * style.spacing.node;
  const linked = join(pieces, pack(pieces, gap));
  const picture = lone.length === 0 ? linked : beside(linked, gridOf(lone, style.spacing), gap);
  const placed = new Map(picture.boxes.map((box) => [box.table, box]));
  const loops = links.filter(([, { from, to }]) => from === to);
  return {
    ...picture,
    lines: [
      ...picture.lines,
      ...loops.map(([index, link]) => ({
        link: index,
        points: loop(link, placed.get(link.from)!),
      })),
    ],
  };
}

interface Style {
  isFramed: boolean;
  spacing: Spacing;
}

function spacingFor({ detailOf, tables }: View, isFramed: boolean): Spacing {
  const isBrief = tables.every((table) => detailOf(table) === "names");
  const band = isFramed ? titleHeight + padding + 30 : 0;
  return isBrief
    ? { node: 12, lane: 6, track: 6, margin: 14, band }
    : { node: 22, lane: 9, track: 8, margin: 20, band };
}

/** Tables that are linked with each other, and all links between them. */
interface Part {
  members: readonly Box[];
  links: readonly (readonly [number, PictureLink])[];
}

function plain({ members, links }: Part, graph: PictureGraph, { spacing }: Style): Picture {
  const bands = members.map(() => 0);
  return asPicture(
    members,
    layOutBlock(members, bands, blockLinks(members, links, graph), spacing),
  );
}

/** Each schema is a band of the whole, with a frame round it. */
function framed({ members, links }: Part, graph: PictureGraph, { spacing }: Style): Picture {
  const schemaOf = ({ table }: Box) => graph.tables[table]!.schema;
  const order = inSequence(
    [...new Set(members.map(schemaOf))],
    links.map(([, { from, to }]) => [graph.tables[from]!.schema, graph.tables[to]!.schema]),
  );
  const bands = members.map((box) => order.indexOf(schemaOf(box)));
  const layout = layOutBlock(members, bands, blockLinks(members, links, graph), spacing);
  const picture = asPicture(members, layout);
  const frames = layout.extents.map(({ x, y, width, height }, band): Frame => {
    const schema = order[band]!;
    return {
      schema,
      x: x - padding,
      y: y - titleHeight,
      width: Math.max(width, schema.length * 8) + 2 * padding,
      height: height + titleHeight + padding,
    };
  });
  return moved(
    { ...picture, frames },
    { x: padding, y: titleHeight },
    { width: 2 * padding, height: titleHeight + padding },
  );
}

function blockLinks(
  members: readonly Box[],
  links: Part["links"],
  graph: PictureGraph,
): BlockLink[] {
  const place = new Map(members.map((box, index) => [box.table, index]));
  const endAt = (table: number, column: number | undefined) => {
    const box = place.get(table)!;
    return { box, depth: depthOfColumn(members[box]!, column) };
  };
  return links
    .filter(([, { from, to }]) => from !== to)
    .map(([link, { from, to, columns, target, kind }]) => ({
      link,
      from: endAt(from, columns[0]),
      to: endAt(to, target[0]),
      bundle: `${graph.tables[to]!.name} ${kind} ${target.join(",")}`,
    }));
}

function asPicture(members: readonly Box[], layout: BlockLayout): Picture {
  return {
    width: layout.width,
    height: layout.height,
    boxes: members.map((box, index) => ({ ...box, ...layout.boxes[index]! })),
    frames: [],
    lines: [...layout.paths].map(([link, points]) => ({ link, points })),
  };
}

function gridOf(boxes: readonly Box[], { node }: Spacing): Picture {
  const { places, width, height } = grid(boxes, node);
  const widest = Math.max(...boxes.map((box) => box.width));
  const placed = boxes.map((box, index) => ({ ...box, ...places[index]!, width: widest }));
  return { width, height, boxes: placed, frames: [], lines: [] };
}

/** Several pictures as one. */
function join(pieces: readonly Picture[], { places, width, height }: Packed): Picture {
  const all = pieces.map((piece, index) => moved(piece, places[index]!));
  return {
    width,
    height,
    boxes: all.flatMap(({ boxes }) => boxes),
    frames: all.flatMap(({ frames }) => frames),
    lines: all.flatMap(({ lines }) => lines),
  };
}

/** The second picture to the right of the first or below, whichever fits a screen better. */
function beside(first: Picture, second: Picture, gap: number): Picture {
  if (first.boxes.length === 0) return second;
  const start = { x: 0, y: 0 };
  const right: Packed = {
    places: [start, { x: first.width + gap, y: 0 }],
    width: first.width + gap + second.width,
    height: Math.max(first.height, second.height),
  };
  const below: Packed = {
    places: [start, { x: 0, y: first.height + gap }],
    width: Math.max(first.width, second.width),
    height: first.height + gap + second.height,
  };
  return join([first, second], reach(right) < reach(below) ? right : below);
}

/** The picture moved, and larger by so much. */
function moved(picture: Picture, by: Point, more: Size = { width: 0, height: 0 }): Picture {
  const move = <At extends Point>(at: At): At => ({ ...at, x: at.x + by.x, y: at.y + by.y });
  return {
    width: picture.width + more.width,
    height: picture.height + more.height,
    boxes: picture.boxes.map(move),
    frames: picture.frames.map(move),
    lines: picture.lines.map(({ link, points }) => ({ link, points: points.map(move) })),
  };
}

/** A table that refers to itself: a line that leaves it and comes back. */
function loop({ columns, target }: PictureLink, box: PlacedBox): Point[] {
  const from = depthOfColumn(box, columns[0]) ?? headHeight - 6;
  const to = depthOfColumn(box, target[0]) ?? 7;
  const outside = box.x - 13;
  return [
    { x: box.x, y: box.y + from },
    { x: outside, y: box.y + from },
    { x: outside, y: box.y + to },
    { x: box.x, y: box.y + to },
  ];
}
