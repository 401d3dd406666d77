import { describe, expect, it } from "vitest";
import { Arrivals } from "../../../src/postgres/wire/arrivals.ts";

const done = { kind: "command", tag: "INSERT 0 1" } as const;
const notice = { kind: "notice", diagnostic: {} as never, isAmongRows: false } as const;

function answer(arrivals: Arrivals, { isPlain = true } = {}): void {
  arrivals.add(done);
  arrivals.end({ isPlain });
}

/** Whether whoever waits was woken, once what waits for that has had its turn. */
async function isWoken(waiting: Promise<void>): Promise<boolean> {
  const later = new Promise<"later">((resolve) => setImmediate(resolve, "later"));
  return (await Promise.race([waiting, later])) !== "later";
}

describe("whoever waits for several answers", () => {
  it("is woken when all are there", async () => {
    const arrivals = new Arrivals();
    const waiting = arrivals.next(2);
    answer(arrivals);
    arrivals.tell({ isLast: false });
    expect(await isWoken(waiting)).toBe(false);
    answer(arrivals);
    arrivals.tell({ isLast: false });
    expect(await isWoken(waiting)).toBe(true);
  });

  it.each([
    ["a notice", (to: Arrivals) => to.add(notice)],
    ["an empty statement", (to: Arrivals) => to.add({ kind: "empty" })],
    ["what came beside the results", (to: Arrivals) => answer(to, { isPlain: false })],
    ["two commands in one answer", (to: Arrivals) => (to.add(done), answer(to))],
  ])("is woken by %s", async (_, arrive) => {
    const arrivals = new Arrivals();
    const waiting = arrivals.next(2);
    arrive(arrivals);
    arrivals.tell({ isLast: false });
    expect(await isWoken(waiting)).toBe(true);
    expect(arrivals.takeCompletion()).toBeUndefined();
  });

  it("is woken when nothing more is to come", async () => {
    const arrivals = new Arrivals();
    const waiting = arrivals.next(3);
    answer(arrivals);
    arrivals.tell({ isLast: true });
    expect(await isWoken(waiting)).toBe(true);
  });
});

describe("a plain answer", () => {
  it("is taken as a whole, up to the first that isn't plain", () => {
    const arrivals = new Arrivals();
    answer(arrivals);
    answer(arrivals);
    answer(arrivals, { isPlain: false });
    answer(arrivals);
    expect([arrivals.takeCompletion(), arrivals.takeCompletion()]).toEqual([done, done]);
    expect(arrivals.takeCompletion()).toBeUndefined();
    const rest = Array.from({ length: 4 }, () => arrivals.take());
    expect(rest).toEqual([done, undefined, done, undefined]);
    expect(arrivals.isEmpty).toBe(true);
    answer(arrivals);
    expect(arrivals.takeCompletion()).toBe(done);
  });

  it("is only taken when its end is there", () => {
    const arrivals = new Arrivals();
    arrivals.add(done);
    expect(arrivals.takeCompletion()).toBeUndefined();
    arrivals.end({ isPlain: true });
    expect(arrivals.takeCompletion()).toBe(done);
  });
});
