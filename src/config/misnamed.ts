import type { ConfigProblem } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { DbfirstConfig } from "./schema.ts";

/**
 * What names in a configuration don't fit each other, which no schema of a single entry can tell. Pure.
 *
 * @param usual the sources' names where the configuration lists none.
 */
export function misnamed(config: DbfirstConfig, usual: readonly string[]): ConfigProblem[] {
  return [
    ...duplicateNames("sources", config.sources ?? []),
    ...duplicateNames("databases", config.databases ?? []),
    ...unknownSources(config, usual),
  ];
}

function duplicateNames(
  list: "sources" | "databases",
  entries: readonly { name: string }[],
): ConfigProblem[] {
  const seen = new Map<string, number>();
  return entries.flatMap(({ name }, index) => {
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, index);
      return [];
    }
    return [
      {
        at: `${list}[${index}].name`,
        message: `"${name}" is the name of ${list}[${first}] already`,
      },
    ];
  });
}

/** Sources of a database that the file doesn't list. The usual ones go by their names. */
function unknownSources(
  { sources, databases = [] }: DbfirstConfig,
  usual: readonly string[],
): ConfigProblem[] {
  const known = sources?.map(({ name }) => name) ?? usual;
  return databases.flatMap(({ sources: own = [] }, index) =>
    own.flatMap((name, position) => {
      if (known.includes(name)) return [];
      const suggestion = nearest(name, known);
      const hint =
        suggestion === undefined
          ? `known are ${known.join(", ")}`
          : `did you mean "${suggestion}"?`;
      const at = `databases[${index}].sources[${position}]`;
      return [{ at, message: `there is no source "${name}"; ${hint}` }];
    }),
  );
}
