import { describe, expect, it } from "vitest";
import { findLastChanges } from "../../../src/drift/origins/last-change.ts";

/** Follows values that change at given steps: `changes[subject]` lists the positions from which a new value is seen. */
async function search(steps: number, changes: readonly number[][], looksPerPass: number) {
  const passes: number[] = [];
  const spans = await findLastChanges({
    steps,
    subjects: changes.length,
    looksPerPass,
    isOver: () => passes.length > 20,
    pass: (positions) => {
      passes.push(positions.length);
      const seen = positions.map(
        (at) =>
          [
            at,
            changes.map((list) => String(list.filter((change) => change <= at).length)),
          ] as const,
      );
      return Promise.resolve(new Map(seen));
    },
  });
  return { spans, passes };
}

describe("findLastChanges", () => {
  it("looks everywhere at once where that is few", async () => {
    const { spans, passes } = await search(5, [[3], [1, 4], []], 8);
    expect(spans).toEqual([{ after: 2, until: 3 }, { after: 3, until: 4 }, undefined]);
    expect(passes).toEqual([6]);
  });

  it.each([10, 100, 1000])("narrows %i steps down in few passes", async (steps) => {
    for (const change of [1, 2, Math.floor(steps / 3), steps - 1, steps]) {
      const { spans, passes } = await search(steps, [[change], [1, change]], 8);
      const span = { after: change - 1, until: change };
      expect(spans, `change at ${change}`).toEqual([span, span]);
      expect(passes.length).toBeLessThan(7);
      expect(Math.max(...passes)).toBeLessThanOrEqual(8);
    }
  });

  it("gives what it knows when it has to stop", async () => {
    const spans = await findLastChanges({
      steps: 100,
      subjects: 1,
      looksPerPass: 4,
      isOver: () => true,
      pass: (positions) =>
        Promise.resolve(new Map(positions.map((at) => [at, [at < 60 ? "a" : "b"]]))),
    });
    expect(spans).toHaveLength(1);
    expect(spans[0]!.after).toBeLessThan(60);
    expect(spans[0]!.until).toBeGreaterThanOrEqual(60);
  });

  it("has nothing to find in no steps", async () => {
    expect((await search(0, [[]], 8)).spans).toEqual([undefined]);
  });

  it("begins where there are hints, and goes on from what was seen already", async () => {
    const value = (at: number) => [at < 41 ? "a" : "b"];
    const passes: (readonly number[])[] = [];
    const pass = (positions: readonly number[]) => {
      passes.push(positions);
      return Promise.resolve(new Map(positions.map((at) => [at, value(at)])));
    };
    const base = { steps: 100, subjects: 1, looksPerPass: 8, isOver: () => false, pass };
    expect(await findLastChanges({ ...base, hints: [40, 41, 90, 91] })).toEqual([
      { after: 40, until: 41 },
    ]);
    expect(passes).toEqual([[0, 40, 41, 90, 91, 100]]);

    // Hints that don't help are no harm.
    passes.length = 0;
    expect(await findLastChanges({ ...base, hints: [90] })).toEqual([{ after: 40, until: 41 }]);
    expect(passes[0]).toEqual([0, 90, 100]);

    passes.length = 0;
    const known = new Map([0, 40, 41, 100].map((at) => [at, value(at)]));
    expect(await findLastChanges({ ...base, known })).toEqual([{ after: 40, until: 41 }]);
    expect(passes).toEqual([]);
    known.delete(41);
    expect(await findLastChanges({ ...base, known })).toEqual([{ after: 40, until: 41 }]);
    expect(passes[0]![0]).toBeGreaterThan(40);
  });
});
