import { headHeight } from "../picture/box.ts";
import { cutToWidth, textWidth } from "../picture/text-width.ts";
import type { PictureGraph } from "../picture/graph.ts";
import type { Outline } from "../picture/picture.ts";
import type { Camera } from "./camera.ts";
import { escape } from "./element.ts";

type Place = Outline["boxes"][number];

/** Below this, names within tables can't be read: those of the most important ones stand over the picture instead. */
export const readable = 0.5;

const size = 11;
const most = 220;
/** Between two names, in pixels. */
const air = 12;

/**
 * Names over a picture that is too small to be read, as on a map: those of schemas, then those of the tables with the most
 * links, as many as there is room for.
 */
export function drawLabels(
  graph: PictureGraph,
  { boxes, frames }: Outline,
  { camera, width, height }: { camera: Camera; width: number; height: number },
): string {
  if (camera.scale >= readable) return "";
  const taken: Rectangle[] = [];
  const labels: string[] = [];
  const place = (text: string, at: number, y: number, className: string) => {
    const half = textWidth(text, size + 1, true) / 2 + 2;
    // What is at the edge is to be read whole.
    const isHere = at > 0 && at < width;
    const x = isHere ? Math.min(Math.max(at, half), width - half) : at;
    const label = { left: x - half, right: x + half, top: y - size, bottom: y + 4 };
    const isOff = label.right < 0 || label.left > width || label.bottom < 0 || label.top > height;
    if (isOff || taken.some((one) => overlap(one, label))) return;
    const { left, right, top, bottom } = label;
    taken.push({
      left: left - air,
      right: right + air,
      top: top - air / 2,
      bottom: bottom + air / 2,
    });
    labels.push(
      `<text${className} x="${Math.round(x)}" y="${Math.round(y)}">${escape(text)}</text>`,
    );
  };
  const { scale } = camera;
  for (const { schema, x, y } of frames) {
    const half = textWidth(schema, size + 3, true) / 2;
    place(
      schema,
      x * scale + camera.x + half + 4,
      y * scale + camera.y + Math.min(14, 30 * scale - 2),
      ' class="schema"',
    );
  }
  if (scale * headHeight >= size - 2) return [...labels, ...boxes.map(within)].join("");
  const links = linkCounts(graph);
  const inTurn = boxes.toSorted((a, b) => links[b.table]! - links[a.table]! || a.table - b.table);
  for (const box of inTurn) {
    if (labels.length >= most) break;
    const { x, y } = middleOf(box);
    place(graph.tables[box.table]!.label, x * scale + camera.x, y * scale + camera.y + 4, "");
  }
  return labels.join("");

  /** Where tables are large enough, each has its name in it, or the beginning of that. */
  function within({ table, x, y, width: across }: Place): string {
    const text = cutToWidth(graph.tables[table]!.label, across * scale - 4, size - 1);
    const [left, top] = [(x + across / 2) * scale, (y + headHeight / 2) * scale];
    return `<text class="small" x="${Math.round(left + camera.x)}" y="${Math.round(top + camera.y + 3.5)}">${escape(text)}</text>`;
  }
}

function middleOf({ x, y, width, height }: Place): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

function linkCounts({ tables, links }: PictureGraph): number[] {
  const counts = tables.map(() => 0);
  for (const { from, to } of links) {
    counts[from]! += 1;
    counts[to]! += 1;
  }
  return counts;
}

interface Rectangle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
