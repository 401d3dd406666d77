import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { factKinds, type Fact, type FactKind, type FactValue } from "../../../src/catalog/fact.ts";
import type { SchemaPageInput } from "../../../src/report/schema-page/input.ts";
import { renderSchemaPage } from "../../../src/report/schema-page/page.ts";
import { readElements, textOf } from "./elements.ts";

const program = "document.title;";

const nothing: SchemaPageInput = {
  title: "shop",
  catalog: { serverMajor: 17, facts: [], unmodeled: [] },
  gaps: [],
  history: { migrations: [], events: [], unknown: null },
  toolVersion: "1.2.3",
};

function pageOf(facts: readonly Fact[], more: Partial<SchemaPageInput> = {}): string {
  return renderSchemaPage({ ...nothing, catalog: { ...nothing.catalog, facts }, ...more }, program);
}

function fact(
  kind: FactKind,
  object: string,
  parent: string | null,
  attributes: Readonly<Record<string, FactValue>> = {},
): Fact {
  return { kind, object, parent, attributes };
}

const team: Fact[] = [
  fact("schema", "app", null, { comment: "Everything." }),
  fact("table", "app.team", "app", { comment: "People\nwho work together" }),
  fact("column", "app.team.id", "app.team", {
    position: 1,
    type: "bigint",
    notNull: true,
    identity: { generation: "always", sequence: "app.team_id_seq", start: "7" },
  }),
  fact("column", 'app.team."leadId"', "app.team", { position: 2, type: "integer", notNull: false }),
  fact("constraint", "team_pkey on app.team", "app.team", { type: "primary key", columns: ["id"] }),
  fact("table", 'app."User"', "app"),
  fact("column", 'app."User".id', 'app."User"', { position: 1, type: "integer", notNull: true }),
  fact("constraint", "team_lead on app.team", "app.team", {
    type: "foreign key",
    columns: ['"leadId"'],
    references: { table: 'app."User"', columns: ["id"] },
    onDelete: "set null",
  }),
];

describe("the page of a schema", () => {
  it("has a place for every kind of fact, with every attribute", () => {
    // Attributes of every form, and one that no kind has yet.
    const attributes = (kind: string) => ({
      definition: `definition of ${kind}`,
      comment: `comment on ${kind}`,
      options: { fillfactor: `option of ${kind}` },
      privileges: { [`reader of ${kind}`]: [`GRANT of ${kind}`] },
      list: [`first of ${kind}`, `second of ${kind}`],
      unheardOf: `news of ${kind}`,
      isSwitchedOn: true,
    });
    const standing = new Set<FactKind>([
      "column",
      "constraint",
      "index",
      "statistics",
      "rule",
      "trigger",
      "policy",
    ]);
    const facts = [
      fact("schema", "s", null),
      fact("table", "s.t", "s"),
      ...factKinds.map((kind) =>
        standing.has(kind)
          ? fact(kind, `the_${kind} on s.t`, "s.t", attributes(kind))
          : fact(kind, `s."the ${kind}"`, "s", attributes(kind)),
      ),
    ];
    const text = textOf(pageOf(facts));
    const missing = factKinds.flatMap((kind) =>
      [`the_${kind}`, `the ${kind}`].some((name) => text.includes(name))
        ? [
            `definition of ${kind}`,
            `comment on ${kind}`,
            `option of ${kind}`,
            `reader of ${kind}`,
            `GRANT of ${kind}`,
            `first of ${kind}`,
            `second of ${kind}`,
            `news of ${kind}`,
          ].filter((value) => !text.includes(value))
        : [kind],
    );
    expect(missing).toEqual([]);
    expect(text.match(/is switched on/g)).toHaveLength(factKinds.length);
  });

  it("loses no fact whose parent isn't there", () => {
    const kinds: FactKind[] = ["column", "index", "trigger", "user mapping", "sequence"];
    const text = textOf(pageOf(kinds.map((kind) => fact(kind, `lost_${kind}`, "gone.away"))));
    for (const kind of kinds) expect(text).toContain(`lost_${kind}`);
  });

  it("gives a table its columns where something else goes by its name, too", () => {
    const collation = fact("collation", "app.team", "app", { locale: "und" });
    expect(textOf(pageOf([collation, ...team]))).toMatch(
      /app\.team table\s+People[^]*id PK\s+bigint/,
    );
  });

  it("tells a table's columns, keys, what it refers to and what refers to it", () => {
    const text = textOf(pageOf(team));
    expect(text).toContain("app.team table");
    expect(text).toContain("People\nwho work together");
    expect(text).toMatch(/id PK\s+bigint\s+identity, always sequence app\.team_id_seq, start 7/);
    expect(text).toMatch(/leadId FK\s+integer\s+null\s+→ app\.User\.id/);
    expect(text).toContain('foreign key ("leadId") → app.User (id) on delete set null');
    expect(text).toMatch(/Referred to by\s+app\.team \("leadId"\) team_lead/);
  });

  it("has an address for each object, which links lead to", () => {
    const elements = readElements(pageOf(team));
    const ids = elements.flatMap(({ attributes }) => attributes.get("id") ?? []);
    expect(ids).toEqual(expect.arrayContaining(["table=app.team", "table=app.User", "schema=app"]));
    expect(new Set(ids).size).toBe(ids.length);
    const targets = elements.flatMap(({ attributes }) => attributes.get("href") ?? []);
    expect(targets.filter((href) => href !== "#" && !ids.includes(href.slice(1)))).toEqual([]);
  });

  it("says what Drizzle can't, at the table and all together", () => {
    const text = textOf(
      pageOf(team, {
        gaps: [
          {
            of: "app.team",
            gaps: { comment: ["app.team"], "deferrable constraint": ["team_lead on app.team"] },
          },
          { of: null, gaps: { function: ["app.slugify(text)"] } },
        ],
      }),
    );
    expect(text).toMatch(
      /Only in SQL\s+comment app\.team\s+deferrable constraint team_lead on app\.team/,
    );
    expect(text).toMatch(/What Drizzle can’t say[^]*function\s+app\.slugify\(text\)/);
  });

  it("says which migration made what", () => {
    const text = textOf(
      pageOf(team, {
        history: {
          migrations: ["sql/1.sql", "sql/2.sql"],
          unknown: "Only the first 2 of 3 were looked at.",
          events: [
            { migration: 0, change: "made", kind: "table", object: "app.team", parent: "app" },
            {
              migration: 0,
              change: "made",
              kind: "column",
              object: "app.team.id",
              parent: "app.team",
            },
            {
              migration: 1,
              change: "made",
              kind: "column",
              object: 'app.team."leadId"',
              parent: "app.team",
            },
            { migration: 1, change: "dropped", kind: "table", object: "app.old", parent: "app" },
          ],
        },
      }),
    );
    expect(text).toMatch(/Migrations\s+sql\/1\.sql\s+made\s+sql\/2\.sql\s+column leadId made/);
    expect(text).toMatch(
      /sql\/1\.sql\s+Made app\.team\s+sql\/2\.sql\s+Changed app\.team\s+Dropped app\.old/,
    );
    expect(text).toContain("Only the first 2 of 3 were looked at.");
  });

  it("names what couldn't be read", () => {
    const catalog = {
      serverMajor: 18,
      facts: [],
      unmodeled: [{ kind: "gadget", object: "app.g" }],
    };
    expect(textOf(pageOf([], { catalog }))).toMatch(/What couldn’t be read\s+gadget app\.g/);
  });

  it("is the same each time, and has no date", () => {
    expect(pageOf(team)).toBe(pageOf(team.toReversed().toReversed()));
    expect(pageOf(team)).not.toMatch(/20\d\d-\d\d-\d\d/);
  });

  it("counts partitions at their table, in the picture as elsewhere", () => {
    const facts = [
      fact("schema", "app", null),
      fact("table", "app.event", "app", { partitionBy: "RANGE (at)" }),
      fact("table", "app.event_1", "app", { partitionOf: "app.event", partitionBound: "DEFAULT" }),
      fact("table", "app.event_1_1", "app", { partitionOf: "app.event_1" }),
    ];
    const page = pageOf(facts);
    expect(graphIn(page).tables).toMatchObject([{ name: "app.event", partitions: 2 }]);
    expect(textOf(page)).toMatch(/Partition of app\.event DEFAULT/);
  });
});

