import { availableParallelism } from "node:os";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { ShortWaits } from "../../../src/postgres/wire/short-waits.ts";

let now: number;
/** What the event loop does when it goes round again; undefined: it sleeps. */
let next: (() => void) | undefined;

beforeEach(() => {
  now = 0;
  next = undefined;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.spyOn(globalThis, "setImmediate").mockImplementation(((round: () => void) => {
    next = round;
  }) as unknown as typeof setImmediate);
});
afterEach(() => void vi.restoreAllMocks());

const isAwake = (): boolean => next !== undefined;

function goRound(): void {
  const round = next;
  next = undefined;
  round?.();
}

/** So many statements, each answered after so many milliseconds in which the event loop went round if it was awake. */
function answer(waits: ShortWaits, count: number, milliseconds: number): void {
  for (let done = 0; done < count; done += 1) {
    waits.begin();
    now += milliseconds;
    goRound();
    waits.end();
  }
}

// With one processor the server needs it.
describe.runIf(availableParallelism() > 1)("waiting for answers", () => {
  test("is done awake after a row of short waits", () => {
    const waits = new ShortWaits();
    answer(waits, 64, 0.05);
    expect(isAwake()).toBe(false);
    answer(waits, 1, 0.05);
    expect(isAwake()).toBe(true);
  });

  test("is done asleep as long as one of 64 takes longer", () => {
    const waits = new ShortWaits();
    for (let row = 0; row < 10; row += 1) {
      answer(waits, 63, 0.05);
      answer(waits, 1, 0.15);
      expect(isAwake()).toBe(false);
    }
  });

  test("goes on asleep when an answer takes longer than expected, or never comes", () => {
    const waits = new ShortWaits();
    answer(waits, 64, 0.05);
    waits.begin();
    for (let round = 0; round < 19; round += 1) {
      now += 0.01;
      goRound();
    }
    expect(isAwake()).toBe(true);
    now += 0.02;
    goRound();
    expect(isAwake()).toBe(false);
  });

  test("ends with the last answer", () => {
    const waits = new ShortWaits();
    answer(waits, 100, 0.05);
    goRound();
    expect(isAwake()).toBe(false);
  });

  test("is done asleep for long after something else ran instead of us", () => {
    const waits = new ShortWaits();
    answer(waits, 64, 0.05);
    waits.begin();
    // A quota of processor time is used up.
    now += 50;
    waits.end();
    goRound();
    answer(waits, 5000, 0.05);
    expect(isAwake()).toBe(false);
    answer(waits, 100, 0.05);
    expect(isAwake()).toBe(true);
  });
});
