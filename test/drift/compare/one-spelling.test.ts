import { describe, expect, it } from "vitest";
import { inOneSpelling } from "../../../src/drift/compare/one-spelling.ts";

describe("what releases of PostgreSQL print in several ways", () => {
  it.each([
    [`EXTRACT("YEAR" FROM t.at)`, "EXTRACT(YEAR FROM t.at)"],
    [`UPDATE ONLY app."t T" AS "x X" SET a = 1`, `UPDATE ONLY app."t T" "x X" SET a = 1`],
    ["DELETE FROM team AS t\n  WHERE (t.id = 1)", "DELETE FROM team t\n  WHERE (t.id = 1)"],
    [
      "MERGE INTO app.team AS t\n    USING s ON TRUE",
      "MERGE INTO app.team t\n    USING s ON (true)",
    ],
    ["XMLSERIALIZE(CONTENT x AS text NO INDENT)", "XMLSERIALIZE(CONTENT x AS text)"],
    [
      "WHERE ((x IS DOCUMENT) AND (NOT (y IS DOCUMENT)))",
      "WHERE x IS DOCUMENT AND NOT y IS DOCUMENT",
    ],
    ["CHECK ((XMLCONCAT(a, '('::xml) IS DOCUMENT))", "CHECK XMLCONCAT(a, '('::xml) IS DOCUMENT"],
  ])("%s is %s", (printed, spelled) => {
    expect(inOneSpelling(printed)).toBe(spelled);
  });

  it.each([
    "INSERT INTO app.team AS t (id) VALUES (1)",
    "SELECT 'UPDATE a AS b'::text AS x, 'EXTRACT(\"YEAR\" FROM '::text AS y, 'x NO INDENT)'::text AS z",
    "XMLSERIALIZE(DOCUMENT x AS text INDENT)",
    "app.tells(x IS DOCUMENT)",
    "((a OR b) AND c)",
  ])("%s stays as it is", (printed) => {
    expect(inOneSpelling(printed)).toBe(printed);
  });
});
