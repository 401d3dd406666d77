import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../config/load.ts";
import { ConfigError, type ConfigProblem } from "../errors.ts";

/** What may stand for a module's file where its ending isn't said, or is that of the JavaScript that it becomes. */
const endings = ["", ".ts", ".mts", ".tsx", ".js", ".mjs", "/index.ts", "/index.js"];

/**
 * A type is gone from the JavaScript, so nothing would tell that its module isn't there.
 *
 * @throws ConfigError naming every file that the overrides import and that isn't there.
 */
export function refuseMissingModules({ directory, pullOptions }: Project): void {
  const { columns = {}, types = {} } = pullOptions.overrides ?? {};
  const problems = Object.entries({ columns, types }).flatMap(([list, entries]) =>
    Object.entries(entries).flatMap(([key, { type, customType }]): ConfigProblem[] =>
      Object.entries({ type, customType }).flatMap(([option, module]): ConfigProblem[] => {
        if (typeof module !== "object" || isThere(directory, module.from)) return [];
        const at = `pull.overrides.${list}[${JSON.stringify(key)}].${option}.from`;
        return [{ at, message: `there is no file ${module.from} in the project's folder` }];
      }),
    ),
  );
  if (problems.length > 0) throw new ConfigError("dbfirst.config.ts", problems);
}

function isThere(directory: string, from: string): boolean {
  if (!/^\.\.?\//.test(from)) return true;
  const file = join(directory, from);
  const source = file.replace(/\.(m?)js$/, ".$1ts");
  return existsSync(source) || endings.some((ending) => existsSync(`${file}${ending}`));
}
