import type { Fact, FactKind, FactValue } from "../../../catalog/fact.ts";
import { quoteIdentifier } from "../../../postgres/quote.ts";
import { databaseName, settingStatements } from "./database.ts";
import { sameValue } from "../../compare/same-value.ts";
import { literal } from "./literal.ts";
import type { Names } from "./plan.ts";
import { createOperatorClass, operatorGroup } from "./operator-classes.ts";
import {
  changeMapping,
  changeOptions,
  createConfiguration,
  createDictionary,
} from "./text-search.ts";

/** How objects of a kind are made, changed and named. */
export interface ObjectKind {
  /** As DROP, COMMENT ON, ALTER and GRANT name it. */
  name: (object: string, names: Names) => string;
  /** The statements that make it, without owner, comment and privileges. Undefined: it is always there. */
  create?: (fact: Fact) => string[];
  /** What changes it without making it anew; undefined where nothing does. */
  alter?: (now: Fact, wanted: Fact) => string[] | undefined;
  /** Of what is always there: what brings about its other attributes. */
  settle?: (now: Fact | undefined, wanted: Fact | undefined, names: Names) => string[];
  /** Comes with every database: only what is said about it counts. */
  isBuiltIn?: (object: string) => boolean;
  hasOwner?: true;
  hasComment?: false;
}

/** What the planning library doesn't know. */
export const objectKinds: Partial<Record<FactKind, ObjectKind>> = {
  statistics: {
    name: named("STATISTICS"),
    create: ({ object, attributes }) => [
      text(attributes["definition"]),
      ...targetOf(object, attributes),
    ],
    alter: (now, wanted) => {
      if (now.attributes["definition"] !== wanted.attributes["definition"]) return undefined;
      const target = wanted.attributes["target"] ?? -1;
      return target === (now.attributes["target"] ?? -1) ? [] : targetOf(wanted.object, { target });
    },
    hasOwner: true,
  },
  cast: {
    name: named("CAST"),
    create: ({ object, attributes: { function: by, context, method } }) => {
      const how = { inout: "WITH INOUT", binary: "WITHOUT FUNCTION" }[text(method)];
      const when = { assignment: " AS ASSIGNMENT", implicit: " AS IMPLICIT" }[text(context)];
      return [`CREATE CAST ${object} ${how ?? `WITH FUNCTION ${text(by)}`}${when ?? ""}`];
    },
  },
  transform: {
    name: (object) => `TRANSFORM ${transformName(object)}`,
    create: ({ object, attributes: { fromSql, toSql } }) => {
      const parts = [
        ...(fromSql === undefined ? [] : [`FROM SQL WITH FUNCTION ${text(fromSql)}`]),
        ...(toSql === undefined ? [] : [`TO SQL WITH FUNCTION ${text(toSql)}`]),
      ];
      return [`CREATE TRANSFORM ${transformName(object)} (${parts.join(", ")})`];
    },
  },
  conversion: {
    name: named("CONVERSION"),
    create: ({ object, attributes: { from, to, function: by, default: isDefault } }) => [
      `CREATE ${isDefault === true ? "DEFAULT " : ""}CONVERSION ${object} FOR ${literal(from)} TO ${literal(to)} FROM ${withoutArguments(by)}`,
    ],
    hasOwner: true,
  },
  operator: {
    name: operatorName,
    create: (fact) => [createOperator(fact)],
    alter: (now, wanted) =>
      isShell(now) ? [createOperator(wanted)] : changeEstimates(now, wanted),
    hasOwner: true,
  },
  "operator family": {
    name: (object) => `OPERATOR FAMILY ${operatorGroup(object)}`,
    create: ({ object }) => [`CREATE OPERATOR FAMILY ${operatorGroup(object)}`],
    // Its members come and go by themselves: see `looseMembers`.
    alter: () => [],
    hasOwner: true,
  },
  "operator class": {
    name: (object) => `OPERATOR CLASS ${operatorGroup(object)}`,
    create: (fact) => [createOperatorClass(fact)],
    hasOwner: true,
  },
  "text search configuration": {
    name: named("TEXT SEARCH CONFIGURATION"),
    create: createConfiguration,
    alter: changeMapping,
    hasOwner: true,
  },
  "text search dictionary": {
    name: named("TEXT SEARCH DICTIONARY"),
    create: createDictionary,
    alter: changeOptions,
    hasOwner: true,
  },
  "text search parser": {
    name: named("TEXT SEARCH PARSER"),
    create: ({ object, attributes }) => [
      `CREATE TEXT SEARCH PARSER ${object} (${options(attributes, { START: "start", GETTOKEN: "token", END: "end", LEXTYPES: "types", HEADLINE: "headline" })})`,
    ],
  },
  "text search template": {
    name: named("TEXT SEARCH TEMPLATE"),
    create: ({ object, attributes }) => [
      `CREATE TEXT SEARCH TEMPLATE ${object} (${options(attributes, { INIT: "init", LEXIZE: "lexize" })})`,
    ],
  },
  language: {
    name: named("LANGUAGE"),
    create: ({ object, attributes: { trusted, handler, inline, validator } }) => [
      `CREATE ${trusted === true ? "TRUSTED " : ""}LANGUAGE ${object} HANDLER ${withoutArguments(handler)}${
        inline === undefined ? "" : ` INLINE ${withoutArguments(inline)}`
      }${validator === undefined ? "" : ` VALIDATOR ${withoutArguments(validator)}`}`,
    ],
    isBuiltIn: (object) => ["sql", "c", "internal", "plpgsql"].includes(object),
    hasOwner: true,
  },
  "access method": {
    name: named("ACCESS METHOD"),
    create: ({ object, attributes: { type, handler } }) => [
      `CREATE ACCESS METHOD ${object} TYPE ${text(type).toUpperCase()} HANDLER ${withoutArguments(handler)}`,
    ],
  },
  extension: {
    name: named("EXTENSION"),
    settle: (now, wanted) => {
      const [before, after] = [now, wanted].map((fact) => fact?.attributes["version"]);
      const isOther = before !== undefined && after !== undefined && before !== after;
      return [
        ...(isOther ? [`ALTER EXTENSION ${wanted!.object} UPDATE TO ${literal(after)}`] : []),
        ...commentOfPlpgsql(now, wanted),
      ];
    },
    hasComment: false,
  },
  "large object": {
    name: named("LARGE OBJECT"),
    settle: (now, wanted, { owner }) => {
      const [before, after] = [now, wanted].map((fact) => fact?.attributes["owner"]);
      if (before === after || after === "ADMIN") return [];
      return [
        `ALTER LARGE OBJECT ${(wanted ?? now)!.object} OWNER TO ${typeof after === "string" ? after : quoteIdentifier(owner)}`,
      ];
    },
  },
  parameter: { name: named("PARAMETER") },
  database: { name: (_, names) => databaseName(names) },
  "database setting": {
    name: (_, names) => databaseName(names),
    settle: settingStatements,
    hasComment: false,
  },
};

