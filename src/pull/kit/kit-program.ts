/**
 * The program of a child process that has drizzle-kit loaded and does one job after another: bodies of functions that its
 * parent sends, and whose results it sends back. It ends when the parent does.
 */
export const programSource = `"use strict";
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { DBFIRST_KIT, DBFIRST_KIT_VERSION, DBFIRST_CODE, DBFIRST_FILES } = process.env;
const keepCode = DBFIRST_CODE && require("./code-cache.cjs").keepCode(DBFIRST_CODE, DBFIRST_KIT, DBFIRST_KIT_VERSION);
const kit = require(DBFIRST_KIT);
const AsyncFunction = (async () => {}).constructor;
const load = (file) => import(pathToFileURL(file).href);
// The first job makes files, the next imports them: in between, nobody waits for the library that they are written for.
const loadAhead = async (folder) => {
  const { resolve } = createRequire(join(folder, "index.ts"));
  for (const name of ["drizzle-orm", "drizzle-orm/pg-core"]) await load(resolve(name).replace(/\\.cjs$/, ".js"));
};
let ahead = DBFIRST_FILES;
process.on("message", async ({ program, task }) => {
  try {
    const work = new AsyncFunction("task", "kit", "load", "require", "__dirname", program);
    process.send({ state: "answered", answer: (await work(task, kit, load, require, __dirname)) ?? null });
  } catch (error) {
    process.send({ state: "failed", printed: String(error instanceof Error ? error.message : error) });
  }
  // What the job needed was compiled by now, and its answer is on its way.
  if (keepCode) setImmediate(keepCode);
  // What can't be loaded, the files will say.
  if (ahead) loadAhead(ahead).catch(() => {});
  ahead = undefined;
});
process.on("disconnect", () => process.exit(0));
// drizzle-kit closes no connection; that the relay does is no fault.
process.on("uncaughtException", (error) => {
  if (/ECONNRESET|EPIPE|closed|terminated/i.test(error.code + " " + error.message)) return;
  console.error(error);
  process.exit(1);
});
`;

/**
 * Pulls one part after another. Each is a configuration of its own, whose database names it. The answer is undefined, or what
 * is wrong.
 */
export const pullProgram = `
  const { join } = require("node:path");
  Object.assign(process.env, task.variables);
  for (let part = 0; part < task.parts; part++) {
    const answer = await kit.pull({ config: join(__dirname, "part-" + part + ".config.cjs") });
    if (answer.status !== "ok") return { message: answer.error.message ?? answer.error.code };
    // What a part leaves behind would else be kept until the heap has grown beyond what drizzle-kit itself takes.
    global.gc();
  }
`;

/** The password is in the environment, not in this file. */
export function partConfig(part: number): string {
  return `module.exports = {
  dialect: "postgresql",
  out: "${partFolder(part)}",
  dbCredentials: { ...JSON.parse(process.env.DBFIRST_CREDENTIALS), database: "${part}" },
  schemaFilter: JSON.parse(process.env.DBFIRST_SCHEMAS),
  introspect: { casing: "preserve" },
};
`;
}

/** Where a part is written to, relative to the program's folder. */
export function partFolder(part: number): string {
  return `part-${part}`;
}
