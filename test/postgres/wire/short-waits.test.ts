import { availableParallelism } from "node:os";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { ShortWaits } from "../../../src/postgres/wire/short-waits.ts";

const insert = "insert into t values (1)";

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
function answer(waits: ShortWaits, count: number, milliseconds: number, statement = insert): void {
  for (let done = 0; done < count; done += 1) {
    waits.begin(statement);
    now += milliseconds;
    goRound();
    waits.end();
  }
}

/** As `answer`, and says for how many of them it was awake. */
function awakeFor(
  waits: ShortWaits,
  count: number,
  milliseconds: number,
  statement: string,
): number {
  let awake = 0;
  for (let done = 0; done < count; done += 1) {
    answer(waits, 1, milliseconds, statement);
    if (isAwake()) awake += 1;
    goRound();
  }
  return awake;
}

// With one processor the server needs it.
describe.runIf(availableParallelism() > 1)("waiting for answers", () => {
  test("is done awake after a row of short waits", () => {
    const waits = new ShortWaits();
    answer(waits, 40, 0.05);
    expect(isAwake()).toBe(false);
    answer(waits, 10, 0.05);
    expect(isAwake()).toBe(true);
  });

  test("is done asleep as long as they take longer on average", () => {
    const waits = new ShortWaits();
    for (let row = 0; row < 100; row += 1) {
      answer(waits, 3, 0.05);
      answer(waits, 1, 0.5);
      expect(isAwake()).toBe(false);
    }
  });

  test("is expected of a kind of statement: comments are short, also between tables that aren't", () => {
    const waits = new ShortWaits();
    let awake = { tables: 0, comments: 0 };
    for (let row = 0; row < 100; row += 1) {
      awake = {
        tables: awake.tables + awakeFor(waits, 1, 1, "create table t (a int)"),
        comments: awake.comments + awakeFor(waits, 1, 0.06, "comment on table t is 'a table'"),
      };
    }
    expect(awake.tables).toBe(0);
    expect(awake.comments).toBeGreaterThan(50);
  });

  test("goes on asleep when an answer takes longer than expected, or never comes", () => {
    const waits = new ShortWaits();
    answer(waits, 64, 0.05);
    waits.begin(insert);
    for (let round = 0; round < 23; round += 1) {
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
    waits.begin(insert);
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
