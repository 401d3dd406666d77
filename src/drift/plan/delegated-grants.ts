import { anyName, anyPath, plainName } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

/** What a role granted that may, and doesn't own the relation or schema: names as they are, without quotes. */
export interface DelegatedGrant {
  schema: string;
  /** Null: on the schema itself. */
  name: string | null;
  grantor: string;
  /** Null: everybody. */
  grantee: string | null;
}

/** Finds them. https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-ACLITEM-FN-TABLE */
export const delegatedGrantsQuery = `
  SELECT DISTINCT o.schema, o.name, g.rolname AS grantor, e.rolname AS grantee
  FROM (
    SELECT nspname AS schema, relname AS name, relacl AS acl, relowner AS owner
    FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    UNION ALL SELECT nspname, NULL, nspacl, nspowner FROM pg_namespace
  ) o, aclexplode(o.acl) a
  JOIN pg_roles g ON g.oid = a.grantor
  LEFT JOIN pg_roles e ON e.oid = a.grantee
  WHERE a.grantor <> o.owner AND o.schema !~ '^pg_|^information_schema$'`;

const revokes = new RegExp(
  `^REVOKE .* ON (?:TABLE|SEQUENCE|SCHEMA) (${anyPath}) FROM (${anyName})( CASCADE)?$`,
  "s",
);

/**
 * A plan that says where REVOKE does nothing: it takes back what the role that runs it granted, and on the copy that a plan is
 * tried on, that is everything. Pure. https://www.postgresql.org/docs/current/sql-revoke.html
 */
export function withDelegatedGrants(
  statements: readonly RepairStatement[],
  grants: readonly DelegatedGrant[],
): RepairStatement[] {
  const grantors = new Map(
    grants.map(({ schema, name, grantor, grantee }) => [
      keyOf(pathOf(schema, name), grantee === null ? "PUBLIC" : pathOf(grantee, null)),
      pathOf(grantor, null),
    ]),
  );
  const withOthers = new Set(
    statements.flatMap(({ sql }) => {
      const [, object, role, cascades] = revokes.exec(sql) ?? [];
      return cascades === undefined ? [] : [keyOf(object!, role!)];
    }),
  );
  return statements.map((statement) => {
    const [, object, role] = revokes.exec(statement.sql) ?? [];
    const grantor = object === undefined ? undefined : grantors.get(keyOf(object, role!));
    if (grantor === undefined || withOthers.has(keyOf(object!, grantor))) return statement;
    // It stands in a comment, which a line break would end.
    const who = /\p{Cc}|\p{Zl}|\p{Zp}/u.test(grantor) ? "another role" : `the role ${grantor}`;
    const caution = `leaves what ${who} granted, and only that role revokes`;
    return { ...statement, caution: [statement.caution, caution].filter(Boolean).join("; ") };
  });
}

function pathOf(one: string, other: string | null): string {
  return [one, ...(other === null ? [] : [other])]
    .map((name) => `"${name.replaceAll('"', '""')}"`)
    .join(".");
}

function keyOf(object: string, role: string): string {
  return `${plainName(object)}\0${plainName(role)}`;
}
