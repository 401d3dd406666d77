import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { compareFacts } from "../../../src/drift/compare/compare.ts";
import { catalogOf, fact } from "../catalogs.ts";

const team = [
  fact("schema", "app"),
  fact("table", "app.team"),
  fact("column", "app.team.id", { position: 1, type: "integer", notNull: true }),
  fact("column", "app.team.slug", { position: 2, type: "text", notNull: false }),
  fact("constraint", "team_pkey on app.team", { type: "primary key", columns: ["id"] }),
  { ...fact("sequence", "app.team_id_seq", { type: "integer" }), parent: "app.team.id" },
];

const compare = (expected: readonly Fact[], actual: readonly Fact[]) =>
  compareFacts(catalogOf(expected), catalogOf(actual));

const partitioned = (type: string) => [
  fact("table", "app.event", { partitionBy: "RANGE (at)" }),
  fact("column", "app.event.at", { position: 1, type }),
  ...["a", "b"].flatMap((name) => [
    fact("table", `app.${name}`, { partitionOf: "app.event" }),
    fact("column", `app.${name}.at`, { position: 1, type }),
  ]),
];

const tableOf = (...names: string[]) => [
  fact("table", "app.t"),
  ...names.map((name, index) =>
    fact("column", `app.t.${name}`, { position: index + 1, type: "text" }),
  ),
];

const withPrivileges = (privileges: Record<string, string[]> | undefined) => [
  fact("table", "app.t", privileges === undefined ? {} : { privileges }),
];

const view = (definition: string) => [fact("view", "app.v", { definition })];

const across = (
  before: readonly Fact[],
  after: readonly Fact[],
  majors: readonly [number, number],
) => compareFacts(catalogOf(before, majors[0]), catalogOf(after, majors[1]));

const checkOf = (expression: string) => [fact("constraint", "c on app.t", { expression })];

const extensionOf = (version: string) => [fact("extension", "ltree", { version })];

describe("compareFacts", () => {
  it("finds nothing in equal catalogs, whatever the order of facts and keys", () => {
    const turned = team.toReversed().map((one) => ({
      ...one,
      attributes: Object.fromEntries(Object.entries(one.attributes).toReversed()),
    }));
    expect(compare(team, turned)).toEqual([]);
    expect(compare([], [])).toEqual([]);
  });

  it("counts objects under what they stand on, where a server is called like a schema", () => {
    const server = [
      fact("server", "app"),
      { ...fact("user mapping", "PUBLIC on server app"), parent: "app" },
    ];
    const [schema, ...inSchema] = team;
    expect(
      compare([schema!], [...team, ...server]).map(({ kind, object, includes }) => [
        kind,
        object,
        includes,
      ]),
    ).toEqual([
      ["server", "app", { "user mapping": 1 }],
      ["table", "app.team", { column: 2, constraint: 1, sequence: 1 }],
    ]);
    expect(compare(inSchema, [...team, ...server]).map(({ object }) => object)).toEqual([
      "app",
      "app",
    ]);
  });

  it("reports a changed attribute with both values", () => {
    const actual = team.with(
      3,
      fact("column", "app.team.slug", { position: 2, type: "uuid", notNull: false }),
    );
    expect(compare(team, actual)).toEqual([
      {
        kind: "column",
        object: "app.team.slug",
        parent: "app.team",
        change: "changed",
        side: "database",
        attribute: "type",
        expected: "text",
        actual: "uuid",
        includes: {},
        visibleToDrizzle: true,
        cause: "unknown",
        alsoCauses: [],
        origin: null,
        fix: { sql: null, command: "dbfirst pull", migration: null },
      },
    ]);
  });

  it("folds what goes with a table into it, and what goes with a schema into that", () => {
    expect(compare(team, team.slice(0, 1))).toMatchObject([
      {
        kind: "table",
        object: "app.team",
        change: "removed",
        attribute: null,
        includes: { column: 2, constraint: 1, sequence: 1 },
      },
    ]);
    expect(compare([], team)).toMatchObject([
      { kind: "schema", object: "app", change: "added", includes: { table: 1, column: 2 } },
    ]);
  });

  it("folds only what changed in the same way", () => {
    const actual = [
      ...team.slice(0, 1),
      fact("view", "app.team"),
      fact("column", "app.team.id", { position: 1, type: "integer", notNull: false }),
    ];
    expect(compare(team, actual).map(({ change, kind, object }) => [change, kind, object])).toEqual(
      [
        ["changed", "column", "app.team.id"],
        ["removed", "sequence", "app.team_id_seq"],
        ["removed", "table", "app.team"],
        ["added", "view", "app.team"],
      ],
    );
  });

  it("folds the same change of partitions and children into that of their parent", () => {
    expect(compare(partitioned("date"), partitioned("timestamp"))).toMatchObject([
      { object: "app.event.at", attribute: "type", includes: { column: 2 } },
    ]);
  });

  it("tells an order of columns that differs, but not columns that moved because others went", () => {
    expect(compare(tableOf("a", "b", "c"), tableOf("b", "c"))).toMatchObject([
      { object: "app.t.a", change: "removed" },
    ]);
    expect(compare(tableOf("a", "b"), tableOf("b", "x", "a"))).toMatchObject([
      { object: "app.t.x", change: "added" },
      { object: "app.t", attribute: "columnOrder", expected: ["a", "b"], actual: ["b", "a"] },
    ]);
  });

  it("compares attributes with keys of their own key by key", () => {
    expect(
      compare(withPrivileges(undefined), withPrivileges({ reader: ["SELECT"] })),
    ).toMatchObject([
      {
        attribute: "privileges.reader",
        expected: null,
        actual: ["SELECT"],
        visibleToDrizzle: false,
      },
    ]);
    expect(
      compare(withPrivileges({ a: ["SELECT"], b: ["SELECT"] }), withPrivileges({ b: ["SELECT"] })),
    ).toMatchObject([{ attribute: "privileges.a", expected: ["SELECT"], actual: null }]);
  });

  it("tells what a pull's TypeScript doesn't show: no foreign table, no composite type, nothing on them", () => {
    const columns = (kind: "table" | "foreign table" | "type", type: string) => [
      fact(kind, "app.t"),
      fact("column", "app.t.a", { position: 1, type }),
    ];
    const visible = (kind: "table" | "foreign table" | "type") =>
      compare(columns(kind, "text"), columns(kind, "uuid")).map((one) => one.visibleToDrizzle);
    expect([visible("table"), visible("foreign table"), visible("type")]).toEqual([
      [true],
      [false],
      [false],
    ]);
  });

  it("shows a flag that isn't there as off", () => {
    expect(
      compare([fact("table", "app.t", { rowSecurity: true })], [fact("table", "app.t")]),
    ).toMatchObject([{ attribute: "rowSecurity", expected: true, actual: false }]);
  });
});

