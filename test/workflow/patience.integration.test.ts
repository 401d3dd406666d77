import { expect, it } from "vitest";
import { checkedProject, summary } from "./checked-project.ts";

// More migrations than are watched while they are replayed for the first time, which takes two seconds.
const count = 10;
const name = (index: number) => `sql/${String(index).padStart(2, "0")}.sql`;
const slow = Object.fromEntries(
  Array.from({ length: count }, (_, index) => [
    name(index + 2),
    `select pg_sleep(0.2);\nalter table team alter column slug type varchar(${index + 40});`,
  ]),
);

it(
  "looking for lines ends in the midst of a replay, and says that",
  { timeout: 120_000 },
  async () => {
    const project = await checkedProject({
      "sql/01.sql": "create table team (slug text);",
      ...slow,
    });
    await project.apply();
    await project.commit();
    await project.byHand("alter table team alter column slug type varchar(90)");
    const hurried = await project.check({ patience: 1 });
    // How far it comes until then depends on the machine: not to a line.
    expect(summary(hurried)).toEqual([
      expect.stringMatching(
        /^changed column public\.team\.slug type: out-of-band, (?:nowhere|sql\/\d+\.sql:\?)$/,
      ),
    ]);
    expect(project.warnings).toContainEqual(expect.stringContaining("--patience gives more"));
    project.warnings.length = 0;
    expect(summary(await project.check())).toEqual([
      `changed column public.team.slug type: out-of-band, ${name(count + 1)}:2`,
    ]);
    expect(project.warnings).toEqual([]);
  },
);
