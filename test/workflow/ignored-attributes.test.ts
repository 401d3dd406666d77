import { describe, expect, it } from "vitest";
import { checkedProject, summary } from "./checked-project.ts";

const config = (rules: string) =>
  `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }], ignore: [${rules}] };`;
const comments = `{ kind: "table", object: "public.*", attribute: "comment", reason: "the wiki writes them" }`;

describe("an attribute that the project ignores", { timeout: 180_000 }, () => {
  it("is neither drift nor hides any, before and after the pull that leaves it out of the snapshot", async () => {
    const project = await checkedProject({
      "sql/1.sql": "create table team (id integer);\ncomment on table team is 'Teams';\n",
    });
    await project.apply();
    await project.commit();
    await project.byHand("comment on table team is 'Changed'");
    expect(summary(await project.check({ explain: false }))).toHaveLength(1);

    // The rule is younger than the snapshot: the fingerprints differ, the facts don't.
    project.write("dbfirst.config.ts", config(comments));
    expect(await project.check()).toMatchObject({
      verdict: "in-sync",
      ignored: [{ attribute: "comment", count: 1, reason: "the wiki writes them" }],
    });
    expect(await project.checkFiles()).toMatchObject({ verdict: "in-sync" });

    // Snapshot and database have the same fingerprint without it.
    await project.commit();
    expect(await project.check()).toMatchObject({ verdict: "in-sync", ignored: [{ count: 1 }] });
    await project.byHand("comment on column team.id is 'Key'; comment on table team is null");
    expect(summary(await project.check({ explain: false }))).toEqual([
      "changed column public.team.id comment: unknown, nowhere",
    ]);
    expect(await project.check({ explain: false })).toMatchObject({ ignored: [{ count: 0 }] });

    // Without the rule, everything counts again.
    project.write("dbfirst.config.ts", config(""));
    await project.byHand("comment on table team is 'Again'");
    expect(summary(await project.check({ explain: false }))).toEqual([
      "changed column public.team.id comment: unknown, nowhere",
      "changed table public.team comment: unknown, nowhere",
    ]);
  });

  it("is left alone by the SQL that takes other changes back", async () => {
    const project = await checkedProject({
      "dbfirst.config.ts": config(comments),
      "sql/1.sql": "create table team (id integer);\ncomment on table team is 'Teams';\n",
    });
    await project.apply();
    await project.commit();
    await project.byHand(
      "comment on table team is 'Changed'; alter table team alter id type bigint",
    );
    const { repair, findings } = await project.check();
    expect(findings).toHaveLength(1);
    for (const plan of [repair!.revert, repair!.keep]) {
      expect(plan.reason).toBeNull();
      expect(plan.statements.map(({ sql }) => sql)).toEqual([expect.stringContaining(" TYPE ")]);
    }
  });

  it("has to be one that such objects have", async () => {
    const project = await checkedProject({
      "dbfirst.config.ts": config(
        `{ kind: "index", object: "*", attribute: "coment", reason: "a" },
         { object: "*", attribute: "sequenceName", reason: "b" },
         { kind: "cast", object: "*", attribute: "zzzzzzzzz", reason: "c" },
         { kind: "table", object: "*", attribute: "privileges.reader", reason: "d" },
         { object: "*", attribute: "own*", reason: "e" }`,
      ),
    });
    await expect(project.load()).rejects.toMatchObject({
      problems: [
        {
          at: "ignore[0].attribute",
          message: 'objects of the kind index have no attribute "coment"; did you mean "comment"?',
        },
        {
          at: "ignore[1].attribute",
          message: 'no object has an attribute "sequenceName"; docs/coverage.md lists them',
        },
        {
          at: "ignore[2].attribute",
          message:
            'objects of the kind cast have no attribute "zzzzzzzzz"; they have function, context, method, comment',
        },
      ],
    });
  });
});
