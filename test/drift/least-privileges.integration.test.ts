import { describe, expect, it } from "vitest";
import { readCatalog } from "../../src/catalog/read.ts";
import { reportDrift } from "../../src/drift/report.ts";
import { connect } from "../../src/postgres/connect.ts";
import { createShadow } from "../../src/postgres/shadow.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { baseStatements, runStatements } from "./change-suite.ts";

/** What each role may do in a database that holds one of everything. */
const roles = {
  least_nothing: [],
  least_usage: ["GRANT USAGE ON SCHEMA app TO least_usage"],
  least_settings: ["GRANT pg_read_all_data TO least_settings"],
};

describe.each([14, 18])(
  "a role with few rights on PostgreSQL %i",
  { timeout: 120_000 },
  (major) => {
    it("reads what the superuser reads, and names what it can't", async () => {
      const shadow = await createShadow({
        projectDir: process.cwd(),
        major,
        searchFolders: [majorsFolder],
        loopback: true,
      });
      try {
        const database = await shadow.createDatabase();
        await runStatements(database, baseStatements());
        await runStatements(database, [
          "CREATE SCHEMA closed",
          "REVOKE ALL ON SCHEMA closed FROM PUBLIC",
          "CREATE TABLE closed.secret (id integer DEFAULT 7, CHECK (id > 3))",
          "CREATE VIEW closed.shown AS SELECT id FROM closed.secret",
          ...Object.keys(roles).map((role) => `CREATE ROLE ${role} LOGIN PASSWORD 'x'`),
          ...Object.values(roles).flat(),
          // What is granted here is part of the schema.
          "SELECT 1",
        ]);
        const expected = await readCatalog(database);
        for (const user of Object.keys(roles)) {
          const settings = { ...database, user, password: "x" };
          const actual = await readCatalog(settings);
          const report = reportDrift({
            expected: { side: "committed", catalog: expected },
            actual: { side: "database", catalog: actual },
          });
          expect([user, report.verdict, report.findings]).toEqual([user, "unknown", []]);
          expect(report.unmodeled).toEqual([
            { kind: "user mapping", object: "PUBLIC on server far" },
          ]);
        }
        // What happens in a schema that the role has no right on is drift all the same.
        const admin = await connect(database);
        await admin.unsafe("ALTER TABLE closed.secret ALTER COLUMN id SET DEFAULT 8");
        await admin.end();
        const settings = { ...database, user: "least_nothing", password: "x" };
        const { verdict, findings } = reportDrift({
          expected: { side: "committed", catalog: expected },
          actual: { side: "database", catalog: await readCatalog(settings) },
        });
        expect(verdict).toBe("drift");
        expect(findings).toMatchObject([{ object: "closed.secret.id", attribute: "default" }]);
      } finally {
        await shadow.dispose();
      }
    });
  },
);
