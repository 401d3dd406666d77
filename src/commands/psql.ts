import { defineCommand } from "./command.ts";
import { openProject, withTarget } from "./open-project.ts";

export const psqlCommand = defineCommand({
  name: "psql",
  summary: "Run SQL files as psql would, without psql: -f FILE, -c COMMAND, -v, -1, …",
  description: `A psql-compatible script runner: same statements, same messages, same exit codes (0, 1, 2, 3), no psql
needed. Takes psql's options; --url or -d names the database, else DATABASE_URL, drizzle.config.ts, the embedded one.
Shell commands, pipes, other servers and files outside the project are refused before anything runs, unless allowed:
--allow-shell, --allow-server, --allow-path, --allow-setenv. --executor psql runs the psql that is installed instead.
dbfirst psql --help lists all options; docs/psql-compatibility.md has the rest.`,
  raw: true,
  arguments: "[PSQL OPTIONS] [DBNAME]",
  options: {},
  examples: [
    ["dbfirst psql -v ON_ERROR_STOP=1 -f seed.sql", "run a script, stop at the first error"],
    ["dbfirst psql -c 'select count(*) from \"user\"'", "one command"],
    ["dbfirst psql -1 -f change.sql", "in one transaction"],
  ],
  async run(context, { arguments: argv }) {
    const { runPsql, namesDatabase } = await import("../psql/run-psql.ts");
    const io = {
      env: context.env,
      cwd: context.directory,
      signal: context.signal,
      stdin: context.streams.stdin,
      stdout: context.streams.stdout,
      stderr: context.streams.stderr,
    };
    if (namesDatabase(argv)) return runPsql(argv, io);
    const project = await openProject(context);
    return withTarget(context, project, { url: undefined, timeout: undefined }, (target) =>
      runPsql(argv, { ...io, defaultSettings: target.settings }),
    );
  },
});
