import { describe, expect, it } from "vitest";
import { attributesByKind, filesByKind } from "../../src/catalog/attributes.ts";
import { factKinds } from "../../src/catalog/fact.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { baseStatements, runStatements } from "../drift/change-suite.ts";
import { createTestDatabase } from "../support/database.ts";

describe("the attributes that the queries build", () => {
  it("are those that facts have, in a schema with one of everything", async () => {
    const database = await createTestDatabase();
    try {
      await runStatements(database.settings, baseStatements());
      const { facts } = await readCatalog(database.settings);
      const known = attributesByKind();
      const unknown = facts.flatMap(({ kind, attributes }) =>
        Object.keys(attributes)
          .filter((name) => name !== "position" && !known.get(kind)!.includes(name))
          .map((name) => `${kind} ${name}`),
      );
      expect(unknown).toEqual([]);
      const given = new Set(
        facts.flatMap(({ kind, attributes }) =>
          Object.keys(attributes).map((name) => `${kind} ${name}`),
        ),
      );
      expect(given.size).toBeGreaterThan(90);
    } finally {
      await database.drop();
    }
  });

  it("are known for each kind, with the file that says so", () => {
    const [attributes, files] = [attributesByKind(), filesByKind()];
    expect(factKinds.filter((kind) => attributes.get(kind)!.length === 0)).toEqual([]);
    expect(factKinds.filter((kind) => files.get(kind)!.length !== 1)).toEqual([]);
    expect(attributes.get("sequence")).toEqual(
      expect.arrayContaining(["type", "increment", "owner"]),
    );
    expect(attributes.get("column")).not.toContain("name");
  });
});
