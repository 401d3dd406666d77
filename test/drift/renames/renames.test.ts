import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { compareFacts } from "../../../src/drift/compare/compare.ts";
import { catalogOf, fact } from "../catalogs.ts";

const column = (name: string, position: number, type = "text") =>
  fact("column", name, { position, type, notNull: false });

/** `changed table app.team name: team → squad`, or what came, went and changed else. */
function told(before: readonly Fact[], after: readonly Fact[]): string[] {
  return compareFacts(catalogOf(before), catalogOf(after)).map(
    ({ change, kind, object, attribute, expected, actual }) =>
      attribute === null
        ? `${change} ${kind} ${object}`
        : `${change} ${kind} ${object} ${attribute}: ${String(expected)} → ${String(actual)}`,
  );
}

const team = (name: string, own: string) => [
  fact("table", name, { comment: "Teams" }),
  column(`${name}.id`, 1, "integer"),
  column(`${name}.boss`, 2, "integer"),
  fact("constraint", `team_pkey on ${name}`, { type: "primary key", columns: ["id"] }),
  fact("constraint", `boss on ${name}`, {
    type: "foreign key",
    columns: ["boss"],
    references: { table: name, columns: ["id"] },
  }),
  fact("trigger", `touch on ${name}`, {
    definition: `CREATE TRIGGER touch BEFORE UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION app.touch()`,
  }),
  fact("view", "app.all_of_them", { definition: ` SELECT ${own}.id\n   FROM ${name};` }),
  fact("constraint", "team_fk on app.member", {
    type: "foreign key",
    references: { table: name, columns: ["id"] },
  }),
];

describe("a renamed object", () => {
  it("is a table with all that stands on it, and what refers to it follows", () => {
    expect(told(team("app.team", "team"), team("app.squad", "squad"))).toEqual([
      "changed table app.team name: team → squad",
    ]);
    expect(told(team("app.team", "team"), team('app."My team"', '"My team"'))).toEqual([
      'changed table app.team name: team → "My team"',
    ]);
  });

  it("is a column in its place, with the keys and expressions that name it", () => {
    const facts = (name: string, literal: string) => [
      fact("table", "app.team"),
      column("app.team.id", 1),
      column(`app.team.${name}`, 2),
      column("app.team.note", 3),
      fact("constraint", "team_slug_key on app.team", { type: "unique", columns: [name] }),
      fact("constraint", "lower on app.team", { expression: `(${name} = lower(${name}))` }),
      fact("constraint", "not_that on app.team", { expression: `(${name} <> '${literal}'::text)` }),
    ];
    expect(told(facts("slug", "slug"), facts("handle", "slug"))).toEqual([
      "changed column app.team.slug name: slug → handle",
    ]);
    // What is in quotes is data.
    expect(told(facts("slug", "slug"), facts("handle", "handle"))).toEqual([
      "changed column app.team.slug name: slug → handle",
      "changed constraint not_that on app.team expression: (slug <> 'slug'::text) → (handle <> 'handle'::text)",
    ]);
  });

  it("is none where it was changed as well, is elsewhere, or could be another", () => {
    const table = fact("table", "app.team");
    const one = [table, column("app.team.a", 1)];
    expect(told(one, [table, column("app.team.b", 1, "integer")])).toEqual([
      "removed column app.team.a",
      "added column app.team.b",
    ]);
    expect(
      told(
        [...one, column("app.team.c", 2)],
        [table, column("app.team.c", 1), column("app.team.b", 2)],
      ),
    ).toEqual(["removed column app.team.a", "added column app.team.b"]);
    const indexes = (...names: string[]) =>
      names.map((name) => fact("index", name, { keys: ["a"] }));
    expect(told(indexes("app.one"), indexes("app.two", "app.three"))).toEqual([
      "removed index app.one",
      "added index app.three",
      "added index app.two",
    ]);
    expect(told(indexes("app.one"), indexes("other.one"))).toEqual([
      "removed index app.one",
      "added index other.one",
    ]);
    expect(told([fact("function", "app.f(text)")], [fact("function", "app.g(integer)")])).toEqual([
      "removed function app.f(text)",
      "added function app.g(integer)",
    ]);
  });

  it("is found whatever the order of keys, and in views that keep their own columns' names", () => {
    const facts = (name: string, definition: string, options: Record<string, string>) => [
      fact("table", "app.team"),
      fact("column", `app.team.${name}`, { ...options, position: 1 }),
      fact("view", "app.named", { definition }),
    ];
    const before = facts("slug", " SELECT slug\n   FROM app.team;", {
      type: "text",
      collation: "x",
    });
    const after = facts("handle", " SELECT handle AS slug\n   FROM app.team;", {
      collation: "x",
      type: "text",
    });
    expect(told(before, after)).toEqual(["changed column app.team.slug name: slug → handle"]);
  });

  it("takes a sequence's name along into the default that reads it", () => {
    const facts = (name: string) => [
      fact("sequence", `app.${name}`, { type: "bigint" }),
      { ...column("app.team.id", 1), attributes: { default: `nextval('app.${name}'::regclass)` } },
    ];
    expect(told(facts("ticket"), facts("coupon"))).toEqual([
      "changed sequence app.ticket name: ticket → coupon",
    ]);
  });
});

