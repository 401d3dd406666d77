import type { BlockLink } from "./block.ts";
import type { Size } from "./layered.ts";

/** Tables without links stand where their band has room: in its lowest layers. */
export function seatLone(
  boxes: readonly Size[],
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
export function divide(
  boxes: readonly Size[],
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
