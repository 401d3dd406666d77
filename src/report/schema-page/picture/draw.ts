import { headHeight, markWidth, rowHeight } from "./box.ts";
import { columnFlags, type PictureGraph, type PictureLink } from "./graph.ts";
import type { Point } from "./layered.ts";
import type { Frame, Line, Picture, PlacedBox } from "./picture.ts";

/** What draws itself needs to know besides the picture. */
export interface DrawOptions {
  /** Makes a text safe within SVG. */
  escape: (text: string) => string;
  /** Where a table is to be found in the page. */
  addressOf: (table: number) => string;
  /** The table in the middle of things. */
  focus?: number | undefined;
}

/** The picture as SVG elements: frames, lines, then tables. */
export function drawPicture(graph: PictureGraph, picture: Picture, options: DrawOptions): string {
  const schemas = [...new Set(graph.tables.map(({ schema }) => schema))].sort();
  return [
    '<g class="frames">',
    ...picture.frames.map((frame) => drawFrame(frame, schemas, options)),
    '</g><g class="lines">',
    ...picture.lines.map((line) => drawLine(line, graph.links[line.link]!)),
    '</g><g class="boxes">',
    ...picture.boxes.map((box) => drawBox(box, graph, schemas, options)),
    "</g>",
  ].join("");
}

/** Colours repeat after so many schemas. */
const hues = 8;

function drawFrame(
  { schema, x, y, width, height }: Frame,
  schemas: readonly string[],
  { escape }: DrawOptions,
): string {
  return [
    `<g class="frame h${schemas.indexOf(schema) % hues}">`,
    `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="14"/>`,
    `<text x="${n(x + 16)}" y="${n(y + 21)}">${escape(schema)}</text></g>`,
  ].join("");
}

function drawLine({ points }: Line, { from, to, kind, optional, unique }: PictureLink): string {
  const [first, last] = [points[0]!, points.at(-1)!];
  const start = endAt(first, points[1] ?? first);
  const end = endAt(last, points.at(-2) ?? last);
  const ends =
    kind === "inherits"
      ? arrow(end)
      : (unique ? bar(start) : crow(start)) + (optional ? ring(end) : bar(end));
  return `<path class="line${kind === "inherits" ? " inherits" : ""}" data-f="${from}" data-t="${to}" d="${rounded(points)}${ends}"/>`;
}

/** Where a line ends: what is so far from the end along the line, and so far to its side. */
type End = (along: number, aside: number) => string;

function endAt(end: Point, next: Point): End {
  const length = distance(end, next) || 1;
  const [x, y] = [(next.x - end.x) / length, (next.y - end.y) / length];
  return (along, aside) =>
    `${n(end.x + along * x - aside * y)} ${n(end.y + along * y + aside * x)}`;
}

/** Many rows refer to it. */
function crow(at: End): string {
  return `M${at(0, -4)}L${at(9, 0)}L${at(0, 4)}`;
}

/** One row. */
function bar(at: End): string {
  return `M${at(6, -4)}L${at(6, 4)}`;
}

/** One row or none. */
function ring(at: End): string {
  return `M${at(2, 0)}A3 3 0 1 0 ${at(8, 0)}A3 3 0 1 0 ${at(2, 0)}`;
}

function arrow(at: End): string {
  return `M${at(9, -4.5)}L${at(0, 0)}L${at(9, 4.5)}z`;
}

const cornerRadius = 6;

/** A line through the points with round corners. */
function rounded(points: readonly Point[]): string {
  const [first, ...others] = points;
  let path = `M${n(first!.x)} ${n(first!.y)}`;
  for (const [index, point] of others.entries()) {
    const before = points[index]!;
    const after = points[index + 2];
    if (after === undefined) {
      path += `L${n(point.x)} ${n(point.y)}`;
      continue;
    }
    const radius = Math.min(cornerRadius, distance(before, point) / 2, distance(point, after) / 2);
    const a = toward(point, before, radius);
    const b = toward(point, after, radius);
    path += `L${n(a.x)} ${n(a.y)}Q${n(point.x)} ${n(point.y)} ${n(b.x)} ${n(b.y)}`;
  }
  return path;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function toward(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  const share = length === 0 ? 0 : by / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function drawBox(
  { table, title, rows, hidden, x, y, width, height }: PlacedBox,
  graph: PictureGraph,
  schemas: readonly string[],
  { escape, addressOf, focus }: DrawOptions,
): string {
  const { name, schema, columns, partitions } = graph.tables[table]!;
  const hue = schemas.length > 1 ? ` h${schemas.indexOf(schema) % hues}` : "";
  const lines = rows.map(({ column, name: text, type }, row) => {
    const baseline = headHeight + row * rowHeight + 13.5;
    const flags = columns[column]![2];
    return [
      mark(flags, baseline),
      `<text class="c${(flags & columnFlags.notNull) === 0 ? " o" : ""}" x="${markWidth}" y="${baseline}">${escape(text)}</text>`,
      `<text class="t" x="${n(width - 10)}" y="${baseline}">${escape(type)}</text>`,
    ].join("");
  });
  if (hidden > 0)
    lines.push(
      `<text class="t m" x="${markWidth}" y="${headHeight + rows.length * rowHeight + 13.5}">and ${hidden} more</text>`,
    );
  const body = rows.length > 0 || hidden > 0;
  return [
    `<a class="box${hue}${table === focus ? " focus" : ""}" data-b="${table}" href="#${addressOf(table)}" transform="translate(${n(x)} ${n(y)})">`,
    `<title>${escape(name)}</title>`,
    `<rect class="card" width="${n(width)}" height="${n(height)}" rx="6"/>`,
    `<path class="head" d="${headShape(width, body ? headHeight : height, body)}"/>`,
    `<text class="name" x="10" y="17.5">${escape(title)}</text>`,
    partitions > 0 ? `<text class="t" x="${n(width - 9)}" y="17.5">⊞ ${partitions}</text>` : "",
    ...lines,
    "</a>",
  ].join("");
}

function headShape(width: number, height: number, isOpen: boolean): string {
  const top = `M0 6a6 6 0 0 1 6 -6h${n(width - 12)}a6 6 0 0 1 6 6`;
  if (isOpen) return `${top}v${height - 6}h${n(-width)}z`;
  return `${top}v${height - 12}a6 6 0 0 1 -6 6h${n(12 - width)}a6 6 0 0 1 -6 -6z`;
}

/** A full diamond: of the primary key; an empty one: refers to another table. */
function mark(flags: number, baseline: number): string {
  const isPrimary = (flags & columnFlags.primary) !== 0;
  if (!isPrimary && (flags & columnFlags.foreign) === 0) return "";
  return `<path class="${isPrimary ? "pk" : "fk"}" d="M13 ${baseline - 8}l4 4l-4 4l-4 -4z"/>`;
}

/** A number as short as a tenth of a pixel allows. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
