import type { FactKind } from "../../catalog/fact.ts";

type Attributes = Readonly<Record<string, string>>;

/**
 * The kinds that Drizzle has a form for, each with the attributes that are beyond it and how that gap is called. Any other
 * attribute has to survive: the proof of a pull compares it.
 */
export const gapAttributes: Readonly<Partial<Record<FactKind, Attributes>>> = {
  schema: { owner: "owner", comment: "comment", privileges: "grant" },
  enum: { owner: "owner", comment: "comment", privileges: "grant", arrayComment: "comment" },
  table: {
    partitionBy: "partitioning",
    partitionOf: "partition",
    detachPending: "partition",
    inherits: "inheritance",
    ofType: "table of a type",
    unlogged: "unlogged table",
    forceRowSecurity: "forced row security",
    replicaIdentity: "replica identity",
    accessMethod: "access method",
    tablespace: "tablespace",
    options: "storage options",
    toastOptions: "storage options",
    owner: "owner",
    comment: "comment",
    privileges: "grant",
    rowType: "comment or grant on a row type",
  },
  column: {
    notNullConstraint: "not-null constraint's name",
    collation: "collation",
    storage: "storage",
    compression: "compression",
    statistics: "statistics target",
    options: "column options",
    identitySequence: "options of an identity's sequence",
    comment: "comment",
    privileges: "grant",
  },
  constraint: {
    deferrable: "deferrable constraint",
    initiallyDeferred: "deferrable constraint",
    notEnforced: "constraint not enforced",
    notValid: "constraint not valid",
    noInherit: "constraint not inherited",
    include: "included columns",
    match: "match of a foreign key",
    onDeleteColumns: "columns of ON DELETE",
    withoutOverlaps: "period",
    triggersDisabled: "constraint switched off",
    triggersReplica: "constraint switched off",
    triggersAlways: "constraint switched off",
    tablespace: "tablespace",
    options: "storage options",
    comment: "comment",
    indexComment: "comment",
    invalid: "invalid index",
    dependsOnExtensions: "dependency on an extension",
    clustered: "clustering",
    replicaIdentity: "replica identity",
  },
  index: {
    nullsNotDistinct: "nulls not distinct in an index",
    include: "included columns",
    statistics: "statistics target",
    tablespace: "tablespace",
    invalid: "invalid index",
    clustered: "clustering",
    replicaIdentity: "replica identity",
    dependsOnExtensions: "dependency on an extension",
    comment: "comment",
  },
  sequence: {
    unlogged: "unlogged sequence",
    owner: "owner",
    comment: "comment",
    privileges: "grant",
  },
  view: {
    owner: "owner",
    comment: "comment",
    privileges: "grant",
    rowType: "comment or grant on a row type",
  },
  "materialized view": {
    toastOptions: "storage options",
    accessMethod: "access method",
    dependsOnExtensions: "dependency on an extension",
    owner: "owner",
    comment: "comment",
    privileges: "grant",
    rowType: "comment or grant on a row type",
  },
  policy: { comment: "comment" },
};

/** Attributes that follow from a gap of the table: it is a partition, or it inherits. */
export const impliedAttributes: Readonly<Partial<Record<FactKind, ReadonlySet<string>>>> = {
  table: new Set(["partitionBound"]),
  column: new Set(["inherited", "declaredToo"]),
  constraint: new Set(["inherited", "partitionOf"]),
  index: new Set(["partitionOf"]),
};
