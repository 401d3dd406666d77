import { expect, it, onTestFinished } from "vitest";
import type { FactKind } from "../../../src/catalog/fact.ts";
import { createShadow } from "../../../src/postgres/shadow.ts";
import { openTrialPlace } from "../../../src/workflow/repair/trial-place.ts";
import type { Bench } from "../../../src/workflow/repair/try-plan.ts";
import { runOn } from "../../support/database.ts";
import { silentRun } from "../../support/silent-run.ts";

const kinds: FactKind[] = ["schema", "table", "column"];

async function tables(bench: Bench): Promise<string[]> {
  const { facts } = await bench.read({ kinds });
  return facts.filter(({ kind }) => kind === "table").map(({ object }) => object);
}

it("tries plans one after the other on the same database, and copies it as it was", async () => {
  const shadow = await createShadow({ projectDir: ".", major: 17 });
  onTestFinished(() => shadow.dispose());
  const database = await shadow.createDatabase();
  await runOn(database, "create table team (id integer)");
  const place = openTrialPlace(shadow, database, kinds, silentRun());
  const first = await place.bench();
  place.prepare({ kinds, relations: ["public.team"] });
  expect(await tables(await place.bench())).toEqual(["public.team"]);
  await first.run("create table member (id integer); alter table team add column slug text");
  await expect(first.attempt("create table member (id integer)")).rejects.toThrow(
    'relation "member" already exists',
  );
  expect(await tables(first)).toEqual(["public.member", "public.team"]);
  await expect(first.run("select 1 / 0")).rejects.toThrow("division by zero");
  await place.takeBack();
  // It would wait for the locks of what was tried.
  await runOn(database, "alter table team add column note text");
  expect(await tables(await place.bench())).toEqual(["public.team"]);
  const copy = await place.copy();
  await runOn(copy, "create table copied (id integer)");
  expect(await tables(await place.bench())).toEqual(["public.team"]);
  await place.end();
});
