import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { withReplacedViews } from "../../../src/drift/plan/replaced-views.ts";
import { catalogOf, fact } from "../catalogs.ts";
import { statement } from "../plan-statement.ts";

const view = (name: string, definition: string, columns: readonly string[], more = {}) => [
  fact("view", name, { definition, ...more }),
  ...columns.map((column, index) =>
    fact("column", `${name}.${column}`, { type: "text", position: index + 1 }),
  ),
];

/** As the planning library has it. */
const anew = [
  'DROP VIEW "app"."of_open"',
  'DROP MATERIALIZED VIEW "app"."counted"',
  'DROP VIEW "app"."Open ""teams"""',
  'CREATE VIEW "app"."Open ""teams""" AS SELECT 2',
  'ALTER VIEW "app"."Open ""teams""" OWNER TO "ada"',
  'CREATE MATERIALIZED VIEW "app"."counted" AS SELECT 3',
  "CREATE UNIQUE INDEX counted_idx ON app.counted USING btree (n)",
  'CREATE VIEW "app"."of_open" AS SELECT 4',
  'COMMENT ON VIEW "app"."of_open" IS \'GRANT SELECT ON TABLE "app"."team" TO "x"\'',
  'COMMENT ON COLUMN "app"."of_open"."name" IS \'Name\'',
  `CREATE TRIGGER "on" INSTEAD OF INSERT ON app."Open ""teams""" FOR EACH ROW EXECUTE FUNCTION app.f()`,
  'GRANT SELECT ON TABLE "app"."Open ""teams""" TO "reader"',
  'GRANT SELECT ON TABLE "app"."team" TO "reader"',
];
const others = [
  ...view("app.of_open", "SELECT 4", ["name"]),
  fact("materialized view", "app.counted", { definition: "SELECT 3" }),
];
const open = 'app."Open ""teams"""';

const replaced = (statements: readonly string[], from: readonly Fact[], to: readonly Fact[]) =>
  withReplacedViews(
    statements.map((sql) => statement(sql)),
    {
      from: catalogOf(from),
      to: catalogOf(to),
    },
  ).map(({ sql }) => sql);

describe("a view that has another query", () => {
  const from = [...view(open, "SELECT 1", ["name"]), ...others];

  it("is replaced, and what stands on it stays, with all that is said of it", () => {
    const to = [...view(open, "SELECT 2", ["name"]), ...others];
    expect(replaced(anew, from, to)).toEqual([
      'CREATE OR REPLACE VIEW "app"."Open ""teams""" AS SELECT 2',
      'GRANT SELECT ON TABLE "app"."team" TO "reader"',
    ]);
  });

  it("is replaced by one with another option, and with more columns", () => {
    const options = { options: { security_barrier: "true" } };
    const to = [...view(open, "SELECT 2", ["name", "slug"], options), ...others];
    expect(replaced(anew, from, to)).toHaveLength(2);
    expect(replaced(anew, to, from)).toEqual(anew);
  });

  it("is made anew where more of it differs", () => {
    const commented = view(open, "SELECT 2", ["name"], { comment: "Open" });
    expect(replaced(anew, from, [...commented, ...others])).toEqual(anew);
    expect(replaced(anew, from, [...view(open, "SELECT 2", ["id"]), ...others])).toEqual(anew);
  });

  it("is made anew where no query differs: something else needs it to be out of the way", () => {
    expect(replaced(anew, from, from)).toEqual(anew);
    const typed = [...anew, 'ALTER TABLE "app"."team" ALTER COLUMN "n" TYPE bigint'];
    expect(replaced(typed, from, from)).toEqual(typed);
  });

  it("stays where a column that it reads is no longer generated", () => {
    const plain = 'ALTER TABLE "app"."team" ALTER COLUMN "n" DROP EXPRESSION';
    expect(replaced([...anew.slice(0, 3), plain, ...anew.slice(3)], from, from)).toEqual([
      plain,
      'GRANT SELECT ON TABLE "app"."team" TO "reader"',
    ]);
  });
});
