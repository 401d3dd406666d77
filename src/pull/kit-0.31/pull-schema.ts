import type { Catalog, Fact } from "../../catalog/fact.ts";
import { PullError } from "../../errors.ts";
import type { Environment } from "../kit/child-environment.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { emptyEntities, type KitEntities, type KitView } from "../kit/kit-entities.ts";
import type { DrizzleKit } from "../kit/locate.ts";
import { isDeclared, objectName, type ObjectName } from "../object-name.ts";
import { withSchema } from "../render/identifier.ts";
import { columnKey, objectKey, type KitSource } from "../render/kit-source.ts";
import { knowCatalog, parseName, textAttribute, type Known } from "../render/known.ts";
import type { Skeleton } from "../skeleton.ts";
import { columnSource, plainDefault, typeOf, typeSource } from "./column-source.ts";
import { addPart } from "./parts-of-tables.ts";
import { readBuilders, type Builders } from "./read-builders.ts";
import { readSnapshot, type SeenObject, type SeenSchema } from "./read-snapshot.ts";
import { runOldPull } from "./run-pull.ts";

export interface OldSchemaOptions {
  settings: ConnectionSettings;
  drizzleKit: DrizzleKit;
  /** What PostgreSQL holds in the same database. */
  catalog: Catalog;
  /** Whether a table or view is to be in the files. */
  isWanted(object: ObjectName): boolean;
  env: Environment;
  /** Seconds until drizzle-kit is ended. */
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
}

/**
 * What drizzle-kit 0.31 pulls, mended by the catalog: of its columns counts the type, where that is so, and what it gets
 * wrong of keys, indexes, policies and defaults is the catalog's.
 *
 * @throws PullError ENGINE_UNFIT naming the tables and views that it doesn't see, or not whole.
 */
export async function pullOldSchema(options: OldSchemaOptions): Promise<Skeleton> {
  const { catalog, drizzleKit } = options;
  const schemas = catalog.facts.flatMap(({ kind, object }) =>
    kind === "schema" ? [parseName(object)[0] ?? object] : [],
  );
  const part = await runOldPull({ ...options, schemas });
  const seen = readSnapshot(part.snapshot);
  refuseUnseen(seen, options, drizzleKit);
  return mendedSchema(catalog, seen, readBuilders(part.schema, seen));
}

/** More than this are counted instead of named. */
const named = 10;

function refuseUnseen(
  seen: SeenSchema,
  { catalog, isWanted }: OldSchemaOptions,
  { version }: DrizzleKit,
): void {
  const columns = new Map(
    [...seen.tables, ...seen.views].map((one): [string, SeenObject] => [objectKey(one), one]),
  );
  const known = knowCatalog(catalog);
  const reasons = catalog.facts.flatMap((fact) => {
    const name = objectName(fact.object);
    if (!isDeclared(fact) || !isWanted(name)) return [];
    const reason = whyUnfit(fact, columns.get(objectKey(name)), known);
    return reason === undefined ? [] : [`\n  ${fact.object}: ${reason}`];
  });
  if (reasons.length === 0) return;
  const rest = reasons.length - named;
  throw new PullError(
    "ENGINE_UNFIT",
    `pull.engine is "project", and the project's drizzle-kit ${version} can't be pulled with:${reasons.slice(0, named).join("")}${rest > 0 ? `\n  … and ${rest} more` : ""}`,
    {
      hint: "Leave pull.engine out: the drizzle-kit that dbfirst brings reads them, and the files are for the project's drizzle-orm all the same.",
    },
  );
}

function whyUnfit(fact: Fact, seen: SeenObject | undefined, known: Known): string | undefined {
  if (textAttribute(fact, "partitionBy") !== undefined) return "it doesn't see partitioned tables";
  if (textAttribute(fact, "partitionOf") !== undefined)
    return "it takes a partition for a table without the keys of the partitioned one";
  if (seen === undefined) return "it doesn't see it";
  const present = new Set(seen.columns);
  const { schema, name } = objectName(fact.object);
  const lost = known.columns(schema, name).find((column) => !present.has(column.name));
  return lost === undefined ? undefined : `it doesn't see the column ${lost.name}`;
}

