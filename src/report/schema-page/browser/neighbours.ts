import type { PictureGraph } from "../picture/graph.ts";

/** The tables that are so many links away from a table, or fewer; itself first, then in the order of their names. */
export function neighbours({ links }: PictureGraph, table: number, steps: number): number[] {
  const reached = new Set([table]);
  for (let step = 0; step < steps; step += 1) {
    const before = new Set(reached);
    for (const { from, to } of links) {
      if (before.has(from)) reached.add(to);
      if (before.has(to)) reached.add(from);
    }
  }
  const [first, ...others] = reached;
  return [first!, ...others.sort((a, b) => a - b)];
}

/** The nearest of some places in a direction: what lies more to the side counts as further away. */
export function nearestTowards<Place extends { x: number; y: number }>(
  from: { x: number; y: number },
  places: readonly Place[],
  [across, down]: readonly [number, number],
): Place | undefined {
  let best: Place | undefined;
  let least = Infinity;
  for (const place of places) {
    const ahead = (place.x - from.x) * across + (place.y - from.y) * down;
    if (ahead <= 1) continue;
    const aside = Math.abs((place.x - from.x) * down) + Math.abs((place.y - from.y) * across);
    const distance = ahead + 2.5 * aside;
    if (distance < least) [best, least] = [place, distance];
  }
  return best;
}
