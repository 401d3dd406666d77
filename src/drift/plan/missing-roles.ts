import type { RoleChange } from "../renames/role-changes.ts";
import { anyName, anyPath, plainName } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const roleList = `(${anyName}(?:, ${anyName})*)`;
const forms = [
  `^(?:GRANT|REVOKE) .* (?:TO|FROM) ${roleList}(?: WITH GRANT OPTION| CASCADE)?$`,
  ` OWNER TO ${roleList}$`,
  `^(?:CREATE|ALTER) POLICY ${anyName} ON ${anyPath}(?: AS RESTRICTIVE)?(?: FOR [A-Z]+)? TO ${roleList}(?: USING | WITH CHECK |$)`,
  `^ALTER DEFAULT PRIVILEGES FOR ROLE ${roleList} `,
  `^ALTER DEFAULT PRIVILEGES .* TO ${roleList}(?: WITH GRANT OPTION)?$`,
].map((form) => new RegExp(form, "s"));
const aRole = new RegExp(anyName, "g");

/**
 * A plan that says which roles it needs and the server doesn't have: roles are no facts, and belong to all databases of a server.
 * Pure.
 *
 * @param there the roles of the server.
 * @param changes roles that are called otherwise now.
 */
export function withMissingRoles(
  statements: readonly RepairStatement[],
  there: ReadonlySet<string>,
  changes: readonly Pick<RoleChange, "from" | "to">[],
): RepairStatement[] {
  const names = new Map(changes.map(({ from, to }) => [plainName(from), to]));
  return statements.map((statement) => {
    const missing = rolesIn(statement.sql).find((role) => !there.has(asStored(role)));
    if (missing === undefined) return statement;
    const now = names.get(plainName(missing));
    const instead =
      now === undefined ? "" : `: where that is ${now} now, rename it, and the plan isn't needed`;
    const needs = `needs the role ${missing}, which the server doesn't have${instead}`;
    // What is said stands in a comment, which a line break would end.
    const caution = /\p{Cc}|\p{Zl}|\p{Zp}/u.test(needs)
      ? "needs a role that the server doesn't have"
      : needs;
    return { ...statement, caution: [statement.caution, caution].filter(Boolean).join("; ") };
  });
}

function rolesIn(sql: string): string[] {
  const lists = forms.flatMap((form) => form.exec(sql)?.[1] ?? []);
  const roles = lists.flatMap((list) => list.match(aRole) ?? []);
  return roles.filter((role) => !/^(?:PUBLIC|CURRENT_USER|"?pg_.*)$/s.test(role));
}

function asStored(role: string): string {
  return role.startsWith('"') ? role.slice(1, -1).replaceAll('""', '"') : role;
}