describe("an object in another schema", () => {
  const product = (schema: string, comment = "x") => [
    fact("schema", "app"),
    fact("schema", "other"),
    fact("table", `${schema}.product`, { comment }),
    column(`${schema}.product.id`, 1, "integer"),
    { ...fact("index", `${schema}.product_id_idx`, { keys: ["id"] }), parent: `${schema}.product` },
    fact("constraint", "line_fk on app.line", {
      type: "foreign key",
      references: { table: `${schema}.product`, columns: ["id"] },
    }),
    fact("view", "app.all", { definition: ` SELECT product.id\n   FROM ${schema}.product;` }),
  ];

  it("is told as one change, with what refers to it", () => {
    expect(told(product("app"), product("other"))).toEqual([
      "changed table app.product schema: app → other",
    ]);
  });

  it("is another one where it was changed as well", () => {
    expect(told(product("app"), product("other", "y"))).toEqual([
      "changed constraint line_fk on app.line references.table: app.product → other.product",
      "removed table app.product",
      "added table other.product",
      "changed view app.all definition:  SELECT product.id\n   FROM app.product; →  SELECT product.id\n   FROM other.product;",
    ]);
  });
});

describe("a renamed schema", () => {
  const schema = (name: string) => [
    fact("schema", name, { comment: "audit" }),
    fact("table", `${name}.log`),
    column(`${name}.log.id`, 1, "integer"),
    fact("function", `${name}.write(${name}.log)`, { returns: "void", body: "select 1" }),
  ];

  it("is told as one change with all that is in it", () => {
    expect(told(schema("audit"), schema("auditing"))).toEqual([
      "changed schema audit name: audit → auditing",
    ]);
  });
});

describe("what has the name of a renamed type in its own", () => {
  const mood = (name: string, body: string) => [
    fact("enum", `app.${name}`, { labels: ["sad"] }),
    fact("function", `app.weigh(app.${name})`, { arguments: `app.${name}`, body }),
    fact("cast", `(app.${name} AS integer)`, { function: `app.weigh(app.${name})` }),
  ];

  it("follows it, but for text that PostgreSQL doesn't keep up to date", () => {
    expect(told(mood("mood", "SELECT 1"), mood("temper", "SELECT 1"))).toEqual([
      "changed enum app.mood name: mood → temper",
    ]);
    const changed = told(mood("mood", "SELECT 'mood'"), mood("temper", "SELECT 'temper'"));
    expect(changed).toContain("removed function app.weigh(app.mood)");
    expect(changed).toContain("added function app.weigh(app.temper)");
  });
});

describe("what is always there", () => {
  it("changes in what is said about it", () => {
    const privileges = { reader: ["USAGE"] };
    const said = [
      fact("database", "this database", { comment: "Ours" }),
      fact("parameter", "work_mem", { privileges }),
      fact("language", "plpgsql", { handler: "plpgsql_call_handler()", privileges }),
      fact("default privileges", "tables", { privileges }),
    ];
    expect(told([], said)).toEqual([
      "changed database this database comment: null → Ours",
      "changed default privileges tables privileges.reader: null → USAGE",
      "changed language plpgsql privileges.reader: null → USAGE",
      "changed parameter work_mem privileges.reader: null → USAGE",
    ]);
  });
});

it("hundreds of renamed tables among thousands of changes are told in seconds", () => {
  const tables = (name: string, type: string, where: string) =>
    Array.from({ length: 2000 }, (_, number) => {
      const table = `app.${number < 500 ? name : "kept"}_${number}`;
      return [
        fact("table", table, { comment: `The table ${number}` }),
        column(`${table}.id`, 1, "integer"),
        column(`${table}.at`, 2, number < 500 ? "date" : type),
        fact("view", `app.view_${number}`, {
          definition: ` SELECT ${table}.id\n   FROM ${table};`,
        }),
        { ...fact("index", `app.${where}_${number}`, { keys: ["at"] }), parent: table },
      ];
    }).flat();
  const before = catalogOf(tables("team", "date", "old"));
  const after = catalogOf(tables("squad", "timestamp", "new"));
  const start = process.cpuUsage();
  const findings = compareFacts(before, after);
  const { user } = process.cpuUsage(start);
  expect(findings.filter(({ attribute }) => attribute === "type")).toHaveLength(1500);
  expect(user / 1e6).toBeLessThan(10);
});
