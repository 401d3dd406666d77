import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { adviseOn } from "../../src/report/drift/advice.ts";
import { checkedProject } from "./checked-project.ts";

// Two branches add a column each, and the one whose file comes first is applied last: the columns stand in another order than
// a replay of the files gives, and nobody did anything by hand.

async function lateMigration() {
  const made = await checkedProject({
    "sql/1.sql": "create table team (id integer primary key);\n",
    "sql/3.sql": "alter table team add mine text;\n",
  });
  await made.apply();
  return made;
}

const late = "alter table team add theirs text;\n";
const ofOrder = ({ findings }: Awaited<ReturnType<typeof adviceOf>>["report"]) =>
  findings.map(({ object, attribute, cause, alsoCauses, fix }) => [
    `${object} ${attribute}`,
    cause,
    ...alsoCauses,
    fix.command,
  ]);

async function adviceOf(
  made: Awaited<ReturnType<typeof lateMigration>>,
  how: "check" | "checkEmbedded" | "checkFiles",
) {
  const report = await made[how]();
  return { report, advice: adviseOn(report).join("\n") };
}

it("the order of its columns comes of the order in which the database got the migrations", async () => {
  const made = await lateMigration();
  made.write("sql/2.sql", late);
  // What a database has that got them in their order.
  const other = await checkedProject({
    "sql/1.sql": "create table team (id integer primary key, theirs text, mine text);\n",
  });
  await other.apply();
  await other.commit();
  made.write(
    "drizzle/catalog.json",
    readFileSync(join(other.directory, "drizzle/catalog.json"), "utf8"),
  );
  await made.apply();
  const { report, advice } = await adviceOf(made, "check");
  expect(ofOrder(report)).toEqual([["public.team columnOrder", "applied-out-of-order", null]]);
  expect(advice).toMatch(/^The database got the migrations in another order.*`dbfirst reset`/);
  expect(advice).not.toContain("Somebody");
});

it("with files that were pulled from it, too; a check of the files alone says what may be the matter", async () => {
  const made = await lateMigration();
  made.write("sql/2.sql", late);
  await made.apply();
  await made.commit();
  const embedded = await adviceOf(made, "checkEmbedded");
  expect(ofOrder(embedded.report)).toEqual([
    ["public.team columnOrder", "applied-out-of-order", null],
  ]);
  const files = await adviceOf(made, "checkFiles");
  expect(ofOrder(files.report)).toEqual([
    ["public.team columnOrder", "stale-files", "dbfirst sync"],
  ]);
  expect(files.advice).toMatch(
    /^Columns stand in another order.*Where that changes nothing.*reset/,
  );
  expect(files.advice).not.toContain("behind the SQL files");
});

it("what was done by hand stays that", async () => {
  const made = await lateMigration();
  await made.commit();
  await made.byHand("alter table team drop mine; alter table team add by_hand text, add mine text");
  const { report } = await adviceOf(made, "check");
  expect(report.findings.map(({ cause }) => cause)).not.toContain("applied-out-of-order");
});
