import type { Catalog } from "../../catalog/fact.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const makesWithBoth = new RegExp(
  `^(CREATE DOMAIN .*?) NOT NULL((?: CONSTRAINT .*?)?)( CONSTRAINT ${quotedName} NOT NULL)`,
  "s",
);
const changes = new RegExp(`^ALTER DOMAIN (${quotedPath}) (SET|DROP) NOT NULL$`);
const ofConstraint = new RegExp(
  `^ALTER DOMAIN (${quotedPath}) (?:(ADD) CONSTRAINT ${quotedName} NOT NULL|(DROP) CONSTRAINT (${quotedName}))$`,
);

/**
 * From PostgreSQL 17 on, a domain's NOT NULL is a constraint with a name, too, and the planning library makes, or drops, both: a plan
 * with one of them. Pure.
 */
export function withDomainNotNull(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const [had, has] = [namesOf(from), namesOf(to)];
  const both = (verb: string) =>
    new Set(
      statements.flatMap(({ sql }) => {
        const [, domain, what] = changes.exec(sql) ?? [];
        return what === verb ? [plainName(domain!)] : [];
      }),
    );
  const [set, dropped] = [both("SET"), both("DROP")];
  return statements.flatMap((statement) => {
    const sql = statement.sql.replace(makesWithBoth, "$1$2$3");
    const [, constrained, adds, , name] = ofConstraint.exec(sql) ?? [];
    if (constrained !== undefined) {
      const domain = plainName(constrained);
      if (adds !== undefined) return set.has(domain) && !has.has(domain) ? [] : [statement];
      const isNotNull = had.has(domain)
        ? had.get(domain) === plainName(name!)
        : name!.endsWith('_not_null"');
      return dropped.has(domain) && isNotNull ? [] : [statement];
    }
    const [, domain, verb] = changes.exec(sql) ?? [];
    const isNamed = verb === "SET" && has.has(plainName(domain!)) && isAdded(statements, domain!);
    return isNamed ? [] : [{ ...statement, sql }];
  });
}

function isAdded(statements: readonly RepairStatement[], domain: string): boolean {
  return statements.some(({ sql }) => {
    const [, constrained, adds] = ofConstraint.exec(sql) ?? [];
    return adds !== undefined && constrained === domain;
  });
}

/** What NOT NULL is called, of domains where somebody chose that. */
function namesOf({ facts }: Catalog): Map<string, string> {
  return new Map(
    facts.flatMap(({ kind, object, attributes }) => {
      const { name } = (attributes["notNullConstraint"] ?? {}) as { name?: unknown };
      return kind === "domain" && typeof name === "string"
        ? [[plainName(object), plainName(`"${name.replaceAll('"', '""')}"`)]]
        : [];
    }),
  );
}
