import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Scripts that PostgreSQL's own tests run one after the other in one database. */
export interface Suite {
  name: string;
  /** The scripts are run here: what they name is relative to it. */
  folder: string;
  /** In order. */
  scripts: string[];
  /** Variables that its tests are given. */
  variables: readonly string[];
}

/** The suites in PostgreSQL's source: `regress` is src/test/regress, the others have its folder's name. */
export function findSuites(source: string): Suite[] {
  const regress = join(source, "src/test/regress");
  if (!existsSync(join(regress, "parallel_schedule")))
    throw new Error(`${source} isn't PostgreSQL's source: it has no src/test/regress`);
  const others = ["contrib", "src/pl", "src/test/modules"]
    .flatMap((parent) =>
      readdirSync(join(source, parent), { recursive: true, encoding: "utf8" })
        .filter((folder) => basename(folder) === "sql")
        .map((folder) => join(parent, dirname(folder))),
    )
    .toSorted()
    .map((folder) => otherSuite(source, folder));
  return [mainSuite(regress), ...others];
}

function mainSuite(folder: string): Suite {
  const schedule = readFileSync(join(folder, "parallel_schedule"), "utf8");
  const names = [...schedule.matchAll(/^test:(.*)$/gm)].flatMap(([, list = ""]) =>
    list.trim().split(/\s+/),
  );
  const variables = ["-v", "HIDE_TABLEAM=on", "-v", "HIDE_TOAST_COMPRESSION=on"];
  return { name: "regress", folder, scripts: scriptsOf(folder, names), variables };
}

function otherSuite(source: string, folder: string): Suite {
  const path = join(source, folder);
  const makefile = join(path, "Makefile");
  const text = existsSync(makefile) ? readFileSync(makefile, "utf8") : "";
  const names = [...text.matchAll(/^REGRESS\s*[+:]?=((?:.*\\\n)*.*)$/gm)]
    .flatMap(([, list = ""]) => list.replaceAll("\\\n", " ").trim().split(/\s+/))
    .filter((name) => !name.includes("$"));
  return { name: folder, folder: path, scripts: scriptsOf(path, names), variables: [] };
}

/** The named scripts in their order, then what else lies there. */
function scriptsOf(folder: string, names: readonly string[]): string[] {
  const there = readdirSync(join(folder, "sql"))
    .filter((file) => file.endsWith(".sql"))
    .map((file) => basename(file, ".sql"));
  const known = names.filter((name) => there.includes(name));
  const others = there.filter((name) => !known.includes(name)).toSorted();
  return [...new Set([...known, ...others])].map((name) => join(folder, "sql", `${name}.sql`));
}
