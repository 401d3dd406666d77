import { expect, it } from "vitest";
import { checkedProject, summary, type CheckedProject } from "../checked-project.ts";

const numbers = Array.from({ length: 40 }, (_, index) => index + 10);
const lines = (write: (number: number) => string) => `${numbers.map(write).join("\n")}\n`;

function stepsOf(project: CheckedProject): string[] {
  const steps: string[] = [];
  project.run.step = (text) => steps.push(text);
  return steps;
}

const made = lines((number) => `create table t_${number} (id int primary key, a int, b int);`);
const altered =
  lines((number) => `alter table t_${number} alter a type bigint;`) +
  lines((number) => `alter table t_${number} alter b type bigint;`);
const byHand = lines((number) => `alter table t_${number} alter a type text, alter b type text;`);

/** Where both columns of each table are found. */
function expected(lineOf: (number: number) => number): string[] {
  return numbers.flatMap((number, index) => [
    `changed column public.t_${number}.a type: out-of-band, sql/2.sql:${lineOf(number)}`,
    `changed column public.t_${number}.b type: out-of-band, sql/2.sql:${index + 41}`,
  ]);
}

it("the lines of very many changes are found as the migrations are replayed, each by looks at what its statements name", async () => {
  const project = await checkedProject({ "sql/1.sql": made, "sql/2.sql": altered });
  await project.apply();
  await project.commit();
  await project.byHand(byHand);
  const steps = stepsOf(project);
  const report = await project.check();
  expect(summary(report).toSorted()).toEqual(expected((number) => number - 9).toSorted());
  expect(project.warnings).toEqual([]);
  expect(steps.filter((step) => step.startsWith("Looking for the lines in"))).toEqual([]);
});

it("so are they where they stand in many migrations", async () => {
  const tens = [1, 2, 3, 4].flatMap((ten) => [ten * 10, ten * 10 + 3, ten * 10 + 6]);
  const files = tens.map((number): [string, string] => [
    `sql/a${number}.sql`,
    `\nalter table t_${number} alter a type bigint;`,
  ]);
  const project = await checkedProject({ "sql/1.sql": made, ...Object.fromEntries(files) });
  await project.apply();
  await project.commit();
  await project.byHand(
    tens.map((number) => `alter table t_${number} alter a type text;`).join("\n"),
  );
  const steps = stepsOf(project);
  expect(summary(await project.check())).toEqual(
    tens.map(
      (number) => `changed column public.t_${number}.a type: out-of-band, sql/a${number}.sql:2`,
    ),
  );
  expect(steps.filter((step) => step.startsWith("Looking for the lines in"))).toEqual([]);
});

it("what a statement changes of them without naming it is found by looking everywhere", async () => {
  const project = await checkedProject({
    "sql/1.sql": made,
    "sql/2.sql": `${altered}do $$ begin execute 'alter table t_' || 12 || ' alter a type numeric'; end $$;\n`,
  });
  await project.apply();
  await project.commit();
  await project.byHand(byHand);
  const report = await project.check();
  const lineOf = (number: number) => (number === 12 ? 81 : number - 9);
  expect(summary(report).toSorted()).toEqual(expected(lineOf).toSorted());
});

it("a script that sets its transaction's isolation is looked at behind that, where it is rehearsed", async () => {
  const remarks = Array.from(
    { length: 70 },
    (_, index) => `comment on column team.slug is '${index}';`,
  );
  const project = await checkedProject({
    "sql/1.sql": "create table team (slug text);",
    "sql/2.sql": [
      "set transaction isolation level serializable;",
      ...remarks,
      "alter table team alter slug type varchar(40);",
    ].join("\n"),
  });
  await project.apply();
  await project.commit();
  await project.byHand("alter table team alter slug type varchar(50)");
  const report = await project.check();
  expect(report.unexplained).toBeNull();
  expect(summary(report)).toEqual([
    "changed column public.team.slug type: out-of-band, sql/2.sql:72",
  ]);
});

it("a script that takes a lock before it sets that is looked at behind both, where it is watched", async () => {
  const project = await checkedProject({
    "sql/1.sql": "create table team (slug text);",
    "sql/2.sql": [
      "/* One at a time */ lock table team in exclusive mode;",
      "set transaction isolation level serializable;",
      "alter table team alter slug type varchar(40);",
    ].join("\n"),
  });
  await project.apply();
  await project.commit();
  await project.byHand("alter table team alter slug type varchar(50)");
  const report = await project.check();
  expect(report.unexplained).toBeNull();
  expect(summary(report)).toEqual([
    "changed column public.team.slug type: out-of-band, sql/2.sql:3",
  ]);
});
