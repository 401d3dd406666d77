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
}

/**
 * Finds for each subject the step that changed it last, in as few passes as the number of looks per pass allows: first
 * everywhere if that is possible, else at even distances, then within the span where the last change was seen. Undefined: it
 * was never seen to change. A value that changed and changed back between two looks isn't seen.
 */
export async function findLastChanges(search: Search): Promise<(Span | undefined)[]> {
  const sightings = new Map<number, Sighting>();
  let spans: (Span | undefined)[] = [{ after: 0, until: search.steps }];
  let positions = [0, search.steps, ...spread(inside(spans), search.looksPerPass - 2)];
  do {
    const seen = await search.pass([...new Set(positions)].toSorted((a, b) => a - b));
    for (const [position, sighting] of seen) sightings.set(position, sighting);
    spans = Array.from({ length: search.subjects }, (_, subject) => spanOf(sightings, subject));
    positions = spread(inside(spans), search.looksPerPass);
  } while (positions.length > 0 && !search.isOver());
  return spans;
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