describe("compareFacts of different PostgreSQL versions", () => {
  it("takes a view that 16 prints without its table's name for the same", () => {
    const old = view(" SELECT team.team,\n    team.id\n   FROM app.team;");
    const now = view(" SELECT team,\n    id\n   FROM app.team;");
    expect(across(old, now, [15, 17])).toEqual([]);
    expect(across(now, old, [17, 15])).toEqual([]);
    expect(across(old, now, [17, 17])).toHaveLength(1);
    expect(across(old, now, [17, 18])).toHaveLength(1);
  });

  it("takes it for the same where a dump of it was restored there, too, which prints its casts otherwise", () => {
    const where = (column: string, values: string) =>
      view(
        ` SELECT ${column}id\n   FROM app.team\n  WHERE ((${column}slug)::text = ANY (${values}));`,
      );
    const made = "(ARRAY['a'::character varying, 'b'::character varying])::text[]";
    const restored = "ARRAY[('a'::character varying)::text, ('b'::character varying)::text]";
    const [old, now] = [where("team.", made), where("", restored)];
    expect(across(old, now, [15, 18])).toEqual([]);
    expect(across(now, old, [18, 15])).toEqual([]);
    expect(across(old, where("", restored.replace("'b'", "'c'")), [15, 18])).toHaveLength(1);
    expect(across(old, now, [17, 18])).toHaveLength(1);
  });

  it("still sees a view that is another one", () => {
    expect(across(view("SELECT a.id FROM a"), view("SELECT ab FROM a"), [15, 17])).toHaveLength(1);
    expect(
      across(view("SELECT a.id, a.b FROM a"), view("SELECT id FROM a"), [15, 17]),
    ).toHaveLength(1);
    expect(across(view("SELECT 'a.b' FROM a"), view("SELECT 'b' FROM a"), [15, 17])).toHaveLength(
      1,
    );
  });

  it("doesn't mind quotes that a newer version needs, or newer extensions", () => {
    expect(
      across(checkOf("(json IS NOT NULL)"), checkOf('("json" IS NOT NULL)'), [15, 17]),
    ).toEqual([]);
    expect(
      across(checkOf("(json IS NOT NULL)"), checkOf('("JSON" IS NOT NULL)'), [15, 17]),
    ).toHaveLength(1);
    expect(across(extensionOf("1.2"), extensionOf("1.3"), [15, 17])).toEqual([]);
    expect(across(extensionOf("1.2"), extensionOf("1.3"), [17, 17])).toHaveLength(1);
  });

  it("knows what 16 calls a locale of ICU, and by what 18 streams where nothing else is said", () => {
    const icu = (locale: string) => [fact("collation", "app.c", { provider: "icu", locale })];
    for (const [written, tag] of [
      ["de@collation=phonebook", "de-u-co-phonebk"],
      ["@colStrength=primary;colCaseLevel=yes", "und-u-kc-true-ks-level1"],
      ["en_US.utf8", "en-US"],
      ["", "und"],
      ["C", "en-US-u-va-posix"],
      ["und-u-ks-level2-kn", "und-u-kn-true-ks-level2"],
    ] as const) {
      expect(across(icu(written), icu(tag), [15, 16])).toEqual([]);
      expect(across(icu(tag), icu(written), [18, 14])).toEqual([]);
      expect(across(icu(written), icu(tag), [16, 17])).toHaveLength(1);
    }
    expect(across(icu("de"), icu("de-AT"), [15, 16])).toHaveLength(1);
    expect(across(icu("und-u-ks-level2"), icu("und-u-ks-level1"), [15, 16])).toHaveLength(1);
    const stream = (mode: object) => [fact("subscription", "s", { publications: ["p"], ...mode })];
    expect(across(stream({}), stream({ stream: "parallel" }), [17, 18])).toEqual([]);
    expect(across(stream({ stream: "parallel" }), stream({}), [18, 16])).toEqual([]);
    expect(across(stream({ stream: "parallel" }), stream({}), [16, 18])).toHaveLength(1);
    expect(across(stream({ stream: "on" }), stream({ stream: "parallel" }), [17, 18])).toHaveLength(
      1,
    );
  });
});
