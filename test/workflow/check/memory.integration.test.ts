import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseSnapshot } from "../../../src/catalog/parse-snapshot.ts";
import { formatSnapshot } from "../../../src/catalog/snapshot.ts";
import { checkedProject, type CheckedProject } from "../checked-project.ts";

const schema = `create table team (id integer primary key, slug varchar(64) not null);
create table player (id integer primary key, team integer references team);
`;

const starting = "Starting a throw-away PostgreSQL";

/** A project with a change by hand, and everything that its checks say they do. */
async function driftedProject(): Promise<{ project: CheckedProject; steps: string[] }> {
  const project = await checkedProject({ "sql/1.sql": schema });
  const steps: string[] = [];
  project.run.step = (text) => void steps.push(text);
  await project.apply();
  await project.commit();
  await project.byHand("alter table team alter column slug type varchar(65)");
  return { project, steps };
}

/** Whether a check asks the migrations again. */
async function replays({ project, steps }: Awaited<ReturnType<typeof driftedProject>>) {
  steps.length = 0;
  const report = await project.check();
  return { report, replayed: steps.includes(starting) };
}

describe("a check of what was explained before", { timeout: 180_000 }, () => {
  it("says the same, without a replay", async () => {
    const drifted = await driftedProject();
    const first = await replays(drifted);
    expect(first.replayed).toBe(true);
    expect(first.report.findings).toMatchObject([
      { object: "public.team.slug", cause: "out-of-band", origin: { file: "sql/1.sql", line: 1 } },
    ]);
    expect(first.report.repair?.revert.statements.length).toBeGreaterThan(0);
    expect(await replays(drifted)).toEqual({ report: first.report, replayed: false });
  });

  it("explains anew what is another situation", async () => {
    const drifted = await driftedProject();
    const { project } = drifted;
    await replays(drifted);
    await project.byHand("alter table player add column name text");
    const other = await replays(drifted);
    expect(other.replayed).toBe(true);
    expect(other.report.findings.map(({ object }) => object)).toEqual([
      "public.player.name",
      "public.team.slug",
    ]);
    project.write("sql/1.sql", `-- Teams\n${schema}`);
    const edited = await replays(drifted);
    expect(edited.replayed).toBe(true);
    const slug = edited.report.findings.find(({ object }) => object === "public.team.slug");
    expect(slug?.origin?.line).toBe(2);
  });

  it("asks no server twice whether what minor releases print otherwise differs", async () => {
    const project = await checkedProject({
      "sql/1.sql": `${schema}create view joined as select extract('YEAR' from now()) as year;\n`,
    });
    const steps: string[] = [];
    project.run.step = (text) => void steps.push(text);
    await project.apply();
    await project.commit();
    const file = join(project.directory, "drizzle/catalog.json");
    const snapshot = parseSnapshot(readFileSync(file, "utf8"), file);
    const printed = JSON.stringify(snapshot.catalog).replace("EXTRACT(YEAR", 'EXTRACT(\\"YEAR\\"');
    const catalog = JSON.parse(printed) as typeof snapshot.catalog;
    expect(catalog).not.toEqual(snapshot.catalog);
    writeFileSync(file, formatSnapshot({ ...snapshot, catalog }));
    const first = await replays({ project, steps });
    expect(first).toMatchObject({
      report: { verdict: "in-sync", findings: [], unexplained: null },
      replayed: true,
    });
    expect(await replays({ project, steps })).toEqual({ report: first.report, replayed: false });
  });

  it("knows the owner's name, which facts don't tell", async () => {
    const drifted = await driftedProject();
    await replays(drifted);
    const role = `owner_${Math.random().toString(36).slice(2, 10)}`;
    const owned = ["table team", "table player", "schema public", "schema dbfirst"];
    const giveTo = (owner: string) => owned.map((what) => `alter ${what} owner to ${owner}`);
    await drifted.project.byHand([`create role ${role}`, ...giveTo(role)].join(";\n"));
    expect((await replays(drifted)).replayed).toBe(true);
    const back = [...giveTo("current_user"), `drop owned by ${role}`, `drop role ${role}`];
    await drifted.project.byHand(back.join(";\n"));
  });

  it("asks again where scripts read what isn't in them, and where what was kept can't be read", async () => {
    const drifted = await driftedProject();
    const { project } = drifted;
    await replays(drifted);
    const folder = join(project.directory, ".dbfirst/cache/explained");
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), "{");
    expect((await replays(drifted)).replayed).toBe(true);
    rmSync(folder, { recursive: true });
    project.write("sql/2.sql", "\\getenv who SOMEBODY\n");
    await replays(drifted);
    expect(existsSync(folder)).toBe(false);
  });
});
