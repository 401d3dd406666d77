import { expect, test } from "vitest";
import { unifiedDiff } from "../src/unified-diff.ts";

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

test("a change stands between three lines of context", () => {
  const before = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
  expect(unifiedDiff(text(before), text(before.with(4, "E")))).toEqual([
    "@@ -2,7 +2,7 @@",
    " b",
    " c",
    " d",
    "-e",
    "+E",
    " f",
    " g",
    " h",
  ]);
});

test("changes far apart are two hunks; a file that comes or goes is one", () => {
  const before = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const hunks = unifiedDiff(text(before), text(before.with(1, "x").with(18, "y")));
  expect(hunks.filter((line) => line.startsWith("@@"))).toEqual([
    "@@ -1,5 +1,5 @@",
    "@@ -16,5 +16,5 @@",
  ]);
  expect(unifiedDiff("", "a\nb\n")).toEqual(["@@ -0,0 +1,2 @@", "+a", "+b"]);
  expect(unifiedDiff("a\n", "")).toEqual(["@@ -1 +0,0 @@", "-a"]);
  expect(unifiedDiff("a\n", "a\n")).toEqual([]);
});

/** What `patch` does with it. */
function apply(before: readonly string[], diff: readonly string[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const line of diff) {
    const start = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    if (start !== null) {
      const from = Number(start[1]) - (start[2] === "0" ? 0 : 1);
      result.push(...before.slice(at, from));
      at = from;
      continue;
    }
    if (line.startsWith("+")) result.push(line.slice(1));
    else {
      if (before[at] !== line.slice(1)) throw new Error(`${line} isn't line ${at + 1}`);
      if (line.startsWith(" ")) result.push(line.slice(1));
      at += 1;
    }
  }
  return [...result, ...before.slice(at)];
}

test("applied to the one text it gives the other, whatever they are", () => {
  let state = 42;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  for (let round = 0; round < 500; round += 1) {
    const lines = () => Array.from({ length: random(25) }, () => "abc"[random(3)] ?? "");
    const [before, after] = [lines(), lines()];
    expect(apply(before, unifiedDiff(text(before), text(after)))).toEqual(after);
  }
});

test("texts with nothing in common are replaced as a whole, in no time", () => {
  const lines = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word} ${index}`);
  const diff = unifiedDiff(text(lines("old")), text(lines("new")));
  expect(diff).toHaveLength(40_001);
});
