import { describe, expect, it } from "vitest";
import type { Catalog, Fact } from "../../src/catalog/fact.ts";
import { planFromFacts } from "../../src/drift/plan/facts/plan.ts";

const names = { owner: 'the "boss"', database: 'app"s' };

function catalog(
  ...facts: (Pick<Fact, "kind" | "object" | "attributes"> & Partial<Fact>)[]
): Catalog {
  return {
    serverMajor: 17,
    facts: facts.map((fact) => ({ parent: null, ...fact })),
    unmodeled: [],
  };
}

/** The statements that lead from one catalog to the other. */
function plan(from: Catalog, to: Catalog): string[] {
  const { first, last } = planFromFacts(from, to, names, []);
  return [...first, ...last].map(({ sql }) => sql);
}

const nothing = catalog();

describe("plans from facts", () => {
  it("drops, makes, and gives to the owner", () => {
    const definition = "CREATE STATISTICS app.some ON a, b FROM app.team";
    const some = catalog({
      kind: "statistics",
      object: "app.some",
      attributes: { definition, target: 5, comment: "It's \\ so" },
    });
    expect(plan(some, nothing)).toEqual(["DROP STATISTICS app.some"]);
    expect(plan(nothing, some)).toEqual([
      definition,
      "ALTER STATISTICS app.some SET STATISTICS 5",
      'ALTER STATISTICS app.some OWNER TO "the ""boss"""',
      "COMMENT ON STATISTICS app.some IS E'It''s \\\\ so'",
    ]);
    expect(plan(some, some)).toEqual([]);
  });

  it("takes casts out of the way of an enum that loses a label", () => {
    const cast = (object: string) => ({
      kind: "cast" as const,
      object,
      attributes: { method: "inout", context: "explicit" },
    });
    const status = (...labels: string[]) =>
      catalog(
        { kind: "enum", object: "app.status", attributes: { labels } },
        cast("(app.status AS integer)"),
        cast("(integer AS app.status[])"),
        cast("(integer AS app.status_code)"),
      );
    expect(plan(status("new", "late", "old"), status("new", "old"))).toEqual([
      "DROP CAST (app.status AS integer)",
      "DROP CAST (integer AS app.status[])",
      "CREATE CAST (app.status AS integer) WITH INOUT",
      "CREATE CAST (integer AS app.status[]) WITH INOUT",
    ]);
    expect(plan(status("new", "old"), status("new", "late", "old"))).toEqual([]);
  });

  it("leaves an owner alone whose name isn't a fact, and a value that is hidden", () => {
    const conversion = (owner: string) =>
      catalog({
        kind: "conversion",
        object: "app.latin",
        attributes: { from: "LATIN1", to: "UTF8", function: "iso8859_1_to_utf8(integer)", owner },
      });
    expect(plan(conversion("reader"), conversion("ADMIN"))).toEqual([]);
    expect(plan(conversion("ADMIN"), conversion("reader"))).toEqual([
      "ALTER CONVERSION app.latin OWNER TO reader",
    ]);
    const setting = (value: string) =>
      catalog({ kind: "database setting", object: "app.secret for role a", attributes: { value } });
    expect(plan(nothing, setting("(hidden)"))).toEqual([]);
    expect(plan(setting("(hidden)"), nothing)).toEqual([]);
    expect(plan(nothing, setting("x"))).toEqual([
      'ALTER ROLE a IN DATABASE "app""s" SET app.secret = \'x\'',
    ]);
  });

  it("sets a list of names one by one", () => {
    const setting = (object: string, value: string) =>
      catalog({ kind: "database setting", object, attributes: { value } });
    expect(
      plan(nothing, setting("session_preload_libraries", '"auto explain", pg_stat_statements')),
    ).toEqual([
      `ALTER DATABASE "app""s" SET session_preload_libraries = 'auto explain', 'pg_stat_statements'`,
    ]);
    expect(plan(nothing, setting("temp_tablespaces for role a", '""'))).toEqual([
      `ALTER ROLE a IN DATABASE "app""s" SET temp_tablespaces = ''`,
    ]);
    expect(plan(nothing, setting("app.list", "a, b"))).toEqual([
      `ALTER DATABASE "app""s" SET app.list = 'a, b'`,
    ]);
  });

  it("gives a procedure of an extension back to everybody", () => {
    const extension = (memberPrivileges: Record<string, Record<string, string[]>>) =>
      catalog({
        kind: "extension",
        object: "some",
        attributes: { version: "1", memberPrivileges },
      });
    expect(plan(extension({ "procedure app.run()": { PUBLIC: [] } }), extension({}))).toEqual([
      "REVOKE ALL ON PROCEDURE app.run() FROM PUBLIC",
      "GRANT EXECUTE ON PROCEDURE app.run() TO PUBLIC",
    ]);
  });

  it("chooses storage and compression again that a column's new type took along", () => {
    const column = (type: string, attributes: Fact["attributes"] = {}) =>
      catalog({
        kind: "column",
        object: "app.page.text",
        parent: "app.page",
        attributes: { type, storage: "external", compression: "pglz", ...attributes },
      });
    const again = [
      "ALTER TABLE ONLY app.page ALTER COLUMN text SET STORAGE EXTERNAL",
      "ALTER TABLE ONLY app.page ALTER COLUMN text SET COMPRESSION pglz",
    ];
    expect(plan(column("text"), column("character varying(9)"))).toEqual(again);
    expect(plan(column("text"), column("text", { collation: '"C"' }))).toEqual(again);
    expect(plan(column("text"), column("text", { statistics: 9 }))).toEqual([
      "ALTER TABLE ONLY app.page ALTER COLUMN text SET STATISTICS 9",
    ]);
  });

  it("stores a column's values as its type does, in words of PostgreSQL 14, too", () => {
    const column = (type: string, storage: object = {}) =>
      catalog({
        kind: "column",
        object: "app.page.text",
        parent: "app.page",
        attributes: { type, ...storage },
      });
    const back = (type: string) =>
      plan(column(type, { storage: "external" }), column(type)).map((sql) => sql.split(" ").at(-1));
    expect(
      ["text", "numeric(9,2)", "numeric", "numeric(9,2)[]", "inet[]", "inet", "app.code"].flatMap(
        back,
      ),
    ).toEqual(["EXTENDED", "MAIN", "MAIN", "EXTENDED", "EXTENDED", "MAIN", "DEFAULT"]);
  });

  it("changes a dictionary's options where it is, since configurations may use it", () => {
    const words = (options: string, template = "pg_catalog.snowball") =>
      catalog({
        kind: "text search dictionary",
        object: "app.words",
        attributes: { template, options },
      });
    const [one, other] = [
      words("language = 'english', stopwords = 'a, b = ''c'''"),
      words("stopwords = 'd', language = 'english', accept = 'false'"),
    ];
    expect(plan(one, other)).toEqual([
      "ALTER TEXT SEARCH DICTIONARY app.words (stopwords = 'd', accept = 'false')",
    ]);
    expect(plan(other, one)).toEqual([
      "ALTER TEXT SEARCH DICTIONARY app.words (accept, stopwords = 'a, b = ''c''')",
    ]);
    expect(plan(one, words("", "pg_catalog.simple"))[0]).toBe(
      "DROP TEXT SEARCH DICTIONARY app.words",
    );
  });

  it("detaches a partition that goes, where a key refers to its parent's parent", () => {
    const tables = (...days: string[]) =>
      catalog(
        { kind: "table", object: "app.log", attributes: { partitionBy: "RANGE (at)" } },
        { kind: "table", object: "app.year", attributes: { partitionOf: "app.log" } },
        ...days.map((object) => ({
          kind: "table" as const,
          object,
          attributes: { partitionOf: "app.year" },
        })),
        {
          kind: "constraint",
          object: "fk on app.alarm",
          attributes: { type: "foreign key", references: { table: "app.log", columns: ["at"] } },
        },
      );
    expect(plan(tables("app.day"), tables())).toEqual([
      "ALTER TABLE app.year DETACH PARTITION app.day",
    ]);
  });

  it("grants what is held on a partition's column alone", () => {
    const column = (attributes: Fact["attributes"]) =>
      catalog({
        kind: "column",
        object: "app.day.value",
        parent: "app.day",
        attributes: { type: "integer", inherited: true, ...attributes },
      });
    expect(plan(column({}), column({ privileges: { reader: ["SELECT"] } }))).toEqual([
      "REVOKE ALL (value) ON TABLE app.day FROM reader",
      "GRANT SELECT (value) ON TABLE app.day TO reader",
    ]);
  });

  it("reads the types of an operator, whatever they are called", () => {
    const object = 'app.&&("a, (b", character varying)';
    const attributes = { function: 'app."f("("a, (b",character varying)', result: "boolean" };
    expect(plan(nothing, catalog({ kind: "operator", object, attributes }))).toEqual([
      'CREATE OPERATOR app.&& (FUNCTION = app."f(", LEFTARG = "a, (b", RIGHTARG = character varying)',
      'ALTER OPERATOR app.&& ("a, (b", character varying) OWNER TO "the ""boss"""',
    ]);
  });

  it("takes privileges from a role that is called as every object's property", () => {
    const parameter = (privileges: Record<string, string[]>) =>
      catalog({ kind: "parameter", object: "work_mem", attributes: { privileges } });
    expect(plan(parameter({ constructor: ["SET"] }), parameter({}))).toEqual([
      "REVOKE ALL ON PARAMETER work_mem FROM constructor",
    ]);
  });

  it("gives and takes privileges by what an object of the kind starts with", () => {
    const language = (privileges: Record<string, string[]>) =>
      catalog({ kind: "language", object: "plpgsql", attributes: { privileges } });
    expect(plan(language({ PUBLIC: [] }), nothing)).toEqual([
      "REVOKE ALL ON LANGUAGE plpgsql FROM PUBLIC",
      "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
    ]);
    const members = { "view column app.v.a": { reader: ["SELECT WITH GRANT OPTION"] } };
    const extension = catalog({
      kind: "extension",
      object: "some",
      attributes: { version: "1", memberPrivileges: members },
    });
    const bare = catalog({ kind: "extension", object: "some", attributes: { version: "1" } });
    expect(plan(bare, extension)).toEqual([
      "REVOKE ALL (a) ON TABLE app.v FROM reader",
      "GRANT SELECT (a) ON TABLE app.v TO reader WITH GRANT OPTION",
    ]);
  });

  it("gives an owner back what it may not do any more, by the name that facts leave out", () => {
    const held = (attributes: Fact["attributes"]) =>
      catalog({ kind: "table", object: "app.team", attributes });
    const some = { privileges: { OWNER: ["DELETE", "SELECT"] } };
    expect(plan(held(some), held({}))).toEqual([
      'REVOKE ALL ON TABLE app.team FROM "the ""boss"""',
      'GRANT ALL ON TABLE app.team TO "the ""boss"""',
    ]);
    expect(plan(held({}), held({ ...some, owner: "reader" }))).toEqual([
      "REVOKE ALL ON TABLE app.team FROM reader",
      "GRANT DELETE, SELECT ON TABLE app.team TO reader",
    ]);
    expect(plan(held({}), held({ privileges: { OWNER: [] } }))).toEqual([
      'REVOKE ALL ON TABLE app.team FROM "the ""boss"""',
    ]);
    expect(plan(held(some), held(some))).toEqual([]);
  });

  it("gives an identity's sequence the type that it had, which is the column's where none is told", () => {
    const identity = (identitySequence: Record<string, string>) =>
      catalog({
        kind: "column",
        object: "app.team.id",
        attributes: { type: "bigint", identity: { sequence: "app.team_id_seq" }, identitySequence },
      });
    expect(plan(identity({}), identity({ type: "integer" }))).toEqual([
      "ALTER SEQUENCE app.team_id_seq AS integer",
    ]);
    expect(plan(identity({ type: "integer" }), identity({}))).toEqual([
      "ALTER SEQUENCE app.team_id_seq AS bigint",
    ]);
  });

  it("leaves one index before another is the one that a table is clustered on", () => {
    const index = (object: string, clustered: boolean) => ({
      kind: "index" as const,
      object,
      parent: "app.team",
      attributes: clustered ? { clustered } : {},
    });
    const from = catalog(index("app.a", false), index("app.b", true));
    const to = catalog(index("app.a", true), index("app.b", false));
    expect(plan(from, to)).toEqual([
      "ALTER TABLE app.team SET WITHOUT CLUSTER",
      "ALTER TABLE app.team CLUSTER ON a",
    ]);
  });

  it("makes operator classes in their families, and what belongs to none", () => {
    const family = (operators: string[]) => ({
      kind: "operator family" as const,
      object: "app.words using btree",
      attributes: { operators },
    });
    const words = {
      kind: "operator class" as const,
      object: "app.words using btree",
      attributes: {
        type: "text",
        family: "app.words",
        operators: ["1 <(text,text)"],
        functions: ["1 (text, text) bttextcmp(text,text)"],
        owner: "ADMIN",
      },
    };
    const loose = "1 app.<<(text,name) order by pg_catalog.float_ops";
    expect(plan(nothing, catalog(words, family([loose])))).toEqual([
      "CREATE OPERATOR FAMILY app.words USING btree",
      'ALTER OPERATOR FAMILY app.words USING btree OWNER TO "the ""boss"""',
      "CREATE OPERATOR CLASS app.words FOR TYPE text USING btree FAMILY app.words AS OPERATOR 1 <(text,text), FUNCTION 1 (text, text) bttextcmp(text,text)",
      "ALTER OPERATOR FAMILY app.words USING btree ADD OPERATOR 1 app.<<(text,name) FOR ORDER BY pg_catalog.float_ops",
    ]);
    expect(plan(catalog(family([loose])), catalog(family([])))).toEqual([
      "ALTER OPERATOR FAMILY app.words USING btree DROP OPERATOR 1 (text,name)",
    ]);
  });
});
