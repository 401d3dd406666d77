import { dirname } from "node:path";
import { listClients } from "../../backup/find-client.ts";
import { findProjectOrm, pinnedOrm } from "../../config/installed-orm.ts";
import type { Diagnosis } from "../../doctor/diagnosis.ts";
import { findInstalled } from "../../doctor/installed-package.ts";
import {
  judgeBetterAuth,
  judgeClients,
  judgeDbfirst,
  judgeKit,
  judgeNode,
  judgeOrm,
  judgeTypeScript,
  type Add,
} from "../../doctor/programs.ts";
import { addCommand, findPackageManager } from "../../postgres/embedded/install-command.ts";
import { asInstallationError } from "../../installation-error.ts";
import { locateDrizzleKit, pinnedDrizzleKit, refusePlugNPlay } from "../../pull/kit/locate.ts";
import { programFolder, toolVersion } from "../../version.ts";
import type { Doctor } from "./diagnose.ts";
import type { ExaminedDatabase } from "./diagnose-database.ts";
import type { ExaminedProject } from "./diagnose-project.ts";

/** Programs and packages, and their versions beside each other's. */
export async function diagnosePrograms(
  { directory, examine, run }: Doctor,
  { project }: ExaminedProject,
  { isNamed, major }: ExaminedDatabase,
): Promise<Diagnosis[]> {
  const manager = findPackageManager(directory, run.env["npm_config_user_agent"]);
  const add: Add = (name, isDevelopment) => addCommand(manager, [name], { isDevelopment });
  const installed = (name: string) => findInstalled(name, directory);
  return [
    ...(await examine("node", () => judgeNode(process.version))),
    ...(await examine("dbfirst", () =>
      judgeDbfirst(
        { version: toolVersion, folder: dirname(programFolder) },
        installed("drizzle-dbfirst"),
        add,
      ),
    )),
    ...(await examine("dbfirst", async () => {
      await import("oxc-parser").catch((error: unknown) => {
        throw asInstallationError(error);
      });
      return [];
    })),
    ...(await examine("drizzle-orm", () => judgeOrm(findProjectOrm(project), pinnedOrm, add))),
    ...(await examine("drizzle-kit", async () => {
      refusePlugNPlay();
      const own = await locateDrizzleKit().catch(() => undefined);
      const orm = findProjectOrm(project);
      return judgeKit({ own, project: installed("drizzle-kit"), orm }, pinnedDrizzleKit, add);
    })),
    ...(await examine("better-auth", () =>
      judgeBetterAuth({
        library: installed("better-auth"),
        oldCli: installed("@better-auth/cli"),
        newCli: betterAuthsOwn(installed("auth")),
      }),
    )),
    ...(await examine("typescript", () => judgeTypeScript(installed("typescript")))),
    ...(await examine("postgres-clients", async (signal) => {
      const search = { major: 0, env: run.env, signal };
      const [dumps, psqls] = [
        await listClients("pg_dump", search),
        await listClients("psql", search),
      ];
      const usesPsql = project.scripts.executor === "psql";
      return judgeClients(dumps, psqls, {
        serverMajor: major,
        usesPsql,
        isEmbedded: isNamed === false,
      });
    })),
  ];
}

/** `auth` is a name that another package may have. */
function betterAuthsOwn(found: ReturnType<typeof findInstalled>): typeof found {
  const { bin } = found?.manifest ?? {};
  return typeof bin === "object" && bin !== null && "better-auth" in bin ? found : undefined;
}
