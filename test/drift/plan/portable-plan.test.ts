import { describe, expect, it } from "vitest";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { portablePlan } from "../../../src/drift/plan/portable-plan.ts";

const names = { owner: 'the "boss"', database: "shop" };
const boss = '"the ""boss"""';
const portable = (...sql: string[]) =>
  portablePlan(sql.map(ownStatement), names).map((statement) => statement.sql);

describe("SQL for a file that others run, too", () => {
  it("leaves what it makes to whoever runs it", () => {
    const table = 'CREATE TABLE "app"."team" ("id" integer)';
    const routine = "CREATE OR REPLACE FUNCTION app.slugify(text) RETURNS text";
    expect(
      portable(
        table,
        `ALTER TABLE "app"."team" OWNER TO ${boss}`,
        routine,
        `ALTER FUNCTION "app"."slugify"(text) OWNER TO ${boss}`,
        `CREATE SCHEMA "app" AUTHORIZATION ${boss}`,
        `ALTER DEFAULT PRIVILEGES FOR ROLE ${boss} IN SCHEMA "app" GRANT SELECT ON TABLES TO "reader"`,
      ),
    ).toEqual([
      table,
      routine,
      'CREATE SCHEMA "app"',
      'ALTER DEFAULT PRIVILEGES IN SCHEMA "app" GRANT SELECT ON TABLES TO "reader"',
    ]);
  });

  it("leaves what stands in no schema, too, which may have a schema's name", () => {
    const made = [
      'CREATE PUBLICATION "app" FOR TABLE "app"."team"',
      'CREATE FOREIGN DATA WRAPPER "far"',
      'CREATE SERVER "app" FOREIGN DATA WRAPPER "far"',
    ];
    const owners = ["PUBLICATION", "SERVER"].map((kind) => `ALTER ${kind} "app" OWNER TO ${boss}`);
    const wrapper = `ALTER FOREIGN DATA WRAPPER "far" OWNER TO ${boss}`;
    const schema = `ALTER SCHEMA "app" OWNER TO ${boss}`;
    expect(portable(...made, ...owners, wrapper, schema)).toEqual([...made, schema]);
  });

  it("leaves what it makes of any kind", () => {
    const made = [
      "CREATE TEXT SEARCH DICTIONARY app.words (TEMPLATE = simple)",
      "CREATE TEXT SEARCH CONFIGURATION app.words (PARSER = default)",
      "CREATE OPERATOR app.=== (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text)",
      "CREATE OPERATOR FAMILY app.words USING btree",
      "CREATE OPERATOR CLASS app.words FOR TYPE text USING btree FAMILY app.words AS STORAGE text",
      "CREATE LANGUAGE mine HANDLER plpgsql_call_handler",
    ];
    const owners = [
      "TEXT SEARCH DICTIONARY app.words",
      "TEXT SEARCH CONFIGURATION app.words",
      "OPERATOR app.=== (text, text)",
      "OPERATOR FAMILY app.words USING btree",
      "OPERATOR CLASS app.words USING btree",
      "LANGUAGE mine",
    ].map((object) => `ALTER ${object} OWNER TO ${boss}`);
    expect(portable(...made, ...owners)).toEqual(made);
  });

  it("names other roles, and the owner of what was there", () => {
    const others = [
      'CREATE TABLE "app"."team" ("id" integer)',
      'ALTER TABLE "app"."team" OWNER TO "ops"',
      `ALTER TABLE "app"."player" OWNER TO ${boss}`,
      'CREATE SCHEMA "attic" AUTHORIZATION "ops"',
      'ALTER DEFAULT PRIVILEGES FOR ROLE "ops" GRANT SELECT ON TABLES TO "reader"',
    ];
    expect(portable(...others)).toEqual(others);
    const own = [others[0]!, `ALTER TABLE "app"."team" OWNER TO ${boss}`];
    const byAnother = { owner: undefined, database: "shop" };
    expect(portablePlan(own.map(ownStatement), byAnother)).toEqual(own.map(ownStatement));
  });

  it("is about the database that it runs in", () => {
    expect(
      portable(
        `ALTER DATABASE "shop" SET work_mem = '8MB'`,
        `COMMENT ON DATABASE "shop" IS '100%'`,
        `GRANT CONNECT ON DATABASE "other" TO "shop"`,
        `GRANT CREATE, TEMPORARY ON DATABASE "shop" TO "reader"`,
        `ALTER ROLE "reader" IN DATABASE "shop" SET work_mem = '9MB'`,
        `COMMENT ON TABLE app.team IS 'of DATABASE "shop"'`,
      ),
    ).toEqual([
      `DO 'BEGIN EXECUTE format(''ALTER DATABASE %I SET work_mem = ''''8MB'''''', current_database()); END'`,
      `DO 'BEGIN EXECUTE format(''COMMENT ON DATABASE %I IS ''''100%%'''''', current_database()); END'`,
      `GRANT CONNECT ON DATABASE "other" TO "shop"`,
      `DO 'BEGIN EXECUTE format(''GRANT CREATE, TEMPORARY ON DATABASE %I TO "reader"'', current_database()); END'`,
      `DO 'BEGIN EXECUTE format(''ALTER ROLE "reader" IN DATABASE %I SET work_mem = ''''9MB'''''', current_database()); END'`,
      `COMMENT ON TABLE app.team IS 'of DATABASE "shop"'`,
    ]);
  });
});