function mendedSchema(catalog: Catalog, seen: SeenSchema, builders: Builders): Skeleton {
  const entities = emptyEntities();
  const source: KitSource = { columns: new Map(), views: new Map() };
  const tables = new Map<string, ObjectName>();
  const known = knowCatalog(catalog);
  for (const fact of catalog.facts) addObject(fact, { entities, source, tables, known, builders });
  for (const fact of catalog.facts) {
    const owner = tables.get(fact.parent ?? "");
    if (owner !== undefined) addPart(entities, fact, owner);
  }
  withInlineKeys(entities, source);
  // A column's own sequence goes with it.
  entities.sequences = seen.sequences.filter(
    ({ schema, name }) =>
      textAttribute(known.object("sequence", schema, name), "ownedBy") === undefined,
  );
  return { source, entities };
}

interface Mending {
  entities: KitEntities;
  source: KitSource;
  /** By their names in the catalog. */
  tables: Map<string, ObjectName>;
  known: Known;
  builders: Builders;
}

function addObject(fact: Fact, mending: Mending): void {
  const { entities, source, tables, known } = mending;
  const { kind, object, attributes } = fact;
  const { schema, name } = objectName(object);
  if (kind === "schema") entities.schemas.push({ name: schema });
  if (kind === "enum") {
    const values = (attributes["labels"] as readonly string[]).map(String);
    if (values.length > 0) entities.enums.push({ schema, name, values });
  }
  if (!isDeclared(fact)) return;
  if (kind === "table") {
    tables.set(object, { schema, name });
    entities.tables.push({ schema, name, isRlsEnabled: attributes["rowSecurity"] === true });
    for (const column of known.columns(schema, name)) addColumn(column, { schema, name }, mending);
    return;
  }
  entities.views.push(viewOf(fact, { schema, name }));
  source.views.set(
    objectKey({ schema, name }),
    known.columns(schema, name).map((column) => ({
      name: column.name,
      source: typeSource(aboutColumn(column, { schema, name }, mending)),
    })),
  );
}

function addColumn(
  column: { name: string; fact: Fact },
  table: ObjectName,
  mending: Mending,
): void {
  const about = aboutColumn(column, table, mending);
  const { element } = typeOf(column.fact);
  const [typeSchema = null, type = element] =
    about.enumName === undefined ? [] : parseName(element);
  const kit = {
    schema: table.schema,
    table: table.name,
    name: column.name,
    type,
    typeSchema,
    notNull: column.fact.attributes["notNull"] === true,
    dimensions: about.dimensions,
    default: plainDefault(column.fact),
    generated: null,
    identity: null,
  };
  mending.entities.columns.push(kit);
  mending.source.columns.set(columnKey(kit), columnSource(about));
}

function aboutColumn(
  { name, fact }: { name: string; fact: Fact },
  owner: ObjectName,
  { known, builders }: Mending,
) {
  const [schema = "", type] = parseName(typeOf(fact).element);
  const isEnum = type !== undefined && known.object("enum", schema, type) !== undefined;
  const said = builders.get(objectKey(owner))?.get(name);
  const isList = typeOf(fact).dimensions > 0;
  return {
    fact,
    builder: said?.call,
    dimensions: isList ? Math.max(1, said?.dimensions ?? 1) : 0,
    enumName: isEnum ? withSchema({ schema, name: type }) : undefined,
  };
}

function viewOf({ kind, attributes }: Fact, name: ObjectName): KitView {
  const options = Object.entries(attributes["options"] ?? {}).map(([option, value]) => [
    option.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    optionValue(String(value)),
  ]);
  return {
    ...name,
    definition: String(attributes["definition"]),
    with: options.length === 0 ? null : (Object.fromEntries(options) as KitView["with"]),
    tablespace: typeof attributes["tablespace"] === "string" ? attributes["tablespace"] : null,
    materialized: kind === "materialized view",
  };
}

function optionValue(written: string): string | number | boolean {
  if (written === "true" || written === "false") return written === "true";
  return /^-?\d+(?:\.\d+)?$/.test(written) ? Number(written) : written;
}

/** A key of one column that has the name that PostgreSQL gives it stands at the column. */
function withInlineKeys({ pks }: KitEntities, { columns }: KitSource): void {
  for (const { schema, table, name, columns: keys } of pks) {
    const [column, second] = keys;
    if (column === undefined || second !== undefined || name !== `${table}_pkey`) continue;
    const key = columnKey({ schema, table, name: column });
    const source = columns.get(key) ?? "";
    columns.set(key, withPrimaryKey(source));
  }
}

function withPrimaryKey(source: string): string {
  const identity = source.search(/\.generated(?:Always|ByDefault)AsIdentity\([^()]*\)$/);
  if (identity !== -1) return `${source.slice(0, identity)}.primaryKey()${source.slice(identity)}`;
  return `${source.replace(/\.notNull\(\)$/, "")}.primaryKey()`;
}
