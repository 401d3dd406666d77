import { expect, it } from "vitest";
import { checkedProject, summary } from "./checked-project.ts";

it(
  "what a database of another version says is explained by a server of that version",
  { timeout: 180_000 },
  async () => {
    // The tests' own server is a 17; no binaries of 16 are installed for the project.
    const project = await checkedProject({
      "dbfirst.config.ts": `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }], postgres: { major: 16 } };`,
      "sql/1.sql": "create table team (id integer, slug varchar(64));\n",
    });
    await project.apply();
    await project.commit();
    await project.byHand("alter table team alter column slug type varchar(80)");
    const report = await project.check();
    expect(report).toMatchObject({ unexplained: null, repair: { revert: { reason: null } } });
    expect(summary(report)).toEqual([
      "changed column public.team.slug type: out-of-band, sql/1.sql:1",
    ]);
    // A smaller limit needs no DROP DEFAULT before it: there is none.
    expect(report.repair!.revert.statements.map(({ sql }) => sql)).toEqual([
      expect.stringMatching(
        /^ALTER TABLE "public"."team" ALTER COLUMN "slug" TYPE character varying\(64\)/,
      ),
    ]);
  },
);
