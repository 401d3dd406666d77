import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/catalog/fact.ts";
import { losesByCast, withAssignments } from "../../../src/drift/plan/column-casts.ts";
import { ownStatement } from "../../../src/drift/plan/own-statement.ts";
import { catalogOf, fact } from "../catalogs.ts";

const column = (type: string, attributes: Fact["attributes"] = {}) =>
  catalogOf([fact("enum", "app.mood"), fact("column", "app.team.slug", { type, ...attributes })]);
const table = 'ALTER TABLE "app"."team" ALTER COLUMN "slug"';

/** What becomes of the planning library's statement. */
function cast(before: string, after: string): string {
  const planned = [ownStatement(`${table} TYPE ${after} USING "slug"::${after}`)];
  const [{ sql } = { sql: "" }] = withAssignments(planned, {
    from: column(before),
    to: column(after),
  });
  return sql.slice(table.length + 1);
}

describe("another type of a column", () => {
  it("is assigned, where an explicit cast would cut what is too long", () => {
    expect(cast("character varying(65)", "character varying(64)")).toBe(
      "TYPE character varying(64)",
    );
    expect(cast("integer", "character varying(2)")).toBe("TYPE character varying(2)");
    expect(cast("app.mood", "text")).toBe("TYPE text");
    expect(cast("bit varying(5)", "bit(3)")).toBe("TYPE bit(3)");
    expect(cast("character(3)[]", "text[]")).toBe("TYPE text[]");
    expect(cast("bigint", "numeric(10,2)")).toBe("TYPE numeric(10,2)");
    expect(cast("timestamp(3) without time zone", "date")).toBe("TYPE date");
  });

  it("is cast, where PostgreSQL assigns nothing, or nobody knows", () => {
    for (const [before, after] of [
      ["text", "integer"],
      ["text", "app.mood"],
      ["app.slug", "text"],
      ["integer[]", "text"],
      ["integer", "boolean"],
      ["json", "text[]"],
    ] as const)
      expect(cast(before, after)).toBe(`TYPE ${after} USING "slug"::${after}`);
    const otherwise = `${table} TYPE text USING lower("slug")`;
    const catalogs = { from: column("citext"), to: column("text") };
    expect(withAssignments([ownStatement(otherwise)], catalogs)).toEqual([ownStatement(otherwise)]);
  });

  it("keeps its collation, and a default that is the same", () => {
    const collated = `${table} TYPE text COLLATE "C" USING "slug"::text`;
    const plan = [`${table} DROP DEFAULT`, collated, `${table} SET DEFAULT 'x'`];
    const sqlOf = (before: Fact["attributes"], after: Fact["attributes"]) =>
      withAssignments(plan.map(ownStatement), {
        from: column("character varying(64)", before),
        to: column("text", after),
      }).map(({ sql }) => sql);
    const assigned = `${table} TYPE text COLLATE "C"`;
    expect(sqlOf({ default: "'x'" }, { default: "'x'" })).toEqual([assigned]);
    expect(sqlOf({ default: "'y'" }, { default: "'x'" })).toEqual([plan[0], assigned, plan[2]]);
    const phoneBook = `${table} TYPE character varying(5) COLLATE "app"."Phone Book"`;
    const cut = [ownStatement(`${phoneBook} USING "slug"::character varying(5)`)];
    const catalogs = { from: column("text"), to: column("character varying(5)") };
    expect(withAssignments(cut, catalogs)).toEqual([ownStatement(phoneBook)]);
  });

  it("may lose something only where values become others, and none is refused", () => {
    const loses = (before: string, after: string, using = "") =>
      losesByCast(ownStatement(`${table} TYPE ${after}${using}`), {
        from: column(before),
        to: column(after),
      });
    for (const [before, after] of [
      ["numeric(10,4)", "numeric(10,2)"],
      ["numeric", "integer"],
      ["double precision", "real"],
      ["bigint", "double precision"],
      ["timestamp with time zone", "date"],
      ["timestamp without time zone", "timestamp(3) with time zone"],
      ["time with time zone", "time without time zone"],
      ["json", "jsonb"],
      ["bigint[]", "real[]"],
    ] as const)
      expect([before, after, loses(before, after)]).toEqual([before, after, true]);
    for (const [before, after] of [
      ["numeric(10,2)", "numeric(12,4)"],
      ["numeric(10)", "bigint"],
      ["integer", "numeric(10,2)"],
      ["integer", "double precision"],
      ["real", "double precision"],
      ["bigint", "smallint"],
      ["timestamp without time zone", "timestamp with time zone"],
      ["timestamp(3) with time zone", "timestamp without time zone"],
      ["date", "timestamp(0) with time zone"],
      ["jsonb", "json"],
      ["integer[]", "bigint[]"],
      ["text", "app.mood"],
      ["character varying(65)", "character varying(64)"],
    ] as const)
      expect([before, after, loses(before, after)]).toEqual([before, after, false]);
    const domain = fact("domain", "app.code", { type: "text" });
    const ofDomain = {
      from: catalogOf([domain, ...column("text").facts]),
      to: catalogOf([domain, ...column("app.code").facts]),
    };
    const toDomain = ownStatement(`${table} TYPE "app"."code" USING "slug"::app.code`);
    expect(losesByCast(toDomain, ofDomain)).toBe(false);
    const cut = ' USING "slug"::character varying(64)';
    expect(loses("character varying(65)", "character varying(64)", cut)).toBe(true);
    expect(
      losesByCast(ownStatement(`${table} DROP DEFAULT`), { from: column("a"), to: column("b") }),
    ).toBeUndefined();
  });
});
