import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { correctedPlan } from "../../../src/drift/plan/corrected-plan.ts";
import { catalogOf, fact } from "../catalogs.ts";

const statement = (sql: string) => ({
  sql,
  lock: null,
  losesData: false,
  rewritesTable: false,
  transactional: true,
});

/** What becomes of a plan that leads from some facts to others. */
function corrected(statements: readonly string[], from: readonly Fact[], to: readonly Fact[]) {
  const catalogs = { from: catalogOf(from), to: catalogOf(to) };
  return correctedPlan(statements.map(statement), catalogs);
}

const sqlOf = (...input: Parameters<typeof corrected>) => corrected(...input).map(({ sql }) => sql);

describe("a plan of the planning library's", () => {
  it("takes no time to read names of many quotes", () => {
    const name = `"${'""'.repeat(60)}"`;
    const plan = [
      `ALTER TABLE ${name}.${name} OWNER TO "app"`,
      `CREATE INDEX ${name} ON ${name}.${name} USING btree (${name})`,
    ];
    expect(sqlOf(plan, [], [])).toEqual(plan);
  });

  it("calls an enum that makes way so that everybody knows what it is", () => {
    const plan = [
      'ALTER TYPE "app"."mood" RENAME TO "mood__pgdelta_replaced"',
      'DROP TYPE "app"."mood__pgdelta_replaced"',
      "COMMENT ON TABLE app.t IS '__pgdelta_replaced'",
    ];
    expect(sqlOf(plan, [], [])).toEqual([
      'ALTER TYPE "app"."mood" RENAME TO "mood__replaced"',
      'DROP TYPE "app"."mood__replaced"',
      plan[2],
    ]);
    expect(sqlOf(plan, [fact("type", "app.mood__replaced")], [])).toEqual(plan);
  });

  it("changes a column in its place, where it would be dropped with its values", () => {
    const anew = [
      'ALTER TABLE "app"."team" DROP COLUMN "slug"',
      'ALTER TABLE "app"."team" ADD COLUMN "slug" text',
    ];
    const column = (attributes: Fact["attributes"]) => [
      fact("column", "app.team.slug", { type: "text", ...attributes }),
    ];
    const generated = (expression: string) => ({ generated: { kind: "stored", expression } });
    expect(sqlOf(anew, column({}), column({ collation: '"C"' }))).toEqual([
      'ALTER TABLE "app"."team" ALTER COLUMN "slug" TYPE text COLLATE "C"',
    ]);
    expect(
      sqlOf(
        anew,
        column({ type: "app.size", default: "'l'::app.size" }),
        column({ collation: '"C"', default: "'l'::text", notNull: true }),
      ),
    ).toEqual([
      'ALTER TABLE "app"."team" ALTER COLUMN "slug" DROP DEFAULT',
      'ALTER TABLE "app"."team" ALTER COLUMN "slug" TYPE text COLLATE "C" USING "slug"::text',
      `ALTER TABLE "app"."team" ALTER COLUMN "slug" SET DEFAULT 'l'::text`,
      'ALTER TABLE "app"."team" ALTER COLUMN "slug" SET NOT NULL',
    ]);
    expect(sqlOf(anew, column(generated("1")), column({ default: "'x'" }))).toEqual([
      'ALTER TABLE "app"."team" ALTER COLUMN "slug" DROP EXPRESSION',
      `ALTER TABLE "app"."team" ALTER COLUMN "slug" SET DEFAULT 'x'`,
    ]);
    expect(sqlOf(anew, column(generated("a")), column(generated("b")))).toEqual([
      'ALTER TABLE "app"."team" ALTER COLUMN "slug" SET EXPRESSION AS (b)',
    ]);
    expect(sqlOf(anew, column({}), column(generated("a")))).toEqual(anew);
    expect(sqlOf(anew.slice(0, 1), column({}), column({ collation: '"C"' }))).toEqual(
      anew.slice(0, 1),
    );
  });

  it("leaves a partition's own index to the new one of its parent", () => {
    const index = (object: string, parent: string, more: Fact["attributes"] = {}): Fact => ({
      kind: "index",
      object,
      parent,
      attributes: { method: "btree", keys: ['"end"'], ...more },
    });
    const own = index("app.own_end", "app.log_2026");
    const plan = [
      'DROP INDEX "app"."own_end"',
      'CREATE INDEX log_end ON ONLY app.log USING btree ("end")',
    ];
    const whole = plan[1]!.replace(" ONLY", "");
    const taken = (more: Fact["attributes"]) => [
      index("app.log_end", "app.log"),
      index("app.own_end", "app.log_2026", { partitionOf: "app.log_end", ...more }),
    ];
    expect(sqlOf(plan, [own], taken({}))).toEqual([whole]);
    expect(sqlOf(plan, [own], taken({ where: "(at > now())" }))).toEqual([plan[0], whole]);
    expect(sqlOf(plan, [own], taken({}).slice(0, 1))).toEqual([plan[0], whole]);
    const key = (object: string, more: Fact["attributes"] = {}) =>
      fact("constraint", object, { type: "unique", columns: ["at"], ...more });
    const keys = [
      'ALTER TABLE "app"."log_2026" DROP CONSTRAINT "own_key"',
      'ALTER TABLE "app"."log" ADD CONSTRAINT "log_key" UNIQUE (at)',
    ];
    const made = key("own_key on app.log_2026", { partitionOf: "log_key on app.log" });
    const parent = key("log_key on app.log");
    expect(sqlOf(keys, [key("own_key on app.log_2026")], [parent, made])).toEqual([keys[1]]);
    expect(sqlOf(keys, [key("own_key on app.log_2026")], [parent])).toEqual(keys);
  });

  it("never writes a word in the place of a secret", () => {
    const mapping = (options: Record<string, string>) =>
      fact("user mapping", "ada on server far", { options });
    const create = `CREATE USER MAPPING FOR "ada" SERVER "far" OPTIONS ("password" '__OPTION_PASSWORD__', "user" '__OPTION_USER__', "z" '__OPTION_Z__')`;
    const secret = mapping({ password: "(hidden)", user: "it's", z: "(hidden)" });
    expect(sqlOf([create], [], [secret])).toEqual([
      `CREATE USER MAPPING FOR "ada" SERVER "far" OPTIONS ("user" 'it''s')`,
    ]);
    expect(sqlOf([create], [], [mapping({ password: "(hidden)" })])).toEqual([
      'CREATE USER MAPPING FOR "ada" SERVER "far"',
    ]);
    const [dropped] = corrected(['DROP USER MAPPING FOR "ada" SERVER "far"'], [secret], []);
    expect(dropped?.losesData).toBe(true);
  });

  it("changes options by what facts say of them", () => {
    const server = (options: Record<string, string>) => [fact("server", "far", { options })];
    const library = `ALTER SERVER "far" OPTIONS (SET "note" '__OPTION_NOTE__')`;
    expect(
      sqlOf([library], server({ note: "a", gone: "1", token: "(hidden)" }), server({ note: "b" })),
    ).toEqual([
      'ALTER SERVER far OPTIONS (DROP "gone")',
      `ALTER SERVER far OPTIONS (SET "note" 'b')`,
      'ALTER SERVER far OPTIONS (DROP "token")',
    ]);
    expect(sqlOf([], server({}), server({ token: "(hidden)" }))).toEqual([]);
  });

  it("makes an index of a partitioned table with those of the partitions", () => {
    const create = "CREATE INDEX event_kind_idx ON ONLY app.event USING btree (kind)";
    const index = (attributes: Fact["attributes"]) => [
      { ...fact("index", "app.event_kind_idx", attributes), parent: "app.event" },
    ];
    expect(sqlOf([create], [], index({}))).toEqual([create.replace("ONLY ", "")]);
    expect(sqlOf([create], [], index({ invalid: true }))).toEqual([create]);
  });

  it("doesn't make a column that a child table has from its parent, nor give away a sequence with its table", () => {
    const inherited = fact("column", "app.dog.name", { type: "text", inherited: true });
    const serial = fact("sequence", "app.team_id_seq", { ownedBy: "app.team.id" });
    const plan = [
      'ALTER TABLE "app"."dog" ADD COLUMN "name" text',
      'ALTER SEQUENCE "app"."team_id_seq" OWNER TO "ada"',
      'ALTER DEFAULT PRIVILEGES FOR ROLE "ada" IN SCHEMA "app" REVOKE ALL ON FUNCTIONS FROM PUBLIC',
      'ALTER TABLE "app"."team" OWNER TO "ada"',
    ];
    expect(sqlOf(plan, [inherited, serial], [inherited, serial])).toEqual(plan.slice(-1));
  });
});
