import type { KitEntities } from "./kit/kit-entities.ts";

/** What is in the database but not part of its schema: our ledger, other tools' bookkeeping. */
export interface LeftOut {
  /** Null: in whichever schema. */
  schema: string | null;
  /** Null: everything in that schema. */
  name: string | null;
}

/** The same as drizzle-kit's `schemaFilter` and `tablesFilter` have it: globs to add to those that say what is wanted. */
export function kitFilters(leftOut: readonly LeftOut[]): { schemas: string[]; tables: string[] } {
  return {
    schemas: leftOut.flatMap(({ schema, name }) =>
      name === null && schema !== null ? [`!${schema}`] : [],
    ),
    // A table's glob knows no schema.
    tables: [...new Set(leftOut.flatMap(({ name }) => (name === null ? [] : [`!${name}`])))],
  };
}

interface Leaving {
  schemas?: readonly string[] | undefined;
  leftOut: readonly LeftOut[];
}

/** What neither is left out nor lies in a schema that isn't wanted. */
export function keeping({ schemas, leftOut }: Leaving) {
  const wanted = schemas === undefined ? undefined : new Set(schemas);
  const keepsSchema = (schema: string) =>
    (wanted === undefined || wanted.has(schema)) &&
    !leftOut.some((out) => out.name === null && out.schema === schema);
  const keepsObject = (schema: string, name: string) =>
    keepsSchema(schema) &&
    !leftOut.some((out) => out.name === name && (out.schema === null || out.schema === schema));
  return { keepsSchema, keepsObject };
}

/** drizzle-kit's objects without what is left out, and without what hangs on it. */
export function leaveOut(entities: KitEntities, options: Leaving): KitEntities {
  const { keepsSchema, keepsObject } = keeping(options);
  const ofKeptTable = ({ schema, table }: { schema: string; table: string }) =>
    keepsObject(schema, table);
  const isKept = ({ schema, name }: { schema: string; name: string }) => keepsObject(schema, name);
  const columns = entities.columns.filter(ofKeptTable);
  const usedTypes = new Set(columns.map(({ typeSchema, type }) => typeKey(typeSchema, type)));
  // A table that is kept may use an enum of a schema that isn't.
  const enums = entities.enums.filter(
    ({ schema, name }) => keepsSchema(schema) || usedTypes.has(typeKey(schema, name)),
  );
  const enumSchemas = new Set(enums.map(({ schema }) => schema));
  return {
    schemas: entities.schemas.filter(({ name }) => keepsSchema(name) || enumSchemas.has(name)),
    enums,
    sequences: entities.sequences.filter(isKept),
    tables: entities.tables.filter(isKept),
    columns,
    indexes: entities.indexes.filter(ofKeptTable),
    fks: entities.fks.filter((key) => ofKeptTable(key) && keepsObject(key.schemaTo, key.tableTo)),
    pks: entities.pks.filter(ofKeptTable),
    uniques: entities.uniques.filter(ofKeptTable),
    checks: entities.checks.filter(ofKeptTable),
    policies: entities.policies.filter(ofKeptTable),
    views: entities.views.filter(isKept),
  };
}

function typeKey(schema: string | null, name: string): string {
  return JSON.stringify([schema, name]);
}
