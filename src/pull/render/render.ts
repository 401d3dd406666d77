import type { FileTree } from "../files/file-tree.ts";
import type { PulledSchema } from "../pulled-schema.ts";
import { arrange, type RenderOptions } from "./arrange.ts";
import { fileSpecifier, type Context } from "./context.ts";
import { Imports } from "./imports.ts";
import { groupBy } from "./kit-source.ts";
import { pinnedLine } from "./lines/choose-line.ts";
import { printRelationsCalls } from "./lines/print-relations-calls.ts";
import { printTypes, withLocalTypes } from "./local-types.ts";
import { aliasesFile, indexFile, relationsFile } from "./layout-files.ts";
import { compareText, toModel, type Model } from "./model.ts";
import type { ResolvedOverrides } from "./overrides.ts";
import { printAliases } from "./print-aliases.ts";
import { printRelations } from "./print-relations.ts";
import { printShared } from "./print-shared.ts";
import { printTable } from "./print-table.ts";
import { printView } from "./print-view.ts";
import { relationsOf } from "./relations.ts";
import { repair } from "./repairs/repair.ts";
import { resolveOverrides } from "./resolve-overrides.ts";

export type { RenderOptions } from "./arrange.ts";

/**
 * The TypeScript files of a pulled schema: its tables and views, `shared.ts` for schemas, enums and sequences,
 * `relations.ts`, and `index.ts` that exports them all. The same pulled schema always gives the same bytes.
 *
 * @throws ConfigError when the overrides or aliases name what isn't there, or can't be.
 */
export function render(pulled: PulledSchema, options: RenderOptions): FileTree {
  const { line = pinnedLine, overrides = {}, aliases = {} } = options;
  const model = repair(toModel(pulled.source, pulled.entities), pulled.catalog, line);
  const resolved = resolveOverrides(model, pulled.catalog, { overrides, aliases, line });
  return renderModel(model, resolved, pulled.drizzleKit, options);
}

function renderModel(
  plain: Model,
  resolved: ResolvedOverrides,
  drizzleKit: string,
  options: RenderOptions,
): FileTree {
  const { casing = "camel", line = pinnedLine, kept = new Map<string, string>() } = options;
  const arranged = arrange(plain, resolved, drizzleKit, options);
  const { context } = arranged;
  const { model, types } = withLocalTypes(arranged.model, context, casing);
  const files = printFiles(
    [
      ...[...types].map(([file, own]) => ({
        file,
        print: (imports: Imports) => printTypes(own, imports),
      })),
      ...declarations(model, context),
      {
        file: relationsFile,
        print: (imports) =>
          relationPrinters[line.relations](
            model,
            relationsOf(model, context.names, { casing, line }),
            context,
            imports,
          ),
      },
      { file: aliasesFile, print: (imports) => printAliases(model, resolved, context, imports) },
    ],
    context,
    kept,
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

/** A part of a file; its text is empty where there is nothing to declare. */
interface Part {
  file: string;
  print: (imports: Imports) => string;
}

/** Schemas, enums and sequences, then tables, then views, each with its file: nothing is used before it is declared. */
function declarations(model: Model, context: Context): Part[] {
  const { files } = context;
  const enumFiles = groupBy(model.enums, (type) => files.ofEnum(type));
  const elsewhere = [...enumFiles].filter(([file]) => file !== files.shared);
  const shared = { ...model, enums: enumFiles.get(files.shared) ?? [] };
  const part = (file: string | undefined, print: Part["print"]): Part[] =>
    file === undefined ? [] : [{ file, print }];
  return [
    ...part(files.shared, (imports) => printShared(shared, context, imports)),
    ...elsewhere.flatMap(([file, enums]) =>
      part(file, (imports) => printShared({ schemas: [], enums, sequences: [] }, context, imports)),
    ),
    ...model.tables.flatMap((table) =>
      part(files.of(table.kit), (imports) => printTable(table, context, imports)),
    ),
    ...model.views.flatMap((view) =>
      part(files.of(view.kit), (imports) => printView(view, context, imports)),
    ),
  ];
}

function printFiles(
  parts: readonly Part[],
  context: Context,
  kept: ReadonlyMap<string, string>,
): Map<string, string> {
  const files = new Map<string, string>();
  for (const [file, own] of groupBy(parts, (part) => part.file)) {
    const before = kept.get(`${file}.ts`);
    if (before !== undefined) {
      files.set(`${file}.ts`, before);
      continue;
    }
    const imports = new Imports(fileSpecifier(context, file));
    const bodies = own.map(({ print }) => print(imports)).filter((body) => body !== "");
    if (bodies.length === 0) continue;
    const head = imports.print();
    const text = [...(head === "" ? [] : [head]), ...bodies].join("\n");
    files.set(`${file}.ts`, `${context.header}\n${text}`);
  }
  return files;
}

const relationPrinters = { defineRelations: printRelations, relations: printRelationsCalls };
