import { globPattern } from "../../catalog/glob.ts";
import type { Catalog } from "../../catalog/fact.ts";
import type { Project } from "../../config/load.ts";
import { declaredObjects } from "../../pull/object-name.ts";
import { parseName } from "../../pull/render/known.ts";
import type { Run } from "../run.ts";

/** Says what is pulled although drizzle.config.ts filters it out: its filters are those of drizzle-kit's own commands. */
export function warnOfKitFilters(
  { kitFilters: { schemas, tables } }: Pick<Project, "kitFilters">,
  shown: Catalog,
  run: Pick<Run, "warn">,
): void {
  const filtered = declaredObjects(shown).filter((object) => {
    const [schema = "", name = ""] = parseName(object);
    return !lets(schemas, schema) || !lets(tables, name);
  });
  const [first] = filtered;
  if (first === undefined) return;
  const others = filtered.length > 1 ? ` and ${filtered.length - 1} more` : "";
  run.warn(
    `drizzle.config.ts filters out ${first}${others}; a pull doesn't: what it leaves out stands in dbfirst.config.ts, as schemas and ignore.`,
  );
}

/** As drizzle-kit reads them: some of those without `!`, and none of those with it. What we can't read lets everything through. */
function lets(globs: readonly string[], name: string): boolean {
  if (globs.some((glob) => /[?+@[\](){}\\]/.test(glob))) return true;
  const matches = (glob: string) => globPattern(glob).test(name);
  const wanted = globs.filter((glob) => !glob.startsWith("!"));
  const unwanted = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  return (wanted.length === 0 || wanted.some(matches)) && !unwanted.some(matches);
}
