/**
 * Writes the SQL that Better Auth asks for on top of what the database already has, to
 * better-auth_migrations/<time>.sql, or says that there is nothing to write. Run it against a database to which all
 * earlier files were applied.
 *
 * It calls the generator of the installed better-auth, as its own command line does. @better-auth/cli's generator lives
 * in 1.4, which leaves out defaults that 1.7 writes and makes a second unique index for organization.slug.
 */
import { writeFileSync } from "node:fs";
import { getMigrations } from "better-auth/db/migration";
import { auth } from "./example-auth.cli.ts";

const plan = await getMigrations(auth.options, { throwOnUnsafe: false });
const problems = [...plan.unsafeChanges, ...plan.schemaProblems];
const changes = plan.toBeCreated.length + plan.toBeAdded.length + plan.toBeAddedIndexes.length;

if (problems.length > 0) {
  console.error(`Nothing was written:\n${problems.join("\n")}`);
  process.exitCode = 1;
} else if (changes === 0) {
  console.log("Better Auth's tables are up to date; nothing to write.");
} else {
  const time = new Date().toISOString().replaceAll(":", "-");
  const file = new URL(`../better-auth_migrations/${time}.sql`, import.meta.url);
  writeFileSync(file, await plan.compileMigrations(), { flag: "wx" });
  const tables = [...plan.toBeCreated, ...plan.toBeAdded].map(({ table }) => table);
  console.log(`better-auth_migrations/${time}.sql: ${tables.join(", ")}`);
}
await auth.options.database.end();
