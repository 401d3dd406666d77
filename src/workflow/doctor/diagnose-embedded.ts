import { existsSync } from "node:fs";
import { ok, problem, warning, type Diagnosis, type Finding } from "../../doctor/diagnosis.ts";
import { judgeDisk, judgeWriting } from "../../doctor/disk.ts";
import { locateBinaries, type Binaries } from "../../postgres/embedded/binaries.ts";
import { findPackageManager } from "../../postgres/embedded/install-command.ts";
import { embeddedStatus } from "../../postgres/embedded/server.ts";
import { shadowFolder } from "../../postgres/embedded/places.ts";
import { runProgram } from "../../postgres/embedded/run-program.ts";
import { runnableBinaries } from "../../postgres/embedded/stage.ts";
import { chooseShadow } from "../../config/choose-shadow.ts";
import { DbfirstError } from "../../errors.ts";
import { judgeExtensions, judgeNamedShadow } from "./diagnose-shadow.ts";
import type { Doctor } from "./diagnose.ts";
import type { ExaminedDatabase } from "./diagnose-database.ts";
import type { ExaminedProject } from "./diagnose-project.ts";

/** The binaries that npm delivers, what is built with them, and room for it. Nothing is started but `postgres --version`. */
export async function diagnoseEmbedded(
  { directory, examine, run }: Doctor,
  { project }: ExaminedProject,
  { isNamed, major }: ExaminedDatabase,
): Promise<Diagnosis[]> {
  const packageManager = findPackageManager(directory, run.env["npm_config_user_agent"]);
  const locate = (wanted: number) =>
    locateBinaries({ projectDir: directory, major: wanted, packageManager });
  const embedded = await examine("embedded", async (signal) => {
    const found = tryLocate(() => locate(project.postgresMajor));
    if (found instanceof DbfirstError) return [judgeMissing(found, isNamed === true)];
    const version = await askBinaries(found, signal);
    const running = embeddedStatus({ projectDir: directory });
    return [
      ok(
        `${version} of npm's can be started${running.running ? `; it runs on port ${running.port}` : ""}`,
      ),
    ];
  });
  const shadow = await examine("shadow", async (signal) => {
    const around = { env: run.env, warn: () => undefined };
    const named = chooseShadow(undefined, project.shadow, around);
    if (named !== undefined) return [await judgeNamedShadow(named, signal)];
    const wanted = major ?? project.postgresMajor;
    const found = tryLocate(() => locate(wanted));
    if (!(found instanceof DbfirstError))
      return [
        ok(`Throw-away databases of PostgreSQL ${wanted}, in ${shadowFolder()}`),
        ...judgeExtensions(found, project),
      ];
    const own = tryLocate(() => locate(project.postgresMajor));
    return [judgeMissingShadow(found, wanted, own instanceof DbfirstError ? undefined : own.major)];
  });
  const disk = await examine("disk", () => [
    ...judgeDisk([
      { path: directory, holds: "the project" },
      ...(existsSync(shadowFolder())
        ? [{ path: shadowFolder(), holds: "throw-away databases" }]
        : []),
    ]),
    ...judgeWriting(directory, [".dbfirst", project.schemaDirectory, project.outDirectory]),
  ]);
  return [...embedded, ...shadow, ...disk];
}

function tryLocate(locate: () => Binaries): Binaries | DbfirstError {
  try {
    return locate();
  } catch (error) {
    if (error instanceof DbfirstError) return error;
    throw error;
  }
}

/** `PostgreSQL 17.10`: that it can say so means that its libraries are there, for this machine. */
async function askBinaries(binaries: Binaries, signal: AbortSignal): Promise<string> {
  const runnable = await runnableBinaries(binaries);
  const said = await runProgram(runnable, "postgres", { arguments: ["--version"], signal });
  const version = /\(PostgreSQL\) (\S+)/.exec(said)?.[1];
  return version === undefined ? said.trim() : `PostgreSQL ${version}`;
}

function judgeMissing(missing: DbfirstError, isNamed: boolean): Finding {
  // With a database, it is what proofs and checks without one need.
  return isNamed
    ? warning(missing.message, missing.hint ?? "")
    : problem(missing.message, missing.hint);
}

function judgeMissingShadow(
  missing: DbfirstError,
  wanted: number,
  instead: number | undefined,
): Finding {
  if (instead === undefined) {
    return warning(
      "No throw-away databases: pulls can't be proved, and drift not be explained",
      missing.hint ?? "",
    );
  }
  return warning(
    `Throw-away databases are of PostgreSQL ${instead}, and the server's is ${wanted}: definitions may be printed in another way`,
    missing.hint ?? "",
  );
}
