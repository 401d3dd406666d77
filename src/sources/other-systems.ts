/** A migration system that dbfirst runs as a program, or leaves alone. */
export interface OtherSystem {
  name: string;
  /** Its table of applied migrations, without the schema. */
  table: string;
  /** The command that applies what is pending, where one does without further words. */
  up: string | undefined;
  /** The command that takes the last migration back. */
  down?: string | undefined;
}

/** What dbfirst knows by name besides its own kinds of sources; docs/several-systems.md shows the settings of some. */
export const otherSystems = [
  {
    name: "Alembic",
    table: "alembic_version",
    up: "alembic upgrade head",
    down: "alembic downgrade -1",
  },
  { name: "sql-migrate", table: "gorp_migrations", up: "sql-migrate up", down: "sql-migrate down" },
  { name: "goose", table: "goose_db_version", up: undefined },
  { name: "golang-migrate", table: "schema_migrations", up: undefined },
  { name: "Flyway", table: "flyway_schema_history", up: "flyway migrate" },
  { name: "Prisma", table: "_prisma_migrations", up: "prisma migrate deploy" },
  { name: "Knex", table: "knex_migrations", up: "knex migrate:latest" },
  { name: "Liquibase", table: "databasechangelog", up: "liquibase update" },
  { name: "Django", table: "django_migrations", up: "python manage.py migrate" },
  { name: "Sequelize", table: "SequelizeMeta", up: "sequelize db:migrate" },
] as const satisfies readonly OtherSystem[];
