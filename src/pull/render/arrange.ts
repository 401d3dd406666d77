import { headerStart } from "../files/generated-file.ts";
import { applyOverrides } from "./apply-overrides.ts";
import { bringer } from "./brought.ts";
import type { Context, ImportExtension } from "./context.ts";
import { tablesInCycles } from "./cycles.ts";
import { layOut, type Layout } from "./layout-files.ts";
import { pinnedLine } from "./lines/choose-line.ts";
import type { OrmLine } from "./lines/orm-line.ts";
import type { Model } from "./model.ts";
import { nameObjects, type Casing } from "./naming.ts";
import type { Aliases, Overrides, ResolvedOverrides } from "./overrides.ts";

export interface RenderOptions {
  /** The version of dbfirst, for the header. */
  toolVersion: string;
  /** How relative imports end: what the project's module resolution needs. */
  importExtension: ImportExtension;
  /**
   * Whether to write `index.ts`; by default yes. Where drizzle.config.ts names the folder itself as its schema, drizzle-kit
   * would load every table twice and refuse.
   */
  index?: boolean | undefined;
  /** `camel` by default, with the column's own name beside it where they differ. */
  casing?: Casing | undefined;
  /** What a file holds; by default one table or view. */
  layout?: Layout | undefined;
  /** What the user says about columns, types, tables and enums. */
  overrides?: Overrides | undefined;
  /** More names for tables and views, for `aliases.ts`. */
  aliases?: Aliases | undefined;
  /** The schema folder, relative to the project: where the user's modules are seen from. */
  schemaDirectory?: string | undefined;
  /** The drizzle-orm that reads the files; by default the one that the pinned drizzle-kit writes for. */
  line?: OrmLine | undefined;
  /** The text of files that are known to be as they would be printed, by path. */
  kept?: ReadonlyMap<string, string> | undefined;
}

/** A model with the names and files of all that is in it, before anything is printed. */
export interface Arranged {
  model: Model;
  context: Context;
}

export function arrange(
  plain: Model,
  resolved: ResolvedOverrides,
  drizzleKit: string,
  options: RenderOptions,
): Arranged {
  const { casing = "camel", layout = "table", line = pinnedLine, importExtension } = options;
  const names = nameObjects(plain, casing, resolved);
  const { schemaDirectory = "." } = options;
  const model = applyOverrides(
    plain,
    resolved,
    bringer({ schemaDirectory, importExtension, taken: names.constants }),
  );
  const context: Context = {
    names,
    files: layOut(model, layout, resolved),
    cycles: tablesInCycles(model.tables),
    importExtension,
    line,
    header: `${headerStart}${options.toolVersion} with drizzle-kit ${drizzleKit} for drizzle-orm ${line.name}. Changes are overwritten: change the SQL instead.`,
  };
  return { model, context };
}
