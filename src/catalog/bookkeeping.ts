/** A table in which a migration system keeps its own records; not part of the application's schema. */
export interface BookkeepingTable {
  /** Null: in whichever schema. */
  schema: string | null;
  /** Null: everything in that schema. */
  name: string | null;
}

/**
 * The bookkeeping of dbfirst and of other migration systems. Left out of the catalog, and to be left out of the pull.
 * Only names that nobody would give a table of their own: a table `migrations` is read.
 */
export const bookkeepingTables: readonly BookkeepingTable[] = [
  { schema: "dbfirst", name: null },
  { schema: "drizzle", name: "__drizzle_migrations" },
  ...["sqitch", "graphile_migrate", "supabase_migrations", "atlas_schema_revisions"].map(
    (schema) => ({ schema, name: null }),
  ),
  ...[
    "__drizzle_migrations",
    "pgmigrations",
    "alembic_version",
    "gorp_migrations",
    "schema_migrations",
    "ar_internal_metadata",
    "goose_db_version",
    "flyway_schema_history",
    "databasechangelog",
    "databasechangeloglock",
    "_prisma_migrations",
    "knex_migrations",
    "knex_migrations_lock",
    "kysely_migration",
    "kysely_migration_lock",
    "_yoyo_log",
    "_yoyo_migration",
    "_yoyo_version",
    "yoyo_lock",
    "__diesel_schema_migrations",
    "_sqlx_migrations",
    "refinery_schema_history",
    "django_migrations",
    "SequelizeMeta",
    "__EFMigrationsHistory",
    "doctrine_migration_versions",
    "phinxlog",
    "atlas_schema_revisions",
  ].map((name) => ({ schema: null, name })),
];
