import type { Point, Size } from "./layered.ts";

/** How wide a picture is for its height. */
export const aspect = 1.25;

/** Where rectangles stand, and how large the whole is. */
export interface Packed extends Size {
  places: Point[];
}

/** What decides how small a picture has to be drawn. */
export function reach({ width, height }: Size): number {
  return Math.max(width / aspect, height);
}

/**
 * Puts rectangles side by side, the highest first, so that little is left between them: each goes where its top is highest,
 * then furthest to the left.
 */
export function pack(sizes: readonly Size[], gap: number): Packed {
  const area = sizes.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const limit = Math.max(Math.sqrt(area * aspect) * 1.05, ...sizes.map(({ width }) => width));
  const order = [...sizes.keys()].toSorted(
    (a, b) => sizes[b]!.height - sizes[a]!.height || sizes[b]!.width - sizes[a]!.width || a - b,
  );
  /** The lower edge of what stands there so far. */
  let skyline: { from: number; to: number; y: number }[] = [{ from: 0, to: limit + gap, y: 0 }];
  const places = Array.from(sizes, (): Point => ({ x: 0, y: 0 }));
  for (const index of order) {
    const { width, height } = sizes[index]!;
    const best = lowest(skyline, width, limit);
    places[index] = best;
    const to = best.x + width + gap;
    skyline = [
      ...skyline.flatMap((part) => cut(part, best.x, to)),
      { from: best.x, to, y: best.y + height + gap },
    ].sort((a, b) => a.from - b.from);
  }
  return {
    places,
    width: Math.max(0, ...sizes.map(({ width }, index) => places[index]!.x + width)),
    height: Math.max(0, ...sizes.map(({ height }, index) => places[index]!.y + height)),
  };
}

function lowest(
  skyline: readonly { from: number; to: number; y: number }[],
  width: number,
  limit: number,
): Point {
  let best: Point | undefined;
  for (const { from } of skyline) {
    if (from > 0 && from + width > limit + 0.5) continue;
    const under = skyline.filter((part) => part.to > from && part.from < from + width);
    const y = Math.max(...under.map((part) => part.y));
    if (best === undefined || y < best.y) best = { x: from, y };
  }
  return best ?? { x: 0, y: Math.max(...skyline.map((part) => part.y)) };
}

/** What of a part of the skyline lies outside of a span. */
function cut(part: { from: number; to: number; y: number }, from: number, to: number) {
  if (part.to <= from || part.from >= to) return [part];
  return [
    ...(part.from < from ? [{ ...part, to: from }] : []),
    ...(part.to > to ? [{ ...part, from: to }] : []),
  ];
}

/** Puts rectangles into columns of one width, each where there is most room, in their order. */
export function grid(sizes: readonly Size[], gap: number): Packed {
  const width = Math.max(0, ...sizes.map((size) => size.width));
  const total = sizes.reduce((sum, { height }) => sum + height + gap, 0);
  const columns = Math.max(1, Math.round(Math.sqrt((total / (width + gap)) * aspect)));
  const heights = Array.from({ length: Math.min(columns, sizes.length) }, () => 0);
  const places = sizes.map(({ height }) => {
    const column = heights.indexOf(Math.min(...heights));
    const place = { x: column * (width + gap), y: heights[column]! };
    heights[column]! += height + gap;
    return place;
  });
  return {
    places,
    width: heights.length * (width + gap) - gap,
    height: Math.max(0, ...heights) - gap,
  };
}
