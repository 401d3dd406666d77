import { existsSync } from "node:fs";
import { join } from "node:path";
import { openSnapshotFile } from "../../catalog/snapshot-file.ts";
import { drizzleDefaults, type DrizzleConfig } from "../../config/drizzle-config.ts";
import {
  findDbfirstConfig,
  findDrizzleConfig,
  overlookedConfigs,
} from "../../config/find-configs.ts";
import {
  loadDbfirstConfig,
  loadDrizzleConfig,
  projectOf,
  type Project,
} from "../../config/load.ts";
import type { DbfirstConfig } from "../../config/schema.ts";
import {
  ok,
  problem,
  skipped,
  warning,
  type Diagnosis,
  type Finding,
} from "../../doctor/diagnosis.ts";
import { judgeGit } from "../../doctor/git.ts";
import type { Source } from "../../sources/source.ts";
import { toolVersion } from "../../version.ts";
import { readCommitted, snapshotFile } from "../committed.ts";
import type { Doctor } from "./diagnose.ts";
import { readProjectSources } from "../project-sources.ts";

/** What could be read of a project, and what is wrong with it. */
export interface ExaminedProject {
  /** What the configuration says, with defaults in the place of a file that can't be read. */
  project: Project;
  /** Undefined: drizzle.config.ts can't be read, and so neither where the database is. */
  drizzle: DrizzleConfig | undefined;
  /** Undefined: they can't be read, or the configuration that names them. */
  sources: readonly Source[] | undefined;
  diagnoses: readonly Diagnosis[];
}

export async function diagnoseProject(doctor: Doctor): Promise<ExaminedProject> {
  const { directory, configFile, examine } = doctor;
  let drizzle: DrizzleConfig | undefined;
  let dbfirst: DbfirstConfig | undefined;
  let sources: readonly Source[] | undefined;
  const diagnoses: Diagnosis[] = [];
  diagnoses.push(...(await examine("environment", () => judgeEnvironment(doctor))));
  diagnoses.push(
    ...(await examine("drizzle-config", async () => {
      drizzle = await loadDrizzleConfig(directory);
      const file = findDrizzleConfig(directory);
      return [describeDrizzle(file, drizzle), ...overlookedBeside(file, doctor)];
    })),
    ...(await examine("dbfirst-config", async () => {
      dbfirst = await loadDbfirstConfig(directory, configFile);
      const file = configFile ?? findDbfirstConfig(directory);
      return [
        ok(
          file === undefined
            ? "No dbfirst.config.ts, and none is needed for the usual folders"
            : `${file} is valid`,
        ),
        ...overlookedBeside(file, doctor),
      ];
    })),
  );
  const project = projectOf(directory, drizzle ?? drizzleDefaults, dbfirst ?? {});
  const isWhole = drizzle !== undefined && dbfirst !== undefined;
  diagnoses.push(
    ...(await examine("sources", () => {
      if (!isWhole) return [skipped("The configuration can't be read")];
      sources = readProjectSources(project);
      return sources.map(describeSource);
    })),
    ...(await diagnoseTools(doctor, sources)),
    ...(await examine("schema-files", async () =>
      isWhole ? judgeSchemaFiles(project) : [skipped("The configuration can't be read")],
    )),
    ...(await examine("git", (signal) =>
      judgeGit({
        directory,
        committed: committedFiles(project).filter((file) => existsSync(join(directory, file))),
        secret: ".dbfirst",
        signal,
      }),
    )),
  );
  return { project, drizzle, sources, diagnoses };
}

/** What was noticed when the environment was read, which came first. */
function judgeEnvironment({ directory, environmentTroubles, run }: Doctor): Finding[] {
  const findings = environmentTroubles.map(({ message, isError }) =>
    isError
      ? problem(message, "Make it a file that can be read, or leave it out.")
      : warning(message, "Take it out of the environment and of .env files."),
  );
  if (findings.length > 0) return findings;
  const files = [".env", ".env.local"].filter((file) => existsSync(join(directory, file)));
  const read = files.length === 0 ? "No .env file" : `${files.join(" and ")} read`;
  return [
    ok(`${read}; DATABASE_URL is ${run.env["DATABASE_URL"] === undefined ? "not set" : "set"}`),
  ];
}

function overlookedBeside(file: string | undefined, { directory, configFile }: Doctor): Finding[] {
  return overlookedConfigs({ directory, configFile })
    .filter(({ read }) => read === file)
    .map((other) =>
      warning(`${other.file} isn't read, since there is ${file}`, "Delete one of them."),
    );
}

function describeDrizzle(file: string | undefined, drizzle: DrizzleConfig): Finding {
  const folders = `schema in ${drizzle.schemaDirectory}/, snapshot in ${drizzle.outDirectory}/`;
  if (file === undefined) {
    return warning(
      `No drizzle.config.ts: ${folders} by default`,
      "dbfirst init writes one; drizzle-kit's own commands need it.",
    );
  }
  if (drizzle.schemaIsIndex) return ok(`${file} is valid: ${folders}`);
  return ok(`${file} is valid: ${folders}; named as a folder, so without an index.ts`);
}

/** Programs of sources that couldn't be started: sync and check fail there. */
async function diagnoseTools(
  { directory, examine, run }: Doctor,
  sources: readonly Source[] = [],
): Promise<Diagnosis[]> {
  const diagnoses: Diagnosis[] = [];
  for (const { tool } of sources) {
    const found = await examine("sources", async () => {
      await tool?.check({ projectDirectory: directory, env: run.env });
      return [];
    });
    diagnoses.push(...found);
  }
  return diagnoses;
}

function describeSource({ name, migrations }: Source): Finding {
  const [first] = migrations;
  if (first === undefined) return ok(`Source "${name}": no migrations yet`);
  return ok(
    `Source "${name}": ${migrations.length} ${migrations.length === 1 ? "migration" : "migrations"}`,
  );
}

/** What a pull left in the repository, and a check compares with. */
async function judgeSchemaFiles(project: Project): Promise<Finding[]> {
  const file = snapshotFile(project);
  const snapshot = openSnapshotFile(join(project.directory, file), file);
  if (snapshot === undefined) {
    return [
      warning(
        `There is no ${file} yet, so nothing can be checked`,
        "dbfirst sync writes it; commit it with the schema files.",
      ),
    ];
  }
  const { files, settings } = await readCommitted(project);
  const by = snapshot.head.tools["dbfirst"];
  const findings: Finding[] = [];
  if (files.length > 0) {
    findings.push(
      warning(
        `${files.length} generated ${files.length === 1 ? "file was" : "files were"} edited by hand: ${files
          .slice(0, 3)
          .map(({ path }) => path)
          .join(", ")}${files.length > 3 ? ", …" : ""}`,
        "dbfirst pull --force writes them anew; types of your own belong into dbfirst.config.ts (docs/pull.md).",
      ),
    );
  }
  for (const { setting, expected, actual } of settings) {
    findings.push(
      warning(
        `The files were written with ${setting} ${expected ?? "not set"}, and it is ${actual ?? "not set"} now`,
        "dbfirst pull writes them anew.",
      ),
    );
  }
  if (findings.length > 0) return findings;
  const version = by === undefined || by === toolVersion ? "" : `, which dbfirst ${by} wrote`;
  return [ok(`The files in ${project.schemaDirectory}/ are as ${file} says${version}`)];
}

function committedFiles(project: Project): string[] {
  return [
    snapshotFile(project),
    project.schemaDirectory,
    ...project.sources.map(({ directory }) => directory),
  ];
}
