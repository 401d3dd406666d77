import { describe, expect, it } from "vitest";
import { compareFacts } from "../../../src/drift/compare/compare.ts";
import { catalogOf, fact } from "../catalogs.ts";

/** What is told of a partition that was detached while its table got a check. */
function toldOf(bound: string, expression: string): string[] {
  const whole = fact("table", "app.event", { partitionBy: "RANGE (at)" });
  const partition = { partitionOf: "app.event", partitionBound: bound };
  const before = catalogOf([whole, fact("table", "app.part", partition)]);
  const check = fact("constraint", "part_at_check on app.part", { type: "check", expression });
  const after = catalogOf([check, whole, fact("table", "app.part")]);
  return compareFacts(before, after).map(({ kind, attribute }) => attribute ?? kind);
}

describe("the check of a partition that was detached", () => {
  it.each([
    ["FOR VALUES FROM (1) TO (10)", "((at IS NOT NULL) AND (at >= 1) AND (at < 10))"],
    ["FOR VALUES FROM (MINVALUE) TO (MAXVALUE)", "(at IS NOT NULL)"],
    ["FOR VALUES IN (NULL)", "(at IS NULL)"],
    ["FOR VALUES IN (true)", "((at IS NOT NULL) AND (at = true))"],
  ])("isn't told beside that, where it says of the rows what their bound said: %s", (...both) => {
    expect(toldOf(...both)).toEqual(["partitionOf"]);
  });

  it.each([
    ["FOR VALUES FROM (1) TO (10)", "(at > 0)"],
    ["FOR VALUES FROM (MINVALUE) TO (MAXVALUE)", "(at > 0)"],
    ["FOR VALUES IN (true)", "(length(name) > 3)"],
    ["DEFAULT", "(at IS NOT NULL)"],
  ])("is told where it says something else: %s", (...both) => {
    expect(toldOf(...both).toSorted()).toEqual(["constraint", "partitionOf"]);
  });
});
