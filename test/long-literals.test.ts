import { describe, expect, it } from "vitest";
import { sameSql } from "../src/drift/compare/same-sql.ts";
import { differsInCasts } from "../src/drift/fold/recast.ts";
import { keepsRows } from "../src/drift/plan/column-rewrites.ts";
import { withNewLabels } from "../src/drift/plan/new-labels.ts";
import { afterRenames } from "../src/drift/renames/renamed-values.ts";
import { settledExpression } from "../src/postgres/settled-expression.ts";
import { constantOf } from "../src/pull/render/constant-default.ts";
import { unqualifiedQuery } from "../src/pull/render/unqualified-query.ts";
import type { Fact } from "../src/catalog/fact.ts";

/** Twenty million characters, with an apostrophe among them: pictures and documents stand in views and defaults. */
const literal = `'${"x".repeat(1e7)}''${"y".repeat(1e7)}'`;

/** For each, a regular expression goes over the literal: one that may go back at each character has no stack for it. */
describe("a text of twenty megabytes in SQL", () => {
  it("is read where two prints are compared", () => {
    expect(settledExpression(`(s = ${literal}::text)`)).toBe(`(s = ${literal}::text)`);
    const options = { qualifiersMayMiss: false };
    expect(sameSql(`SELECT  ${literal}`, `SELECT ${literal}`, options)).toBe(true);
    expect(differsInCasts(`(${literal})::text`, literal)).toBe(true);
  });

  it("is read where names are others", () => {
    const [expected, actual] = ["public.a", "public.b"].map((object): Fact => {
      return { kind: "table", object, parent: null, attributes: {} };
    });
    const view = (table: string): Fact => ({
      kind: "view",
      object: "public.v",
      parent: null,
      attributes: { definition: `SELECT ${literal} FROM ${table};` },
    });
    const rename = {
      expected: expected!,
      actual: actual!,
      attribute: "name" as const,
      from: "a",
      to: "b",
    };
    expect(afterRenames(view("public.a"), [rename])).toEqual(view("public.b"));
  });

  it("is read where SQL is made", () => {
    const statement = { lock: null, losesData: false, rewritesTable: false, transactional: true };
    const sql = `ALTER TABLE public.t ALTER COLUMN a SET DEFAULT ${literal}`;
    expect(withNewLabels([{ ...statement, sql }])).toMatchObject([{ sql }]);
    const column: Fact = {
      kind: "column",
      object: "public.t.a",
      parent: "public.t",
      attributes: { type: "text", default: `${literal}::text` },
    };
    const from = { serverMajor: 17, facts: [], unmodeled: [] };
    const adds = `ALTER TABLE public.t ADD COLUMN a text DEFAULT ${literal}`;
    expect(keepsRows(adds, { from, to: { ...from, facts: [column] } })).toBe(true);
  });

  it("is read where TypeScript is made", () => {
    expect(constantOf(`${literal}::text`)).toEqual({
      value: literal.slice(1, -1).replace("''", "'"),
      casts: "::text",
    });
    const query = ` SELECT t.id FROM public.t WHERE (t.a = ${literal}::text);`;
    expect(unqualifiedQuery(query)).toContain(literal);
  });
});
