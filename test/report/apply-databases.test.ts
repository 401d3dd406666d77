import { expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { renderDatabases } from "../../src/report/apply-databases.ts";
import { createPalette } from "../../src/report/palette.ts";

it("shows each database's lines below its name, and no line of blanks", () => {
  const text = renderDatabases(
    [
      { name: "eu", result: "one\n\ntwo\n", failure: null, stoppedAfter: [] },
      {
        name: "us",
        result: null,
        failure: new UsageError("refused", { hint: "Is it up?" }),
        stoppedAfter: [],
      },
    ],
    createPalette(false),
    { render: (result) => result, done: "could be looked at" },
  );
  expect(text.split("\n")).toEqual([
    "eu",
    "  one",
    "",
    "  two",
    "",
    "us",
    "  error: refused",
    "  hint: Is it up?",
    "",
    "✗ 1 of 2 databases failed: us",
  ]);
});
