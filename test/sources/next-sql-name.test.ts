import { describe, expect, it } from "vitest";
import { SourceError } from "../../src/errors.ts";
import { nextSqlName } from "../../src/sources/create-sql-file.ts";

const now = new Date("2026-05-04T10:18:30.251Z");
const next = (...existing: string[]) => nextSqlName(existing, { name: "add-due-date", now });

describe("the name of a folder's next SQL file", () => {
  it.each([
    { existing: [], expected: "20260504101830_add-due-date.sql" },
    { existing: ["0007_tables.sql", "0006_x.sql"], expected: "0008_add-due-date.sql" },
    { existing: ["099-tables.sql"], expected: "100-add-due-date.sql" },
    { existing: ["1.sql"], expected: "2_add-due-date.sql" },
    { existing: ["V1__tables.sql"], expected: "V2__add-due-date.sql" },
    { existing: ["20250101000000_tables.sql"], expected: "20260504101830_add-due-date.sql" },
    {
      existing: ["2025-12-25T13-10-31.651Z.sql"],
      expected: "2026-05-04T10-18-30.251Z-add-due-date.sql",
    },
  ])("behind $existing: $expected", ({ existing, expected }) => {
    expect(next(...existing)).toBe(expected);
  });

  it.each([["9_tables.sql"], ["tables.sql"], ["20990101000000_tables.sql"]])(
    "none comes behind %s",
    (last) => {
      expect(() => next(last)).toThrow(SourceError);
      expect(() => next(last)).toThrow(`add-due-date.sql would run before ${last}`);
    },
  );
});
