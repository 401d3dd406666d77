import { expect, test } from "vitest";
import { nextFileName } from "../../src/better-auth/file-name.ts";

const now = new Date("2026-05-06T07:08:09.010Z");

test.each([
  ["a first file", [], undefined, "2026-05-06T07-08-09.010Z.sql"],
  ["a label", [], "two_factor", "2026-05-06T07-08-09.010Z-two_factor.sql"],
  [
    "earlier files",
    ["2025-12-25T13-10-31.651Z.sql", "0001_init.sql"],
    undefined,
    "2026-05-06T07-08-09.010Z.sql",
  ],
  [
    "a file of this very millisecond",
    ["2026-05-06T07-08-09.010Z.sql"],
    undefined,
    "2026-05-06T07-08-09.011Z.sql",
  ],
  [
    "a clock that is behind",
    ["2031-01-01T00-00-00.999Z-b.sql"],
    undefined,
    "2031-01-01T00-00-01.000Z.sql",
  ],
] as const)("the next name behind %s", (_, existing, label, expected) => {
  expect(nextFileName(existing, { now, label })).toBe(expected);
});

test("a folder of other names, behind which no time comes, is refused", () => {
  expect(() => nextFileName(["V1__init.sql"], { now, label: undefined })).toThrow(
    "2026-05-06T07-08-09.010Z.sql would run before V1__init.sql",
  );
});
