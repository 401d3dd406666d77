import type { KitColumn, KitEntities } from "../kit/kit-entities.ts";

/** A column of a view: only the TypeScript has it. */
export interface ViewColumnSource {
  name: string;
  source: string;
}

/** The builder expressions of drizzle-kit's `schema.ts`, as text, by table and view. */
export interface KitSource {
  /** By `columnKey`. A column that can't be found in the text isn't there. */
  columns: Map<string, string>;
  /** By `objectKey`. */
  views: Map<string, ViewColumnSource[]>;
  /** Tables and views of which only the names are known, by `objectKey`: nothing is said of their columns' builders. */
  outlined?: Set<string> | undefined;
}

/** Unique for a column whatever characters the names have. */
export function columnKey(column: Pick<KitColumn, "schema" | "table" | "name">): string {
  return JSON.stringify([column.schema, column.table, column.name]);
}
export function objectKey(object: { schema: string; name: string }): string {
  return JSON.stringify([object.schema, object.name]);
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/**
 * Cuts each column's builder out of the TypeScript that drizzle-kit wrote with `casing: "preserve"`. Names stand in that
 * text unescaped, so as a whole it may not parse; but the names and their order are known from the snapshot, so each
 * expression's place is exact.
 */
export function readKitSource(schema: string, entities: KitEntities): KitSource {
  const columns = new Map<string, string>();
  const byTable = groupBy(entities.columns, (column) =>
    objectKey({ schema: column.schema, name: column.table }),
  );
  let cursor = 0;
  for (const table of entities.tables) {
    const start = declarationStart(schema, table.name, cursor);
    if (start === undefined) continue;
    const own = byTable.get(objectKey(table)) ?? [];
    cursor = readColumns(schema, start, own, columns);
  }
  const views = new Map<string, ViewColumnSource[]>();
  for (const view of entities.views) {
    const start = declarationStart(schema, view.name, cursor);
    if (start === undefined) continue;
    const end = viewColumnsEnd(schema, start);
    views.set(objectKey(view), readViewColumns(schema.slice(start, end)));
    cursor = end;
  }
  return { columns, views };
}

/** Just after `export const … = …("name", {`, from the cursor on. */
function declarationStart(schema: string, name: string, cursor: number): number | undefined {
  const opening = `("${name}", {`;
  for (let at = schema.indexOf(opening, cursor); at !== -1; at = schema.indexOf(opening, at + 1)) {
    const lineStart = schema.lastIndexOf("\nexport const ", at);
    if (lineStart < cursor - 1) continue;
    return at + opening.length;
  }
  return undefined;
}

/** The key as drizzle-kit writes it: quoted where it isn't a plain identifier (and is one line), never escaped. */
function writtenKey(name: string): string {
  return /^(?![a-zA-Z_$][a-zA-Z0-9_$]*$).+$/.test(name) ? `"${name}"` : name;
}

function readColumns(
  schema: string,
  start: number,
  columns: readonly KitColumn[],
  into: Map<string, string>,
): number {
  let cursor = start;
  for (const [index, column] of columns.entries()) {
    const opening = `\n\t${writtenKey(column.name)}: `;
    const at = index === 0 ? start : cursor;
    if (!schema.startsWith(opening, at)) break;
    const next = columns[index + 1];
    const closing = next === undefined ? ",\n}" : `,\n\t${writtenKey(next.name)}: `;
    const end = schema.indexOf(closing, at + opening.length);
    if (end === -1) break;
    into.set(columnKey(column), schema.slice(at + opening.length, end));
    cursor = end + 1;
  }
  return cursor;
}

function viewColumnsEnd(schema: string, start: number): number {
  const ends = ["}).as(sql`", "}).with({", '}).tablespace("']
    .map((closing) => schema.indexOf(closing, start))
    .filter((at) => at !== -1);
  return ends.length === 0 ? schema.length : Math.min(...ends);
}

function readViewColumns(text: string): ViewColumnSource[] {
  return text
    .split(",\n")
    .map((item) => item.trim())
    .filter((item) => item !== "")
    .flatMap((item) => {
      const quoted = /^"(.*?)": (.*)$/su.exec(item) ?? /^([\w$]+): (.*)$/su.exec(item);
      const [, name, source] = quoted ?? [];
      return name === undefined || source === undefined ? [] : [{ name, source }];
    });
}
