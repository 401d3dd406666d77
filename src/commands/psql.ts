import { defineCommand } from "./command.ts";
import { namedTarget, openProject, withTarget } from "./open-project.ts";

const anyDatabase = { url: undefined, timeout: undefined };

/** Whether libpq's variables say where to connect, as they do for psql itself. */
function namesServer(env: Readonly<Record<string, string | undefined>>): boolean {
  return ["PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE"].some((name) => env[name]);
}

export const psqlCommand = defineCommand({
  name: "psql",
  summary: "Run SQL files as psql would, without psql: -f FILE, -c COMMAND, -v, -1, …",
  description: `A psql-compatible script runner: same statements, same messages, same exit codes (0, 1, 2, 3), no psql
needed. Takes psql's options. The database is that of --url or -d, else of DATABASE_URL, drizzle.config.ts, or libpq's
variables (PGHOST, PGHOSTADDR, PGDATABASE, PGSERVICE), else the embedded one.
Shell commands, pipes, other servers and files outside the project are refused before anything runs, unless allowed:
--allow-shell, --allow-server, --allow-path, --allow-setenv. --executor psql runs the psql that is installed instead.
dbfirst psql --help=options lists all of them; docs/psql-compatibility.md has the rest.`,
  raw: true,
  arguments: "[PSQL OPTIONS] [DBNAME]",
  options: {},
  examples: [
    ["dbfirst psql -v ON_ERROR_STOP=1 -f seed.sql", "run a script, stop at the first error"],
    ["dbfirst psql -c 'select count(*) from \"user\"'", "one command"],
    ["dbfirst psql -1 -f change.sql", "in one transaction"],
  ],
  async run(context, { arguments: argv }) {
    const { runPsql, namesDatabase } = await import("../psql/program/run-psql.ts");
    const io = {
      env: context.env,
      cwd: context.directory,
      signal: context.signal,
      stdin: context.streams.stdin,
      stdout: context.streams.stdout,
      stderr: context.streams.stderr,
    };
    if (namesDatabase(argv)) return runPsql(argv, io);
    const isNamed = namesServer(context.env);
    const anywhere = isNamed || context.env.DATABASE_URL !== undefined;
    const project = await openProject(context, { anywhere });
    if (isNamed && (await namedTarget(context, project, anyDatabase)) === undefined)
      return runPsql(argv, io);
    return withTarget(context, project, anyDatabase, (target) =>
      runPsql(argv, { ...io, defaultSettings: target.settings }),
    );
  },
});
