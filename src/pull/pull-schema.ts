import type { Catalog } from "../catalog/fact.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Environment } from "./kit/child-environment.ts";
import { isBeforeOne } from "./kit/choose-engine.ts";
import { runKitPull } from "./kit/drizzle-kit.ts";
import { pullOldSchema } from "./kit-0.31/pull-schema.ts";
import type { KitReserve } from "./kit/kit-reserve.ts";
import { keeping, leaveOut, type LeftOut } from "./leave-out.ts";
import type { DrizzleKit } from "./kit/locate.ts";
import { declaredObjects, objectName, type ObjectName } from "./object-name.ts";
import { divide, joinParts, type Selection } from "./parts.ts";
import { withPlainNames } from "./plain-names.ts";
import type { PulledSchema } from "./pulled-schema.ts";
import { objectKey } from "./render/kit-source.ts";
import { parseName } from "./render/known.ts";
import { joinSkeletons, skeletonOf, type Skeleton } from "./skeleton.ts";

export interface PullOptions {
  settings: ConnectionSettings;
  /** What PostgreSQL holds in the same database, for what drizzle-kit gets wrong or doesn't see. */
  catalog: Catalog;
  /** The schemas to pull; all that aren't the system's when undefined. */
  schemas?: readonly string[] | undefined;
  /** What to pull of the catalog's tables and views; all by default. */
  selection?: Selection | undefined;
  /** Told when drizzle-kit begins with one of so many parts. */
  onPart?: ((part: number, parts: number) => void) | undefined;
  /** Told when drizzle-kit has looked at the database for the last time. */
  onPulled?: (() => void) | undefined;
  /** Bookkeeping of migration systems, our own ledger. */
  leftOut: readonly LeftOut[];
  /** The command's environment; drizzle-kit gets no connection settings of it. */
  env: Environment;
  /** Seconds until drizzle-kit is ended. */
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
  /** Another drizzle-kit than the pinned one. */
  drizzleKit?: DrizzleKit | undefined;
  /** Processes of drizzle-kit that were started in advance. */
  reserve?: KitReserve | undefined;
}

/**
 * Runs drizzle-kit's introspection and reads what it wrote. Nothing is written outside a scratch folder.
 *
 * @throws PullError when drizzle-kit fails or what it wrote can't be used; DatabaseError when the server can't be
 *   reached; the signal's reason when aborted.
 */
export async function pullSchema(given: PullOptions): Promise<PulledSchema> {
  const options = { ...given, catalog: withPlainNames(given.catalog) };
  const { drizzleKit } = options;
  if (drizzleKit !== undefined && isBeforeOne(drizzleKit))
    return pullWithOldKit({ ...options, drizzleKit });
  const selection = options.selection ?? {
    asked: declaredObjects(options.catalog).map(objectName),
    kept: [],
  };
  const scopes = divide(selection);
  const output = await runKitPull({
    settings: options.settings,
    schemaFilter: schemaFilter(options),
    parts: scopes,
    onPart:
      options.onPart === undefined ? undefined : (part) => options.onPart?.(part, scopes.length),
    onPulled: options.onPulled,
    env: options.env,
    timeoutSeconds: options.timeoutSeconds,
    signal: options.signal,
    drizzleKit: options.drizzleKit,
    reserve: options.reserve,
  });
  const asked = joinParts(output.parts, scopes);
  const { source, entities } = withSkeleton(asked, options.catalog, selection.kept);
  return {
    drizzleKit: output.drizzleKit,
    source,
    entities: leaveOut(entities, options),
    catalog: options.catalog,
  };
}

async function pullWithOldKit(
  options: PullOptions & { drizzleKit: DrizzleKit },
): Promise<PulledSchema> {
  const { keepsObject } = keeping(options);
  const isWanted = ({ schema, name }: ObjectName) => keepsObject(schema, name);
  const { source, entities } = await pullOldSchema({ ...options, isWanted });
  return {
    drizzleKit: options.drizzleKit.version,
    source,
    entities: leaveOut(entities, options),
    catalog: options.catalog,
  };
}

/** With what the rest depends on of the tables and views that drizzle-kit wasn't asked for. */
function withSkeleton(asked: Skeleton, catalog: Catalog, kept: readonly ObjectName[]): Skeleton {
  if (kept.length === 0) return asked;
  const names = new Set(kept.map(objectKey));
  const wants = (object: string) => names.has(objectKey(objectName(object)));
  return joinSkeletons(asked, skeletonOf(catalog, wants, asked.entities.enums));
}

/**
 * Globs for drizzle-kit. It is only asked for less where the names are plain: in others a character may mean something
 * to its globs, and everything is filtered afterwards anyway.
 */
function schemaFilter({ schemas, leftOut, catalog }: PullOptions): string[] {
  const wanted = [...new Set([...(schemas ?? []), ...schemasOfTypes(catalog)])];
  if (schemas !== undefined && schemas.length > 0 && wanted.every(isPlain)) return wanted;
  const without = leftOut.flatMap(({ schema, name }) =>
    name === null && schema !== null && isPlain(schema) ? [`!${schema}`] : [],
  );
  return ["*", ...without];
}

/** An enum of another schema that a column is of is needed, too. */
function schemasOfTypes({ facts }: Catalog): string[] {
  return facts.flatMap(({ kind, attributes }) => {
    const [schema, name] = kind === "column" ? parseName(String(attributes["type"])) : [];
    return schema === undefined || name === undefined ? [] : [schema];
  });
}

function isPlain(name: string): boolean {
  return /^\w+$/.test(name);
}
