import { depthOf, type Item, type Joint, type Layers } from "./layers.ts";
import type { Gaps } from "./place.ts";

/**
 * Has long lines run straight as far as their neighbours let them: a line that leaves its height by little in every layer is
 * hard to follow.
 */
export function straighten({ rows, lanes, crossings }: Layers, gaps: Gaps): void {
  const starts = new Map<number, Joint>();
  for (const { net, left } of crossings) {
    const [first] = left;
    if (first?.pin !== undefined && !starts.has(net)) starts.set(net, first);
  }
  const inTurn = [...lanes.entries()]
    .filter(([, own]) => own.size > 0)
    .sort(([, a], [, b]) => b.size - a.size);
  for (const [net, own] of inTurn) {
    const start = starts.get(net);
    let wanted = start === undefined ? undefined : start.item.y + depthOf(start);
    let run: Item[] = [];
    let [least, most] = [-Infinity, Infinity];
    const settle = () => {
      const [first] = run;
      if (first === undefined) return;
      const half = first.height / 2;
      const y = Math.min(Math.max((wanted ?? middle(run) + half) - half, least), most);
      for (const item of run) item.y = y;
      wanted = undefined;
    };
    for (const [, item] of [...own].sort(([a], [b]) => a - b)) {
      const room = roomOf(item, rows[item.layer]!, gaps);
      const both = [Math.max(least, room.least), Math.min(most, room.most)] as const;
      if (both[0] > both[1]) {
        settle();
        run = [item];
        [least, most] = [room.least, room.most];
      } else {
        run.push(item);
        [least, most] = both;
      }
    }
    settle();
  }
}

function middle(run: readonly Item[]): number {
  const heights = run.map(({ y }) => y).sort((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)]!;
}

/** Between which heights an item can stand, its neighbours being where they are. */
function roomOf(item: Item, row: readonly Item[], gaps: Gaps): { least: number; most: number } {
  const [above, below] = [row[item.at - 1], row[item.at + 1]];
  const isNear = (other: Item | undefined): other is Item => other?.band === item.band;
  return {
    least: isNear(above) ? Math.min(above.y + above.height + gaps.lane, item.y) : item.y - reach,
    most: isNear(below) ? Math.max(below.y - item.height - gaps.lane, item.y) : item.y + reach,
  };
}

/** How far a line may leave its place where nothing is in its way. */
const reach = 400;
