import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AuthAnswer, AuthPlan, AuthRequest } from "../messages.ts";
import { compile, findGenerator } from "./compile.ts";
import { compareNames, schemaOfTables, type ExpectedTable } from "./drizzle-tables.ts";
import { describeDatabase, type GivenDatabase } from "./given-database.ts";
import { loadAuth, type AuthOptions, type LoadedAuth } from "./load-auth.ts";
import { watchVariables } from "./missing-variables.ts";
import { pluralize } from "./pluralize.ts";

// The process in which the project's Better Auth config is loaded. It is asked once, answers once, and is ended then: what
// the config has opened by being imported (pools, timers) doesn't matter any more.

const missingVariables = watchVariables();
// Better Auth starts before anybody asks, and may fail for want of a secret or of its database, which nobody needs here.
process.on("unhandledRejection", () => undefined);
process.once("message", (request: AuthRequest) => void answer(request));

async function answer(request: AuthRequest): Promise<void> {
  let stage: "load" | "plan" = "load";
  let reply: AuthAnswer;
  try {
    const auth = await loadAuth(request.configFile, request.projectDirectory);
    stage = "plan";
    reply =
      auth === undefined
        ? { failure: { stage: "missing", message: "", stack: undefined, missingVariables: [] } }
        : { plan: await plan(auth, request) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    reply = { failure: { stage, message, stack, missingVariables: missingVariables() } };
  }
  process.send?.(reply);
}

async function plan(auth: LoadedAuth, request: AuthRequest): Promise<AuthPlan> {
  if (auth.resolveAsConfig("better-auth") === undefined)
    throw new Error("the package better-auth isn't installed in this project");
  const generate = await findGenerator(auth);
  if (generate === undefined)
    throw new Error(
      `better-auth ${versionOf(auth)} has no getMigrations, neither in better-auth/db/migration nor in better-auth/db`,
    );
  const given = describeDatabase(auth.options);
  refuseOtherDatabases(given);
  const schema =
    request.schema ?? given.schemaName ?? given.searchPath ?? schemaOfTables(given.drizzleTables);
  const options = given.usePlural ? pluralize(auth.options) : auth.options;
  const shared = { auth, generate, options, schema };
  const next = await compile({ ...shared, connection: request.current });
  const fresh = await compile({ ...shared, connection: request.empty });
  const expected = await expectedTables(auth, options);
  const qualified = isQualified([...next.statements, ...fresh.statements], schema);
  const version = versionOf(auth);
  return {
    version,
    next,
    fresh,
    schema,
    qualified,
    remarks: [
      ...(given.problem === undefined ? [] : [given.problem]),
      ...(given.schemaName === undefined || qualified ? [] : [ignoredSchema(version)]),
      ...next.problems.filter((text) => !saidOtherwise.test(text)),
      ...compareNames(given.drizzleTables, expected),
    ],
  };
}

/** The file makes the schema; types and nulls are compared with what Better Auth would make from nothing. */
const saidOtherwise =
  /^Schema '.*' does not exist|has a different type in the database|stays nullable while the schema/;

function ignoredSchema(version: string): string {
  return `better-auth ${version} ignores \`database.schemaName\` when it runs: give its connections the search path (options: "-c search_path=…"), or use 1.7 or later.`;
}

const postgresNames = new Set(["postgres", "pg", "postgresql"]);

function refuseOtherDatabases({ adapter, dialect }: GivenDatabase): void {
  if (adapter === "mongodb") throw new Error("the config uses MongoDB, not PostgreSQL");
  if (dialect !== undefined && !postgresNames.has(dialect))
    throw new Error(`the config says that its database is ${dialect}, not PostgreSQL`);
}

async function expectedTables(auth: LoadedAuth, options: AuthOptions): Promise<ExpectedTable[]> {
  const getSchema = (await auth.importAsConfig("better-auth/db"))?.["getSchema"] as
    | ((options: AuthOptions) => Record<string, { fields: Record<string, unknown> }>)
    | undefined;
  return Object.entries(getSchema?.(options) ?? {}).map(([name, { fields }]) => ({
    name,
    columns: ["id", ...Object.keys(fields)],
  }));
}

function isQualified(statements: readonly string[], schema: string | undefined): boolean {
  if (schema === undefined) return false;
  const prefix = `"${schema.replaceAll('"', '""')}".`;
  return statements.some((statement) => statement.includes(prefix));
}

/** better-auth doesn't export its package.json, so the folders above its main file are searched. */
function versionOf(auth: LoadedAuth): string {
  let folder = dirname(fileURLToPath(auth.resolveAsConfig("better-auth")!));
  for (;;) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
        name?: string;
        version?: string;
      };
      if (manifest.name === "better-auth") return manifest.version ?? "of an unknown version";
    } catch {
      // Not in this folder.
    }
    const parent = dirname(folder);
    if (parent === folder) return "of an unknown version";
    folder = parent;
  }
}
