import type { Sighting } from "./subject.ts";

/** The last change of a subject lies after the first of these positions, and not after the second. */
export interface Span {
  after: number;
  until: number;
}

export interface Search {
  /** Positions 0 (before everything) to `steps` (after everything). */
  steps: number;
  subjects: number;
  /** How many positions one pass looks at, at most. */
  looksPerPass: number;
  /** Goes through the steps once, and tells what is to be seen at each of the positions, which rise. */
  pass: (positions: readonly number[]) => Promise<ReadonlyMap<number, Sighting>>;
  /** No further pass is begun then; what is known so far is the answer. */
  isOver: () => boolean;
  /** What was seen already: of the beginning, the end, and of what lies between. */
  known?: ReadonlyMap<number, Sighting> | undefined;
  /** Where the first pass looks, besides the beginning and the end; by default at even distances. */
  hints?: readonly number[] | undefined;
}

/** Is it known which step that was? */
export function isExact(span: Span | undefined): span is Span {
  return span !== undefined && span.until - span.after === 1;
}

/**
 * Finds for each subject the step that changed it last, in as few passes as the number of looks per pass allows: first
 * everywhere if that is possible, else at even distances or where there are hints, then within the span where the last change
 * was seen. Undefined: it was never seen to change. A value that changed and changed back between two looks isn't seen.
 */
export async function findLastChanges(search: Search): Promise<(Span | undefined)[]> {
  const { steps, subjects, looksPerPass, hints } = search;
  const sightings = new Map(search.known);
  const spansNow = () => Array.from({ length: subjects }, (_, one) => spanOf(sightings, one));
  let positions =
    sightings.has(0) && sightings.has(steps)
      ? spread(inside(spansNow()), looksPerPass)
      : firstLooks(steps, looksPerPass, hints);
  while (positions.length > 0) {
    const seen = await search.pass([...new Set(positions)].toSorted((a, b) => a - b));
    for (const [position, sighting] of seen) sightings.set(position, sighting);
    positions = search.isOver() ? [] : spread(inside(spansNow()), looksPerPass);
  }
  return spansNow();
}

function firstLooks(steps: number, most: number, hints: readonly number[] | undefined): number[] {
  const between = (hints ?? inside([{ after: 0, until: steps }])).filter(
    (at) => at > 0 && at < steps,
  );
  return [0, steps, ...spread(between, most - 2)];
}

function spanOf(sightings: ReadonlyMap<number, Sighting>, subject: number): Span | undefined {
  const positions = [...sightings.keys()].toSorted((a, b) => b - a);
  for (const [index, until] of positions.entries()) {
    const after = positions[index + 1];
    if (after === undefined) return undefined;
    if (sightings.get(after)?.[subject] !== sightings.get(until)?.[subject])
      return { after, until };
  }
  return undefined;
}

/** The positions within the spans that could narrow one down. */
function inside(spans: readonly (Span | undefined)[]): number[] {
  const positions = new Set<number>();
  for (const span of spans)
    for (let at = (span?.after ?? 0) + 1; at < (span?.until ?? 0); at += 1) positions.add(at);
  return [...positions].toSorted((a, b) => a - b);
}

/** At most `count` of them, at even distances. */
function spread(positions: readonly number[], count: number): number[] {
  if (positions.length <= count) return [...positions];
  return Array.from(
    { length: count },
    (_, index) => positions[Math.floor(((index + 0.5) * positions.length) / count)]!,
  );
}
