import { execa } from "execa";

/** The option by which the engine follows the release of the psql that is installed: it is compared with that one. */
export async function asInstalledPsql(psql = "psql"): Promise<string[]> {
  const { stdout } = await execa(psql, ["--version"]);
  const release = /\b15\.\d+/.exec(stdout)?.[0];
  return release === undefined ? [] : [`--as-psql=${release}`];
}