/** The planning library leaves this extension out, since each database has it. */
function commentOfPlpgsql(now: Fact | undefined, wanted: Fact | undefined): string[] {
  const [before, after] = [now, wanted].map((fact) => fact?.attributes["comment"]);
  if (wanted?.object !== "plpgsql" || before === after) return [];
  // No fact: that of its control file.
  const comment = after === undefined ? "PL/pgSQL procedural language" : after;
  return [`COMMENT ON EXTENSION plpgsql IS ${literal(comment)}`];
}

function named(kind: string): ObjectKind["name"] {
  return (object) => `${kind} ${object}`;
}

function transformName(object: string): string {
  return object.replace(/^for (.*) language (\S+|"(?:[^"]|"")*")$/s, "FOR $1 LANGUAGE $2");
}

function operatorName(object: string): string {
  return `OPERATOR ${withoutArguments(object)} ${object.slice(argumentsStart(object))}`;
}

function targetOf(object: string, { target }: Fact["attributes"]): string[] {
  return target === undefined
    ? []
    : [`ALTER STATISTICS ${object} SET STATISTICS ${String(target)}`];
}

/** An operator that another one names, and that isn't made yet: it comes with that one. */
export function isShell({ kind, attributes }: Fact): boolean {
  return kind === "operator" && attributes["function"] === undefined;
}

function createOperator({ object, attributes }: Fact): string {
  const [left = "", right = ""] = object
    .slice(argumentsStart(object) + 1, -1)
    .split(/, (?=[^"]*(?:"[^"]*"[^"]*)*$)/);
  const other = (value: FactValue | undefined) => `OPERATOR(${withoutArguments(value)})`;
  const { function: by, commutator, negator, restrict, join, merges, hashes } = attributes;
  const parts = [
    `FUNCTION = ${withoutArguments(by)}`,
    ...(left === "NONE" ? [] : [`LEFTARG = ${left}`]),
    `RIGHTARG = ${right}`,
    ...(commutator === undefined ? [] : [`COMMUTATOR = ${other(commutator)}`]),
    ...(negator === undefined ? [] : [`NEGATOR = ${other(negator)}`]),
    ...(restrict === undefined ? [] : [`RESTRICT = ${withoutArguments(restrict)}`]),
    ...(join === undefined ? [] : [`JOIN = ${withoutArguments(join)}`]),
    ...(hashes === true ? ["HASHES"] : []),
    ...(merges === true ? ["MERGES"] : []),
  ];
  return `CREATE OPERATOR ${withoutArguments(object)} (${parts.join(", ")})`;
}

/** Its functions that estimate may change while something uses the operator. Undefined: it is made anew for the rest. */
function changeEstimates(now: Fact, wanted: Fact): string[] | undefined {
  const isOther = (name: string) =>
    !sameValue(now.attributes[name] ?? null, wanted.attributes[name] ?? null);
  if (["function", "commutator", "negator", "hashes", "merges"].some(isOther)) return undefined;
  const parts = ["restrict", "join"].filter(isOther).map((name) => {
    const value = wanted.attributes[name];
    return `${name.toUpperCase()} = ${value === undefined ? "NONE" : withoutArguments(value)}`;
  });
  return parts.length === 0
    ? []
    : [`ALTER ${operatorName(wanted.object)} SET (${parts.join(", ")})`];
}

/** `START = prsd_start, …` of those that are there. */
function options(attributes: Fact["attributes"], names: Readonly<Record<string, string>>): string {
  return Object.entries(names)
    .filter(([, attribute]) => attributes[attribute] !== undefined)
    .map(([option, attribute]) => `${option} = ${withoutArguments(attributes[attribute])}`)
    .join(", ");
}

/** `app.slugify(text)`: `app.slugify`. */
function withoutArguments(value: FactValue | undefined): string {
  const name = text(value);
  return name.slice(0, argumentsStart(name));
}

function argumentsStart(name: string): number {
  let isQuoted = false;
  for (let at = 0; at < name.length; at += 1) {
    if (name[at] === '"') isQuoted = !isQuoted;
    else if (name[at] === "(" && !isQuoted) return at;
  }
  return name.length;
}

function text(value: FactValue | undefined): string {
  return typeof value === "string" ? value : "";
}
