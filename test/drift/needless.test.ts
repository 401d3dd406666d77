import { describe, expect, it } from "vitest";
import { withoutNeedless } from "../../src/drift/needless.ts";
import { catalogOf, fact } from "./catalogs.ts";

const statement = (sql: string) => ({
  sql,
  lock: null,
  losesData: false,
  rewritesTable: false,
  transactional: true,
});
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
});
