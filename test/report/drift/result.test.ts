import { describe, expect, it } from "vitest";
import type { DriftReport } from "../../../src/drift/report.ts";
import { renderDriftText } from "../../../src/report/drift/text.ts";
import { withoutIgnoredNames } from "../../../src/report/drift/result.ts";
import { createPalette } from "../../../src/report/palette.ts";
import { variedReport } from "./sample.ts";

const plain = { palette: createPalette(false), width: 100 };

describe("withoutIgnoredNames", () => {
  it("keeps the counts of the rules and drops the names, in each of several databases too", () => {
    const single = renderDriftText(withoutIgnoredNames(variedReport()), plain);
    expect(renderDriftText(variedReport(), plain)).toContain("table app.tmp_a");
    expect(single).toContain("· 2 objects ignored: scratch of the import (app.tmp_*)");
    expect(single).not.toContain("app.tmp_a");
    const several = renderDriftText(
      withoutIgnoredNames({
        schemaVersion: 1,
        verdict: "drift",
        databases: [
          { name: "eu", report: variedReport(), failure: null },
          { name: "us", report: null, failure: { message: "refused", hint: null } },
        ],
      }),
      plain,
    );
    expect(several).toContain("2 objects ignored");
    expect(several).not.toContain("app.tmp_a");
  });

  it("changes nothing else", () => {
    const { ignored: _, ...rest } = withoutIgnoredNames(variedReport()) as DriftReport;
    expect(variedReport()).toMatchObject(rest);
  });
});
