import { describe, expect, it } from "vitest";
import { withoutNeedless } from "../../../src/drift/plan/needless.ts";
import { catalogOf, fact } from "../catalogs.ts";
import { statement } from "../plan-statement.ts";

const catalog = catalogOf([
  fact("column", "public.product.title", { type: "text" }),
  fact("column", 'public."Product ""x""".stock', { type: "text" }),
  fact("column", "public.product.stock", { type: "integer", default: "0" }),
]);
const kept = (sql: string) =>
  withoutNeedless([statement(sql)], { from: catalog, to: catalog }).length === 1;

describe("a plan", () => {
  it("doesn't drop a default that isn't there", () => {
    expect(kept('ALTER TABLE "public"."product" ALTER COLUMN "title" DROP DEFAULT')).toBe(false);
    expect(kept('ALTER TABLE "public"."Product ""x""" ALTER COLUMN "stock" DROP DEFAULT')).toBe(
      false,
    );
    expect(kept('ALTER TABLE "public"."product" ALTER COLUMN "stock" DROP DEFAULT')).toBe(true);
    expect(kept('ALTER TABLE "public"."unknown" ALTER COLUMN "title" DROP DEFAULT')).toBe(true);
    expect(kept('ALTER TABLE "public"."product" ALTER COLUMN "title" TYPE integer')).toBe(true);
  });

  it("neither makes nor drops a column that only stops being its parent's", () => {
    const [alone, ofParent] = [undefined, true].map((inherited) =>
      catalogOf([
        fact("column", "app.dog.name", {
          type: "text",
          ...(inherited === true ? { inherited } : {}),
        }),
      ]),
    );
    const adds = statement('ALTER TABLE "app"."dog" ADD COLUMN "name" text');
    const drops = statement('ALTER TABLE "app"."dog" DROP COLUMN "name"');
    const creates = statement('CREATE TABLE "app"."dog" ()');
    expect(withoutNeedless([adds], { from: ofParent!, to: alone! })).toEqual([]);
    expect(withoutNeedless([drops], { from: alone!, to: ofParent! })).toEqual([]);
    expect(withoutNeedless([drops, adds], { from: ofParent!, to: alone! })).toHaveLength(2);
    expect(withoutNeedless([creates, adds], { from: ofParent!, to: alone! })).toHaveLength(2);
  });
  it("doesn't make a column that a new child has from its parent", () => {
    const to = catalogOf([fact("column", "app.pup.name", { type: "text", inherited: true })]);
    const creates = statement('CREATE TABLE "app"."pup" () INHERITS ("app"."dog")');
    const adds = statement('ALTER TABLE "app"."pup" ADD COLUMN "name" text');
    const plan = (...statements: (typeof adds)[]) =>
      withoutNeedless(statements, { from: catalogOf([]), to });
    expect(plan(creates, adds)).toEqual([creates]);
    expect(plan(adds)).toEqual([adds]);
  });
});
