import { expect, it } from "vitest";
import type { Finding } from "../../../src/drift/finding.ts";
import { assignFixes, type Trial } from "../../../src/drift/plan/assign-fixes.ts";
import { change, finding, report } from "../../report/drift/sample.ts";
import { statement } from "../plan-statement.ts";

/** The SQL that keeps each finding, of statements with the findings that are seen to change by them. */
function kept(
  findings: readonly Finding[],
  plan: readonly (readonly [sql: string, seen?: number])[],
): (string | null)[] {
  const trial: Trial = [-1, ...plan.keys()].map((last) =>
    findings.map((_, index) =>
      String(plan.filter(([, seen], at) => seen === index && at <= last).length),
    ),
  );
  const none = { statements: [], reason: null, leaves: [] };
  const statements = plan.map(([sql]) => statement(sql));
  const repair = { revert: none, keep: { ...none, statements } };
  const assigned = assignFixes(report({ findings: [...findings] }), repair, {
    revert: [],
    keep: trial,
  });
  return assigned.findings.map(({ fix }) => fix.migration);
}

it("gives a view that is made anew its privileges and its comment back", () => {
  const view = change("view", "app.live", ["definition", "SELECT 1", "SELECT 2"]);
  const drop = 'DROP VIEW "app"."live"';
  const create = 'CREATE VIEW "app"."live" AS SELECT 2';
  const comment = `COMMENT ON VIEW "app"."live" IS 'it''s on'`;
  const grant = 'GRANT SELECT ON TABLE "app"."live" TO "reader"';
  const other = 'GRANT SELECT ON TABLE "app"."live_too" TO "reader"';
  expect(kept([view], [[drop, 0], [create, 0], [comment], [grant], [other]])).toEqual([
    `${drop};\n${create};\n${comment};\n${grant};`,
  ]);
  const gone = finding("view", "app.live", { change: "removed" });
  expect(kept([gone], [[grant], [drop, 0]])).toEqual([`${drop};`]);
});

it("gives an enum that loses a label no SQL of its own: its columns would keep the old type", () => {
  const labels = change("enum", "app.mood", ["labels", ["sad", "ok"], ["sad"]]);
  const column = finding("column", "app.t.a");
  expect(
    kept(
      [labels, column],
      [
        ['ALTER TYPE "app"."mood" RENAME TO "mood__replaced"', 0],
        [`CREATE TYPE "app"."mood" AS ENUM ('sad')`, 0],
        ['ALTER TABLE "app"."t" ALTER COLUMN "mood" TYPE "app"."mood" USING "mood"::text'],
        ['DROP TYPE "app"."mood__replaced"'],
        ['ALTER TABLE "app"."t" ADD COLUMN "a" integer', 1],
      ],
    ),
  ).toEqual([null, 'ALTER TABLE "app"."t" ADD COLUMN "a" integer;']);
});
