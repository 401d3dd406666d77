import type { Catalog, Fact, FactKind, FactValue } from "../../catalog/fact.ts";
import { changedOptions } from "./facts/changed-entries.ts";
import { literal } from "./facts/literal.ts";
import { ownStatement } from "./own-statement.ts";
import { plainName, quotedName } from "./names.ts";
import type { RepairStatement } from "./repair.ts";
import { sameValue } from "../compare/same-value.ts";

type Options = Readonly<Record<string, FactValue>>;

const creations: readonly (readonly [pattern: RegExp, kind: FactKind])[] = [
  [new RegExp(`^CREATE FOREIGN TABLE (${quotedName}\\.${quotedName})`), "foreign table"],
  [new RegExp(`^CREATE SERVER (${quotedName})`), "server"],
  [new RegExp(`^CREATE FOREIGN DATA WRAPPER (${quotedName})`), "foreign data wrapper"],
  [
    new RegExp(`^CREATE USER MAPPING FOR (${quotedName}|PUBLIC) SERVER (${quotedName})`),
    "user mapping",
  ],
];
const changesOptions = new RegExp(
  `^ALTER (?:SERVER|FOREIGN TABLE|FOREIGN DATA WRAPPER|USER MAPPING FOR) (?:${quotedName}|[. ]|PUBLIC|SERVER)+ OPTIONS \\(`,
);
const hiddenOption = new RegExp(`(${quotedName}) '__OPTION_[^']*(?:''[^']*)*__'`, "g");

/**
 * The planning library writes `__OPTION_PASSWORD__` for each value that it doesn't know to be harmless, and doesn't see that one
 * changed. A plan with such words in it must not run by accident: what facts know stands in their place, and what they hide is
 * left out. Pure.
 */
export function withOptions(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const wanted = new Map(to.facts.filter(hasOptions).map((fact) => [keyOf(fact), fact]));
  const made = new Set<string>();
  const secrets = new Set(from.facts.filter(holdsSecrets).map(keyOf));
  const known = statements
    .filter(({ sql }) => !changesOptions.test(sql))
    .map((statement) => {
      const dropped = madeBy(statement.sql.replace(/^DROP /, "CREATE "));
      // Nobody but its owner knows the password that goes with it.
      if (statement.sql.startsWith("DROP ") && dropped !== undefined && secrets.has(dropped))
        return { ...statement, losesData: true };
      const key = madeBy(statement.sql);
      if (key === undefined) return statement;
      made.add(key);
      return { ...statement, sql: filledIn(statement.sql, optionsOf(wanted.get(key))) };
    });
  const changed = from.facts.filter(hasOptions).flatMap((now) => {
    const after = wanted.get(keyOf(now));
    return after === undefined || made.has(keyOf(now)) ? [] : changes(now, after);
  });
  return [...known, ...changed];
}

function hasOptions({ kind }: Fact): boolean {
  return creations.some(([, known]) => known === kind);
}

function optionsOf(fact: Fact | undefined): Options {
  const { attributes = {}, kind } = fact ?? {};
  return (attributes[kind === "foreign table" ? "foreignOptions" : "options"] ?? {}) as Options;
}

function holdsSecrets(fact: Fact): boolean {
  return hasOptions(fact) && Object.values(optionsOf(fact)).includes("(hidden)");
}

/** `user mapping\0ada on server far` of CREATE USER MAPPING; undefined where a statement makes nothing with options. */
function madeBy(sql: string): string | undefined {
  for (const [pattern, kind] of creations) {
    const [, first, second] = pattern.exec(sql) ?? [];
    if (first === undefined) continue;
    return keyOf({ kind, object: second === undefined ? first : `${first} on server ${second}` });
  }
  return undefined;
}

function keyOf({ kind, object }: Pick<Fact, "kind" | "object">): string {
  return [kind, ...object.split(" on server ").map(plainName)].join("\0");
}

function filledIn(sql: string, values: Options): string {
  const start = sql.lastIndexOf(" OPTIONS (");
  if (start < 0) return sql;
  const filled = sql
    .slice(start)
    .replaceAll(hiddenOption, (_, key: string) => {
      const value = values[key.slice(1, -1).replaceAll('""', '"')];
      return value === undefined || value === "(hidden)" ? "" : `${key} ${literal(value)}`;
    })
    .replaceAll(/, (?=, |\))/g, "")
    .replace("(, ", "(");
  return sql.slice(0, start) + filled.replace(" OPTIONS ()", "");
}

function changes(now: Fact, wanted: Fact): RepairStatement[] {
  const [before, after] = [optionsOf(now), optionsOf(wanted)];
  if (sameValue(before, after)) return [];
  const [who, server] = wanted.object.split(" on server ");
  const kind = wanted.kind.toUpperCase();
  const on = server === undefined ? `${kind} ${who}` : `${kind} FOR ${who} SERVER ${server}`;
  return changedOptions(`ALTER ${on}`, after, before).map(ownStatement);
}
