import { afterEach, expect, it } from "vitest";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { answerReadOnly } from "../../src/studio/read-only.ts";
import { runOn } from "../support/database.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import {
  everything,
  hostileObjects,
  refusedByServer,
  refusedByUs,
  undoneAfterwards,
} from "./hostile-sql.ts";

let shadow: Shadow | undefined;
afterEach(async () => {
  await shadow?.dispose();
  shadow = undefined;
});

// What a read-only transaction allows differs: PostgreSQL 14 and 15 let large objects be written.
it.each([14, 15, 16, 18] as const)("nothing is written on PostgreSQL %i", async (major) => {
  const searchFolders = [majorsFolder];
  shadow = await createShadow({ projectDir: process.cwd(), major, searchFolders });
  const { settings } = shadow;
  await runOn(settings, hostileObjects);
  const before = await everything(settings);
  const { signal } = new AbortController();
  const ask = async (sql: string) => {
    const request = { type: "proxy" as const, sql, params: [], mode: "array" as const };
    const { json } = await answerReadOnly(request, settings, signal);
    return JSON.parse(json.toString()) as unknown;
  };
  for (const sql of [...refusedByServer, ...refusedByUs])
    expect(await ask(sql), sql).toMatchObject({ status: "error" });
  for (const sql of undoneAfterwards) {
    await ask(sql);
    const statements = [sql, "commit", sql, "select 1; commit"];
    await answerReadOnly({ type: "tproxy", statements }, settings, signal);
    expect(await everything(settings), sql).toEqual(before);
  }
  expect(await ask("select id from t")).toEqual([[1]]);
  expect(await everything(settings)).toEqual(before);
});
