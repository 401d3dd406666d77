import { describe, expect, it } from "vitest";
import { adviseOn } from "../../../src/report/drift/advice.ts";
import { report } from "./sample.ts";

describe("what to do", () => {
  it("is said of what the role may not read, with drift and without", () => {
    const unmodeled = [{ kind: "user mapping", object: "PUBLIC on server far" }];
    const [unread] = adviseOn(report({ unmodeled }));
    expect(unread).toContain("may not read what can't be compared");
    const files = [{ path: "src/a.ts", change: "changed" }] as const;
    expect(adviseOn(report({ unmodeled, files }))).toEqual([
      expect.stringContaining("Generated files were changed by hand"),
      unread,
    ]);
  });

  it("is nothing where all is in sync", () => {
    const pending = [{ source: "app", migration: "2.sql", state: "pending" }] as const;
    expect(adviseOn(report({ pending }))).toEqual([]);
  });
});
