import { expect, test } from "vitest";
import type { Fact } from "../../src/catalog/fact.ts";
import type { PulledSchema } from "../../src/pull/pulled-schema.ts";
import { splitDefault } from "../../src/pull/render/constant-default.ts";
import { findGaps } from "../../src/pull/render/gaps.ts";
import { ormLines } from "../../src/pull/render/lines/choose-line.ts";
import { writtenType } from "../../src/pull/render/lines/generate-noise.ts";
import { render } from "../../src/pull/render/render.ts";
import { createTestDatabase, runOn } from "../support/database.ts";
import { pullFrom, renderOptions } from "./pull-fixture.ts";

// PostGIS isn't among what the embedded server brings. Its types differ from others in their modifiers: `geometry(Point,4326)`.

const places = `CREATE TABLE place (id integer PRIMARY KEY, at point NOT NULL, track point[], zone polygon);
  CREATE VIEW known_place AS SELECT at FROM place;`;

/** Of which PostGIS type the columns are, in place of PostgreSQL's own. */
const spatial = new Map([
  ["point", "public.geometry(Point,4326)"],
  ["point[]", "public.geometry(Point,4326)[]"],
  ["polygon", "public.geometry(MultiPolygon,3857)"],
]);

/** As drizzle-kit reads columns of PostGIS: the builder of a point is there, without arguments. */
function withPostgis({ source, catalog, ...pulled }: PulledSchema): PulledSchema {
  const spatialBuilder = (text: string) => text.replace(/^point\(/, "geometry(");
  const columns = [...source.columns].map(([key, text]) => [key, spatialBuilder(text)] as const);
  const views = [...source.views].map(
    ([key, own]) =>
      [key, own.map((column) => ({ ...column, source: spatialBuilder(column.source) }))] as const,
  );
  const facts = catalog.facts.map((fact): Fact => {
    const type = spatial.get(String(fact.attributes["type"]));
    return type === undefined ? fact : { ...fact, attributes: { ...fact.attributes, type } };
  });
  return {
    ...pulled,
    source: { ...source, columns: new Map(columns), views: new Map(views) },
    catalog: { ...catalog, facts },
  };
}

test("a point of PostGIS keeps its coordinate system, and other shapes are named without public", async () => {
  const database = await createTestDatabase();
  try {
    await runOn(database.settings, places);
    const pulled = withPostgis(await pullFrom(database.settings));
    const tree = render(pulled, renderOptions);
    expect(tree.get("place.ts")).toContain("at: geometry({ srid: 4326 }).notNull(),");
    expect(tree.get("place.ts")).toContain("track: geometry({ srid: 4326 }).array(),");
    expect(tree.get("place.ts")).toContain('dataType: () => "geometry(MultiPolygon,3857)"');
    expect(tree.get("known_place.ts")).toContain("at: geometry({ srid: 4326 }),");
    const gaps = findGaps(pulled.catalog, ormLines["0.45"]);
    expect(gaps.filter(({ kind }) => kind.startsWith("type misquoted"))).toEqual(
      ["public.place.at", "public.place.track"].map((object) => ({
        kind: "type misquoted by drizzle-kit generate",
        object,
        of: "public.place",
      })),
    );
  } finally {
    await database.drop();
  }
});

test.each([
  ["public.geometry(Point,4326)", "geometry(point)", "geometry(Point,4326)"],
  ["public.geometry(Point,4326)[]", "geometry(point)[]", "geometry(Point,4326)[]"],
  ["public.geometry(LineStringZ)", "geometry(LineStringZ)", "geometry(LineStringZ)"],
  ["public.geography(Point,4326)", '"geography(Point,4326)"', "geography(Point,4326)"],
])("drizzle-kit 0.31 writes %s as %s", (type, written, right) => {
  const column: Fact = {
    kind: "column",
    object: "public.place.at",
    parent: "public.place",
    attributes: { type },
  };
  expect(writtenType(column, new Set())).toEqual({ written, right });
});

test.each([
  ["'{}'::public.geometry[]", "{}"],
  ["'{}'::public.geometry(Point,4326)[]", "{}"],
  ["'01'::public.geometry(Point,4326)", "01"],
])("the default %s is the constant %s", (written, value) => {
  const column: Fact = {
    kind: "column",
    object: "public.place.at",
    parent: "public.place",
    attributes: { type: "public.geometry(Point,4326)[]", default: written },
  };
  const { said, gaps } = splitDefault(column, new Map());
  expect(said.attributes["default"]).toBe(value);
  expect(gaps).toEqual([]);
});
