import type { Catalog } from "../../catalog/fact.ts";
import { ownerGrants } from "../../drift/plan/facts/owner-grants.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { withOwner } from "./planned-states.ts";

interface Names {
  migrations: readonly Catalog[];
  actual: Catalog;
  /** Who owns most of the target, and of the copies. */
  owners: { from: string; to: string };
  /** The target's. */
  database: string;
}

/** What a statement is on a copy, where owner and database have other names. */
export function onCopies({ migrations, actual, owners, database }: Names) {
  const own = ownGrants(migrations, actual, owners);
  return (copy: ConnectionSettings) => (sql: string) =>
    withDatabase(own.get(sql) ?? withOwner(sql, owners), { from: database, to: copy.database });
}

/** What the grants of the target's owner to itself are on a copy. */
function ownGrants(
  migrations: readonly Catalog[],
  actual: Catalog,
  owners: { from: string; to: string },
): Map<string, string> {
  const grantsOf = (owner: string) =>
    migrations.flatMap((catalog) => [
      ...ownerGrants(catalog, actual, owner),
      ...ownerGrants(actual, catalog, owner),
    ]);
  const onCopy = grantsOf(owners.to);
  return new Map(grantsOf(owners.from).map((sql, index) => [sql, onCopy[index]!]));
}

function withDatabase(sql: string, { from, to }: { from: string; to: string }): string {
  return sql.replaceAll(`DATABASE ${inQuotes(from)}`, () => `DATABASE ${inQuotes(to)}`);
}

function inQuotes(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
