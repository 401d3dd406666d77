import { expect, test } from "vitest";
import { ScriptError } from "../../src/errors.ts";
import { createPalette } from "../../src/report/palette.ts";
import { renderWatch } from "../../src/report/watch.ts";

const style = { palette: createPalette(false), width: 100, verbose: false, time: "14:02:11" };
const error = new ScriptError("syntax error", {
  position: { file: "sql/1.sql", line: 3, column: 5 },
});

test("names of files can't steer a terminal, and many are counted", () => {
  const paths = ["sql/a\u001B[2J.sql", "sql/b\nc.sql", "3", "4", "5", "6", "7"];
  const changes = paths.map((path) => ({ path, change: "added" as const }));
  const text = renderWatch(
    { kind: "failed", changes, error, untouched: undefined, again: false },
    style,
  );
  expect(text?.split("\n")[0]).toBe(
    String.raw`[14:02:11] + sql/a\u001b[2J.sql  + sql/b\nc.sql  + 3  + 4  + 5  and 2 more files`,
  );
  expect(text).toContain("error: sql/1.sql:3:5: syntax error");
});

test("an error is told once, and what was left as it was besides", () => {
  const untouched = {
    because: [
      { file: "sql/1.sql", state: "changed" as const },
      { file: "app/2.sql", state: "missing" as const },
    ],
    committed: [],
  };
  const failed = { kind: "failed" as const, changes: [], error, untouched };
  expect(renderWatch({ ...failed, again: false }, style)).toContain(
    "The embedded database is as it was: sql/1.sql was changed after it was applied (and 1 more file), and a rehearsal on a throw-away one failed.",
  );
  expect(renderWatch({ ...failed, again: true }, style)).toBe("error: the same as before");
});

test("a proof is told where there was one, and a failure says what not to do", () => {
  const proved = (proof: Parameters<typeof renderWatch>[0] & { kind: "proved" }) =>
    renderWatch(proof, style);
  expect(proved({ kind: "proved", proof: { state: "proved", statements: 3 } })).toContain(
    "✓ Proved",
  );
  expect(proved({ kind: "proved", proof: { state: "impossible", reason: "…" } })).toBeUndefined();
  expect(renderWatch({ kind: "not proved", error }, style)).toContain("don't commit them");
});
