import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PulledSchema } from "../../src/pull/pulled-schema.ts";
import { findGaps } from "../../src/pull/render/gaps.ts";
import { ormLines } from "../../src/pull/render/lines/choose-line.ts";
import { render } from "../../src/pull/render/render.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { loadFixture, pullFrom, renderOptions } from "./pull-fixture.ts";

const line = ormLines["0.45"];

describe.each(["line-0.45", "relations"])("%s, for drizzle-orm 0.45", (name) => {
  let database: TestDatabase;
  let pulled: PulledSchema;

  beforeAll(async () => {
    database = await loadFixture(name);
    pulled = await pullFrom(database.settings);
  });
  afterAll(() => database.drop());

  test("has the expected files", async () => {
    const tree = render(pulled, { ...renderOptions, line });
    const text = [...tree].map(([path, content]) => `=== ${path}\n${content}`).join("\n");
    const gaps = findGaps(pulled.catalog, line).map(({ kind, object }) => `${kind}: ${object}`);
    await expect(`${text}\n=== gaps\n${gaps.join("\n")}\n`).toMatchFileSnapshot(
      `../fixtures/pull/${name}.for-0.45.txt`,
    );
  });
});

test("an override with a mode that only 1.0 has is refused for 0.45", async () => {
  const database = await loadFixture("line-0.45");
  try {
    const pulled = await pullFrom(database.settings);
    const overrides = { columns: { "public.typed.big": { mode: "string" } } } as const;
    expect(render(pulled, { ...renderOptions, overrides }).size).toBeGreaterThan(0);
    expect(() => render(pulled, { ...renderOptions, overrides, line })).toThrow(
      expect.objectContaining({
        problems: [
          {
            at: 'pull.overrides.columns["public.typed.big"].mode',
            message: 'bigint knows "number", "bigint" in drizzle-orm 0.45',
          },
        ],
      }),
    );
  } finally {
    await database.drop();
  }
});

test("an index key keeps its order beside an operator class", async () => {
  const database = await createTestDatabase();
  try {
    const sql = `CREATE TABLE place (zip text, town text);
      CREATE INDEX back ON place (zip text_pattern_ops DESC NULLS LAST, town text_pattern_ops NULLS FIRST, town DESC);
      CREATE INDEX forth ON place (zip text_pattern_ops);`;
    await runOn(database.settings, sql);
    const tree = render(await pullFrom(database.settings), { ...renderOptions, line });
    const text = tree.get("place.ts")!.replaceAll(/\s+/g, " ");
    expect(text).toContain(
      'sql`"zip" text_pattern_ops DESC NULLS LAST`, sql`"town" text_pattern_ops NULLS FIRST`, table.town.desc().nullsFirst()',
    );
    expect(text).toContain('table.zip.asc().nullsLast().op("text_pattern_ops")');
  } finally {
    await database.drop();
  }
});

test("the type that an override gives the elements of a list is said of the list, which counts in 0.45", async () => {
  const database = await createTestDatabase();
  try {
    await runOn(
      database.settings,
      "CREATE TABLE note (id int, labels text[] NOT NULL DEFAULT '{}', grid text[][], title text NOT NULL);",
    );
    const type = '"a" | "b"';
    const columns = {
      "public.note.labels": { type },
      "public.note.grid": { type: { name: "Cell", from: "./src/cell.ts" } },
      "public.note.title": { type },
    };
    const overrides = { columns };
    const tree = render(await pullFrom(database.settings), { ...renderOptions, overrides, line });
    const text = tree.get("note.ts")!.replaceAll(/\s+/g, "");
    expect(text).toContain(
      'labels:text("labels").array().default([]).notNull().$type<Array<"a"|"b">>()',
    );
    expect(text).toContain('grid:text("grid").array().array().$type<Cell[][]>()');
    expect(text).toContain('title:text("title").notNull().$type<"a"|"b">()');
  } finally {
    await database.drop();
  }
});
