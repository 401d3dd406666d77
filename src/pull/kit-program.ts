/**
 * The program of the child process that pulls: one part after another through drizzle-kit's own library, which takes half
 * a second to load. It loads that, then waits for a line of variables on its standard input; without one it ends. Each
 * part is a configuration of its own, whose database names it (DBFIRST_PARTS says how many there are).
 */
export const programSource = `"use strict";
const { join } = require("node:path");
const { text } = require("node:stream/consumers");
(async () => {
  const kit = require(process.env.DBFIRST_KIT);
  const variables = await text(process.stdin);
  if (variables === "") process.exit(0);
  Object.assign(process.env, JSON.parse(variables));
  for (let part = 0; part < Number(process.env.DBFIRST_PARTS); part++) {
    const answer = await kit.pull({ config: join(__dirname, "part-" + part + ".config.cjs") });
    if (answer.status === "ok") {
      // What a part leaves behind would else be kept until the heap has grown beyond what drizzle-kit itself takes.
      global.gc();
      continue;
    }
    console.error(answer.error.message ?? answer.error.code);
    process.exit(1);
  }
  // It closes no connection, which would keep the process.
  process.exit(0);
})().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
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
