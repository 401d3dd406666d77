export interface AlembicOptions {
  /** What `sa.Column` is given for the column beside the id of `jobs`: `"user_id", sa.Text, sa.ForeignKey("user.id")`. */
  column: string;
  /** The variable with SQLAlchemy's URL; without one, psycopg2 takes all of the connection from libpq's variables. */
  variable?: string;
  /** Of alembic.ini. */
  settings?: string;
}

/** A folder `backend/` of Alembic's, with one migration. */
export function alembicFiles({
  column,
  variable,
  settings = "script_location = alembic",
}: AlembicOptions) {
  const url = variable === undefined ? `"postgresql+psycopg2://"` : `os.environ["${variable}"]`;
  return {
    "backend/alembic.ini": `[alembic]\n${settings}\n`,
    "backend/alembic/env.py": `import os
from alembic import context
from sqlalchemy import create_engine
with create_engine(${url}).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
    "backend/alembic/versions/0001_jobs.py": `revision = "0001"
down_revision = None
from alembic import op
import sqlalchemy as sa
def upgrade():
    op.create_table("jobs", sa.Column("id", sa.Integer, primary_key=True), sa.Column(${column}))
def downgrade():
    op.drop_table("jobs")
`,
  };
}
