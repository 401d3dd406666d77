/** A net within a gutter: where it comes in on the left and on the right. */
export interface Strand {
  left: readonly number[];
  right: readonly number[];
}

/** Between two lines that would run into each other, in pixels. */
const near = 4;

/**
 * Gives each strand of a gutter the track on which it runs up and down, from 0 at the left, so that no two lie on each other
 * and few cross. Those that don't meet share tracks. One that runs straight needs none and gets -1.
 */
export function assignTracks(strands: readonly Strand[]): number[] {
  const spans = strands.map(({ left, right }) => {
    const all = [...left, ...right];
    return { top: Math.min(...all), bottom: Math.max(...all) };
  });
  const bent = [...strands.keys()].filter(
    (index) => spans[index]!.bottom - spans[index]!.top > 0.5,
  );
  const preferences = bent.map(() => new Map<number, number>());
  for (const [i, a] of bent.entries())
    for (let j = i + 1; j < bent.length; j += 1) {
      const b = bent[j]!;
      if (!meet(spans[a]!, spans[b]!)) continue;
      const ab = cost(strands[a]!, strands[b]!, spans[a]!, spans[b]!);
      const ba = cost(strands[b]!, strands[a]!, spans[b]!, spans[a]!);
      // Positive: the first of the two better stands left.
      preferences[i]!.set(j, ba - ab);
      preferences[j]!.set(i, ab - ba);
    }
  const tracks = Array.from(strands, () => -1);
  for (const [index, track] of lineUp(preferences).entries()) tracks[bent[index]!] = track;
  return tracks;
}

interface Span {
  top: number;
  bottom: number;
}

function meet(a: Span, b: Span): boolean {
  return a.top <= b.bottom + near && b.top <= a.bottom + near;
}

/** What it costs when one strand's track is left of another's: crossings, and much more what lies on each other. */
function cost(left: Strand, right: Strand, leftSpan: Span, rightSpan: Span): number {
  const within = (ys: readonly number[], { top, bottom }: Span) =>
    ys.filter((y) => y > top - 1 && y < bottom + 1).length;
  const touching = left.right.filter((y) => right.left.some((other) => Math.abs(other - y) < near));
  return within(left.right, rightSpan) + within(right.left, leftSpan) + 30 * touching.length;
}

/** Goes from left to right, each time with the strand that costs least there; its track follows those that it meets. */
function lineUp(preferences: readonly ReadonlyMap<number, number>[]): number[] {
  const tracks = Array.from(preferences, () => 0);
  const open = new Set(preferences.keys());
  const against = preferences.map((own) =>
    [...own.values()].reduce((sum, gain) => sum + Math.max(-gain, 0), 0),
  );
  while (open.size > 0) {
    let next = -1;
    for (const index of open) if (next < 0 || against[index]! < against[next]!) next = index;
    open.delete(next);
    for (const [other, gain] of preferences[next]!) {
      if (open.has(other)) {
        tracks[other] = Math.max(tracks[other]!, tracks[next]! + 1);
        against[other]! -= Math.max(gain, 0);
      }
    }
  }
  return tracks;
}
