import type { FileTree } from "../file-tree.ts";
import { headerStart } from "../generated-file.ts";
import type { PulledSchema } from "../pulled-schema.ts";
import { fileSpecifier, type Context, type ImportExtension } from "./context.ts";
import { tablesInCycles } from "./cycles.ts";
import { Imports } from "./imports.ts";
import { objectKey } from "./kit-source.ts";
import { pinnedLine } from "./lines/choose-line.ts";
import type { OrmLine } from "./lines/orm-line.ts";
import { printRelationsCalls } from "./lines/print-relations-calls.ts";
import { indexFile, nameFiles, relationsFile, sharedFile } from "./layout-files.ts";
import { compareText, toModel, type Model } from "./model.ts";
import { nameObjects, type Casing } from "./naming.ts";
import { printRelations } from "./print-relations.ts";
import { printShared } from "./print-shared.ts";
import { printTable } from "./print-table.ts";
import { printView } from "./print-view.ts";
import { relationsOf } from "./relations.ts";
import { repair } from "./repairs/repair.ts";

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
  /** The drizzle-orm that reads the files; by default the one that the pinned drizzle-kit writes for. */
  line?: OrmLine | undefined;
}

/**
 * The TypeScript files of a pulled schema: one per table and view, `shared.ts` for schemas, enums and sequences,
 * `relations.ts`, and `index.ts` that exports them all. The same pulled schema always gives the same bytes.
 */
export function render(pulled: PulledSchema, options: RenderOptions): FileTree {
  const line = options.line ?? pinnedLine;
  const model = repair(toModel(pulled.source, pulled.entities), pulled.catalog, line);
  return renderModel(model, pulled.drizzleKit, options);
}

function renderModel(model: Model, drizzleKit: string, options: RenderOptions): FileTree {
  const { casing = "camel", line = pinnedLine } = options;
  const names = nameObjects(model, casing);
  const context: Context = {
    names,
    files: nameFiles(model),
    cycles: tablesInCycles(model.tables),
    importExtension: options.importExtension,
    line,
    header: `${headerStart}${options.toolVersion} with drizzle-kit ${drizzleKit} for drizzle-orm ${line.name}. Changes are overwritten: change the SQL instead.`,
  };
  const files = new Map<string, string>();
  const add = (file: string, print: (imports: Imports) => string) => {
    const imports = new Imports();
    const body = print(imports);
    if (body === "") return;
    const head = imports.print();
    files.set(`${file}.ts`, `${context.header}\n${head}${head === "" ? "" : "\n"}${body}`);
  };
  add(sharedFile, (imports) => printShared(model, context, imports));
  for (const table of model.tables) {
    add(fileOf(context, table.kit), (imports) => printTable(table, context, imports));
  }
  for (const view of model.views) {
    add(fileOf(context, view.kit), (imports) => printView(view, context, imports));
  }
  add(relationsFile, (imports) =>
    relationPrinters[line.relations](
      model,
      relationsOf(model, names, { casing, line }),
      context,
      imports,
    ),
  );
  if (options.index !== false) {
    const exports = [...files.keys()].sort(compareText).map((file) => {
      const specifier = fileSpecifier(context, file.replace(/\.ts$/, ""));
      return `export * from "${specifier}";\n`;
    });
    files.set(`${indexFile}.ts`, `${context.header}\n${exports.join("")}`);
  }
  return new Map([...files].sort(([left], [right]) => compareText(left, right)));
}

const relationPrinters = { defineRelations: printRelations, relations: printRelationsCalls };

function fileOf(context: Context, object: { schema: string; name: string }): string {
  return context.files.get(objectKey(object)) ?? object.name;
}
