import type { ConfigProblem } from "../../errors.ts";
import { isConstantName } from "./identifier.ts";
import { fileKey, fileNameProblem } from "./layout-files.ts";
import { parseName } from "./known.ts";
import { isImportedName, tableProperties } from "./naming.ts";
import type { Overrides } from "./overrides.ts";

/** Names in TypeScript that can't be, or that are given twice. */
export function nameProblems({ columns, tables, enums }: Overrides): ConfigProblem[] {
  const constants = [...named("tables", tables), ...named("enums", enums)];
  const properties = named("columns", columns);
  return [
    ...constants.flatMap(({ at, name }) => {
      if (!isConstantName(name)) return [{ at, message: `"${name}" can't name a constant` }];
      return isImportedName(name)
        ? [{ at, message: `"${name}" is a name that the generated files import or use themselves` }]
        : [];
    }),
    ...given(constants, ({ name }) => name),
    ...given(properties, ({ table, name }) => JSON.stringify([table, name])),
    ...properties.flatMap(({ at, name }) =>
      tableProperties.has(name)
        ? [{ at, message: `"${name}" is a part of every table of Drizzle's, or of every object` }]
        : /^(?:0|[1-9]\d*)$/.test(name)
          ? [
              {
                at,
                message: `"${name}" would come before all other columns: JavaScript sorts numbers`,
              },
            ]
          : [],
    ),
  ];
}

interface Named {
  at: string;
  name: string;
  /** What it belongs to, if it is a column's. */
  table: string[];
}

function named(
  list: string,
  entries: Readonly<Record<string, { name?: string | undefined }>> = {},
): Named[] {
  return Object.entries(entries).flatMap(([key, { name }]) =>
    name === undefined
      ? []
      : [
          {
            at: `pull.overrides.${list}[${JSON.stringify(key)}].name`,
            name,
            table: parseName(key).slice(0, -1),
          },
        ],
  );
}

/** What is given a second time. */
function given(all: readonly Named[], keyOf: (one: Named) => string): ConfigProblem[] {
  const first = new Map<string, string>();
  return all.flatMap((one) => {
    const before = first.get(keyOf(one));
    if (before === undefined) first.set(keyOf(one), one.at);
    return before === undefined
      ? []
      : [{ at: one.at, message: `"${one.name}" is given by ${before} already` }];
  });
}

/** Files that can't be: by their names, or because an enum would stand with tables. */
export function fileProblems({ tables = {}, enums = {} }: Overrides): ConfigProblem[] {
  const at = (list: string, key: string) => `pull.overrides.${list}[${JSON.stringify(key)}].file`;
  const files = [
    ...Object.entries(tables).map(([key, { file }]) => ({ at: at("tables", key), file })),
    ...Object.entries(enums).map(([key, { file }]) => ({ at: at("enums", key), file })),
  ].flatMap(({ at: path, file }) => (file === undefined ? [] : [{ at: path, file }]));
  const tableFiles = new Set(Object.values(tables).map(({ file }) => file && fileKey(file)));
  const spelled = new Map<string, string>();
  for (const { file } of files) {
    if (!spelled.has(fileKey(file))) spelled.set(fileKey(file), file);
  }
  return [
    ...files.flatMap(({ at: path, file }) => {
      const message = fileNameProblem(file);
      if (message !== undefined) return [{ at: path, message }];
      const other = spelled.get(fileKey(file));
      return other === undefined || other === file
        ? []
        : [{ at: path, message: `"${file}" and "${other}" are one file where case doesn't count` }];
    }),
    ...Object.entries(enums).flatMap(([key, { file }]) =>
      file !== undefined && tableFiles.has(fileKey(file))
        ? [
            {
              at: at("enums", key),
              message: `"${file}" holds tables: files that import each other couldn't be loaded in every order`,
            },
          ]
        : [],
    ),
  ];
}

export function aliasProblems(names: readonly string[]): ConfigProblem[] {
  return names.flatMap((name) =>
    name === "" ? [{ at: "pull.aliases", message: "expected a name, found an empty one" }] : [],
  );
}
