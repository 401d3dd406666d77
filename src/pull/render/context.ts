import type { OrmLine } from "./lines/orm-line.ts";
import type { Files } from "./layout-files.ts";
import type { Names } from "./naming.ts";

/** How relative imports end, for the module resolution of the project that reads the files. */
export type ImportExtension = "" | ".js" | ".ts";

/** What every file's printing needs to know of the whole. */
export interface Context {
  names: Names;
  files: Files;
  /** Tables that refer to themselves around a circle, by `objectKey`. */
  cycles: ReadonlySet<string>;
  importExtension: ImportExtension;
  /** The drizzle-orm that the files are for. */
  line: OrmLine;
  /** The first line of every file, without `// `. */
  header: string;
}

export const pgCore = "drizzle-orm/pg-core";
export const drizzleOrm = "drizzle-orm";

/** The specifier of another generated file. */
export function fileSpecifier(context: Context, file: string): string {
  return `./${file}${context.importExtension}`;
}
