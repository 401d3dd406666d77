import { describe, expect, it } from "vitest";
import type { Catalog, Fact } from "../../src/catalog/fact.ts";
import { openSnapshot, parseSnapshot } from "../../src/catalog/parse-snapshot.ts";
import { formatSnapshot, type CatalogSnapshot } from "../../src/catalog/snapshot.ts";
import { DbfirstError } from "../../src/errors.ts";

const facts: Fact[] = [
  { kind: "table", object: "app.team", parent: "app", attributes: {} },
  {
    kind: "column",
    object: "app.team.slug",
    parent: "app.team",
    attributes: { type: "text", notNull: true, default: "'\"\n'::text", position: 1 },
  },
  { kind: "schema", object: "app", parent: null, attributes: { comment: "x" } },
];
const catalog: Catalog = { serverMajor: 17, facts, unmodeled: [] };
const snapshot: CatalogSnapshot = {
  catalog,
  tools: { "drizzle-kit": "1.0.0", dbfirst: "0.1.0" },
  files: { "src/b.ts": "bb", "src/a.ts": "aa" },
};
const text = formatSnapshot(snapshot);

function failure(changed: string): string {
  try {
    parseSnapshot(changed, "drizzle/catalog.json");
  } catch (error) {
    if (error instanceof DbfirstError && error.code === "SNAPSHOT_INVALID") return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("formatSnapshot", () => {
  it("writes one fact per line, sorted, as valid JSON", () => {
    expect(text).toMatchInlineSnapshot(`
      "{
      "format": 1,
      "checksum": "3b74db2f110f0e17448a7bbdf0e459ab467bedc8025ec18ea32911acea7d9efe",
      "serverMajor": 17,
      "fingerprint": "37745820409b08f47df9ad75a31edbd579c4d8b4529352c79a5cb3f2b9dacdcc",
      "tools": {
      "dbfirst": "0.1.0",
      "drizzle-kit": "1.0.0"
      },
      "files": {
      "src/a.ts": "aa",
      "src/b.ts": "bb"
      },
      "unmodeled": [],
      "facts": [
      {"kind":"column","object":"app.team.slug","parent":"app.team","attributes":{"default":"'\\"\\n'::text","notNull":true,"position":1,"type":"text"}},
      {"kind":"schema","object":"app","parent":null,"attributes":{"comment":"x"}},
      {"kind":"table","object":"app.team","parent":"app","attributes":{}}
      ]
      }
      "
    `);
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it("gives the same text for the same facts, in whatever order they and their attributes come", () => {
    const shuffled = facts.toReversed().map((fact) => ({
      ...fact,
      attributes: Object.fromEntries(Object.entries(fact.attributes).toReversed()),
    }));
    expect(formatSnapshot({ ...snapshot, catalog: { ...catalog, facts: shuffled } })).toBe(text);
  });
});

describe("parseSnapshot", () => {
  it("reads back what was written", () => {
    const parsed = parseSnapshot(text, "catalog.json");
    expect(formatSnapshot(parsed)).toBe(text);
    expect(parsed.catalog.facts).toHaveLength(3);
    expect(parsed.files).toEqual(snapshot.files);
  });

  it("reads back the options that the files were written with, and a file without any", () => {
    const settings = { "pull.importExtension": '".js"', "pull.casing": '"preserve"' };
    const written = formatSnapshot({ ...snapshot, settings });
    expect(written).toContain('"settings": {\n"pull.casing": "\\"preserve\\"",\n');
    expect(parseSnapshot(written, "catalog.json").settings).toEqual(settings);
    expect(parseSnapshot(text, "catalog.json").settings).toBeUndefined();
    expect(
      failure(written.replace('"settings": {', '"settings": [{').replace('"files"', '],"files"')),
    ).toMatch(/not valid JSON|settings must map/);
  });

  it("doesn't mind another layout", () => {
    const laidOut = JSON.stringify(JSON.parse(text), null, 4);
    expect(formatSnapshot(parseSnapshot(laidOut, "catalog.json"))).toBe(text);
  });

  it("names file, line and column of a merge conflict", () => {
    const lines = text.split("\n");
    lines.splice(3, 0, "<<<<<<< HEAD");
    expect(failure(lines.join("\n"))).toBe(
      "drizzle/catalog.json:4:1: the file has merge conflict markers.",
    );
    // A pull alone would leave out what the other side's migrations make.
    expect(() => parseSnapshot(lines.join("\n"), "catalog.json")).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("`dbfirst sync` applies") }),
    );
  });

  it("tells a file that was cut off", () => {
    const cut = text.slice(0, text.indexOf("app.team.slug"));
    expect(failure(cut)).toMatch(/^drizzle\/catalog\.json:16:\d+: the file ends too early/);
  });

  it("tells a line that isn't JSON", () => {
    expect(failure(text.replace('"kind":"table"', '"kind":table'))).toMatch(
      /^drizzle\/catalog\.json:18:1: this is not valid JSON\.$/,
    );
  });

  it("tells a file of a newer version", () => {
    expect(failure(text.replace('"format": 1', '"format": 99'))).toBe(
      "drizzle/catalog.json:2:1: the file has format 99; this version of dbfirst knows format 1.",
    );
  });

  it("tells facts that were edited by hand", () => {
    expect(failure(text.replace('"type":"text"', '"type":"uuid"'))).toMatch(
      /^drizzle\/catalog\.json:5:1: the facts don't have this fingerprint/,
    );
  });

  it("tells a fact that is none, and a file that is something else", () => {
    expect(failure(text.replace('"kind":"table"', '"kind":"desk"'))).toMatch(/fact 3 of 3 is none/);
    expect(failure("[]\n}")).toMatch(/not valid JSON/);
    expect(failure("{}")).toMatch(/this is no catalog snapshot/);
    expect(failure("")).toMatch(/^drizzle\/catalog\.json:1:1: the file ends too early/);
  });
});

describe("openSnapshot", () => {
  const { catalog: _, ...tools } = snapshot;
  const head = {
    ...tools,
    serverMajor: 17,
    unmodeled: [],
    fingerprint: JSON.parse(text).fingerprint as string,
  };

  it("reads what stands above the facts, and the facts when asked", () => {
    const opened = openSnapshot(text, "catalog.json");
    expect(opened.head).toEqual(head);
    expect(opened.whole()).toEqual(parseSnapshot(text, "catalog.json"));
  });

  it("trusts no file that isn't as it was written", () => {
    const edited = [
      text.replace('"type":"text"', '"type":"uuid"'),
      text.replace('"comment":"x"', '"comment":"y"'),
      text.replace(/"fingerprint": "\w{8}/, '"fingerprint": "00000000'),
      text.replace(/"checksum": "\w{8}/, '"checksum": "00000000').replace('"x"', '"y"'),
      text.replace(/"checksum": "\w+",\n/, "").replace('"x"', '"y"'),
    ];
    for (const changed of edited) {
      expect(changed).not.toBe(text);
      expect(() => openSnapshot(changed, "catalog.json")).toThrow(
        expect.objectContaining({ code: "SNAPSHOT_INVALID" }),
      );
    }
    expect(() => openSnapshot(text.slice(0, -10), "catalog.json")).toThrow(/ends too early/);
    expect(() => openSnapshot(text.replace('"format": 1', '"format": 99'), "c")).toThrow(
      /^c:2:1: the file has format 99/,
    );
  });

  it("reads a file of another layout, or one from before there were checksums, by its facts", () => {
    const laidOut = JSON.stringify(JSON.parse(text), null, 4);
    const older = text.replace(/"checksum": "\w+",\n/, "");
    const retooled = text.replace('"drizzle-kit": "1.0.0"', '"drizzle-kit": "1.0.1"');
    expect(openSnapshot(laidOut, "catalog.json").head).toEqual(head);
    expect(openSnapshot(older, "catalog.json").head).toEqual(head);
    expect(openSnapshot(retooled, "catalog.json").head.tools["drizzle-kit"]).toBe("1.0.1");
  });
});

describe("which SQL files the facts are those of", () => {
  const replayed = formatSnapshot({ ...snapshot, replayed: "ab12" });

  it("is a line of the head, there only where it is known", () => {
    const lines = (whole: string) => whole.split("\n").filter((line) => !line.includes("checksum"));
    const isNew = (line: string) => !lines(text).includes(line);
    expect(lines(replayed).filter(isNew)).toEqual(['"replayed": "ab12",']);
    expect(openSnapshot(replayed, "catalog.json").head.replayed).toBe("ab12");
    expect(parseSnapshot(replayed, "catalog.json").replayed).toBe("ab12");
    expect(openSnapshot(text, "catalog.json").head.replayed).toBeUndefined();
  });

  it("is a text", () => {
    expect(failure(replayed.replace('"ab12"', "12"))).toMatch(/: replayed must be a text\.$/);
  });
});
