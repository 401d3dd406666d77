import { textOf, within, type Folder } from "./folders.ts";
import type { SourceDraft } from "./source-draft.ts";

/** Every alembic.ini of the project with its folder of revisions. */
export function detectAlembic(project: string, folders: readonly Folder[]): SourceDraft[] {
  return folders
    .filter(({ files }) => files.includes("alembic.ini"))
    .map(({ path, files }) => draftOf(project, path, files, folders));
}

function draftOf(
  project: string,
  folder: string,
  files: readonly string[],
  folders: readonly Folder[],
): SourceDraft {
  const ini = textOf(project, within(folder, "alembic.ini")) ?? "";
  const location = settingOf(ini, "script_location")?.replace(/^%\(here\)s\/?/, "") ?? "alembic";
  const scripts = within(folder, location.replace(/^\.\//, "").replace(/\/+$/, ""));
  const versions = `${scripts}/versions`;
  const env = textOf(project, `${scripts}/env.py`) ?? "";
  const run = runner(files);
  const variable = urlVariable(env);
  const driver = driverOf(ini, env);
  const table = /version_table\s*=\s*["'](\w+)["']/.exec(env)?.[1] ?? "alembic_version";
  const schema = /version_table_schema\s*=\s*["'](\w+)["']/.exec(env)?.[1] ?? "public";
  return {
    system: "Alembic",
    migrations: (folders.find(({ path }) => path === versions)?.files ?? []).filter((name) =>
      name.endsWith(".py"),
    ).length,
    needs: "python",
    settings: {
      name: "alembic",
      kind: "command",
      directory: versions,
      ...(folder !== "" && { workingDirectory: folder }),
      up: `${run}alembic upgrade head`,
      down: `${run}alembic downgrade -1`,
      reset: `${run}alembic downgrade base`,
      bookkeeping: `${schema}.${table}`,
      ...(variable !== undefined && { env: { [variable]: `{url:${driver}}` } }),
    },
    remarks:
      variable !== undefined || /create_engine\(\s*["']postgresql(\+\w+)?:\/\/["']/.test(env)
        ? []
        : [
            `${scripts}/env.py reads no URL from the environment that could be recognised: let it take os.environ["DATABASE_URL"], and set that by \`env\` of the source, or it migrates the database of alembic.ini.`,
          ],
  };
}

/** The value of a line `key = value` of an .ini file. */
function settingOf(ini: string, key: string): string | undefined {
  return new RegExp(`^${key.replaceAll(".", "\\.")}\\s*=\\s*(.+?)\\s*$`, "m").exec(ini)?.[1];
}

/** The variable from which env.py takes its URL. */
function urlVariable(env: string): string | undefined {
  const names = [...env.matchAll(/(?:environ\s*\[|environ\.get\(|getenv\()\s*["'](\w+)["']/g)].map(
    ([, name]) => name!,
  );
  return names.find((name) => /URL|URI|DSN|CONN/i.test(name));
}

/** The scheme by which SQLAlchemy knows its driver; it takes no `postgres://`. */
function driverOf(ini: string, env: string): string {
  const named = /postgresql\+\w+/.exec(`${settingOf(ini, "sqlalchemy.url") ?? ""}\n${env}`)?.[0];
  return named ?? "postgresql";
}

/** How the project's Python programs are started. */
function runner(files: readonly string[]): string {
  if (files.includes("uv.lock")) return "uv run ";
  if (files.includes("poetry.lock")) return "poetry run ";
  return files.includes("Pipfile.lock") ? "pipenv run " : "";
}
