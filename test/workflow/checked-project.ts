import { mkdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { formatSnapshot } from "../../src/catalog/snapshot.ts";
import { withoutIgnored } from "../../src/catalog/without-ignored.ts";
import { loadProject, type Project } from "../../src/config/load.ts";
import { pullSettings } from "../../src/config/pull-settings.ts";
import type { Finding } from "../../src/drift/finding.ts";
import type { DriftReport } from "../../src/drift/report.ts";
import { toolVersion } from "../../src/version.ts";
import type { ConnectionSettings, Target } from "../../src/postgres/settings.ts";
import { applyPending, checkDrift, type CheckOptions, type Run } from "../../src/workflow.ts";
import { readProjectSources } from "../../src/workflow/project-sources.ts";
import { readProjectCatalog } from "../../src/workflow/replay.ts";
import { hashOfReplay } from "../../src/workflow/replayed-sources.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";
import { silentRun } from "../support/silent-run.ts";

export interface CheckedProject {
  directory: string;
  /** Its database. */
  target: Target;
  load: () => Promise<Project>;
  run: Run;
  /** Everything that was warned of. */
  warnings: string[];
  write: (file: string, text: string) => void;
  remove: (file: string) => Promise<void>;
  /** Applies what is pending to the database. */
  apply: () => Promise<void>;
  /**
   * Writes the snapshot of what the database holds now, as a pull does.
   *
   * @param options.replayed notes that the SQL files are known to give just that.
   * @param options.files hashes of generated files.
   */
  commit: (options?: { replayed?: boolean; files?: Record<string, string> }) => Promise<void>;
  /** Changes the database by hand. */
  byHand: (sql: string) => Promise<void>;
  check: (options?: Partial<CheckOptions>) => Promise<DriftReport>;
  /** As if it were the project's own embedded database. */
  checkEmbedded: (options?: Partial<CheckOptions>) => Promise<DriftReport>;
  /** The same with no database named. */
  checkFiles: (options?: Partial<CheckOptions>) => Promise<DriftReport>;
}

/**
 * A project with SQL files in `sql/`, and a database of its own. For one test.
 *
 * @param given an empty database of another server; by default one is made on the run's.
 */
export async function checkedProject(
  files: Record<string, string>,
  given?: ConnectionSettings,
): Promise<CheckedProject> {
  const directory = await projectFolder({
    "dbfirst.config.ts": `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }] };`,
    ...files,
  });
  const database = given === undefined ? await ownDatabase() : { settings: given };
  const target = { settings: database.settings, origin: "--url" } as const;
  const warnings: string[] = [];
  const run = silentRun({ warn: (text) => warnings.push(text) });
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  };
  const check = async (databases: Parameters<typeof checkDrift>[1], options: object) =>
    checkDrift(
      await loadProject({ directory }),
      databases,
      { explain: true, replay: false, patience: 120, ...options },
      run,
    );
  return {
    directory,
    target,
    load: () => loadProject({ directory }),
    run,
    warnings,
    write,
    remove: (file) => rm(join(directory, file)),
    apply: async () => {
      await applyPending(await loadProject({ directory }), target, run);
    },
    commit: async ({ replayed = false, files: generated = {} } = {}) => {
      const project = await loadProject({ directory });
      const whole = await readProjectCatalog(project, database.settings, run);
      const catalog = withoutIgnored(whole, project.ignore);
      write(
        "drizzle/catalog.json",
        formatSnapshot({
          catalog,
          tools: { dbfirst: toolVersion },
          settings: pullSettings(project),
          replayed: replayed ? hashOfReplay(project, readProjectSources(project)) : undefined,
          files: generated,
        }),
      );
    },
    byHand: (sql) => runOn(database.settings, sql),
    check: (options = {}) => check({ target, embedded: undefined }, options),
    checkEmbedded: (options = {}) => check({ target: undefined, embedded: target }, options),
    checkFiles: (options = {}) => check({ target: undefined, embedded: undefined }, options),
  };
}

async function ownDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  return database;
}

/** `changed column app.team.slug type: out-of-band, sql/1.sql:3` */
export function summary({ findings }: DriftReport): string[] {
  return findings.map(describeFinding);
}

function describeFinding(finding: Finding): string {
  const { change, kind, object, attribute, cause, alsoCauses, origin } = finding;
  const what = [change, kind, object, attribute ?? ""].join(" ").trim();
  const why = [cause, ...alsoCauses].join(" + ");
  const where = origin === null ? "nowhere" : `${origin.file}:${origin.line ?? "?"}`;
  return `${what}: ${why}, ${where}`;
}