function graphIn(page: string): { tables: unknown[] } {
  const [, json] = /<script type="application\/json" id="data">(.*?)<\/script>/.exec(page) ?? [];
  return (JSON.parse(json!) as { graph: { tables: unknown[] } }).graph;
}

describe("a hostile snapshot", () => {
  const attack = `</script></style></svg><script>alert(1)</script><img src=x onerror=alert(2)>"'\`-->]]>&lt;\u202e\u0000`;
  const quoted = `"${attack.replaceAll('"', '""')}"`;
  const object = `app.${quoted}`;
  let page: string;

  beforeAll(() => {
    const attributes: Record<string, FactValue> = {
      comment: attack,
      definition: attack,
      [attack]: { [attack]: [attack] },
      privileges: { [attack]: [attack] },
    };
    const every = factKinds.map((kind) => fact(kind, object, "app", attributes));
    const parts = (["constraint", "index", "policy", "trigger"] as const).map((kind) =>
      fact(kind, `${quoted} on ${object}`, object, {
        ...attributes,
        type: "foreign key",
        columns: [quoted],
        references: { table: object, columns: [attack] },
        keys: [attack],
        method: attack,
        command: attack,
        onDelete: attack,
      }),
    );
    const column = fact("column", `${object}.${quoted}`, object, {
      ...attributes,
      position: 1,
      type: attack,
      default: attack,
    });
    page = renderSchemaPage(
      {
        title: attack,
        catalog: {
          serverMajor: 17,
          facts: [...every, ...parts, column],
          unmodeled: [{ kind: attack, object: attack }],
        },
        gaps: [{ of: object, gaps: { [attack]: [attack] } }],
        history: {
          migrations: [attack],
          events: [{ migration: 0, change: "made", kind: "table", object, parent: "app" }],
          unknown: attack,
        },
        toolVersion: attack,
      },
      program,
    );
  });

  it("gets no element and no attribute into the page", () => {
    const elements = readElements(page);
    expect(elements.filter(({ name }) => name === "img")).toEqual([]);
    expect(elements.filter(({ name }) => name === "script")).toHaveLength(2);
    const names = new Set(elements.flatMap(({ attributes }) => [...attributes.keys()]));
    expect(
      [...names].filter((name) => name.startsWith("on") || name === "style" || name === "src"),
    ).toEqual([]);
  });

  it("hides and reorders nothing", () => {
    for (const hidden of ["\u202e", "\u0000"]) expect(page).not.toContain(hidden);
    expect(textOf(page)).toContain("\\u202e\\u0000");
  });

  it("couldn't run a script that did get in: the policy knows only the page's own, and no network", () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)!;
    const hashes = [...page.matchAll(/<(style|script)>([^]*?)<\/\1>/g)].map(
      ([, name, text]) =>
        `${name}-src 'sha256-${createHash("sha256").update(text!).digest("base64")}'`,
    );
    expect(hashes).toHaveLength(2);
    expect(policy!.split("; ").toSorted()).toEqual(
      ["default-src 'none'", "base-uri 'none'", "form-action 'none'", ...hashes].toSorted(),
    );
  });
});
