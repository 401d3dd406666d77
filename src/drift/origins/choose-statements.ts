import type { Fact, FactKind } from "../../catalog/fact.ts";
import { ownName } from "../compare/fact-names.ts";

// What a few objects are made by, out of all that the migrations say. Nothing here has to be right: what the chosen statements make is
// compared with the facts of these objects, and where one is missing or different, everything is replayed.

/** More of them, and leaving out the rest gains nothing. */
const largestShare = 0.5;

/** Statements that are few enough to be run all. */
const fewStatements = 40;

/** What a few objects are made by. */
export interface Choice {
  /** By their indexes. */
  statements: ReadonlySet<number>;
  /** What these seem to make, by names in facts. */
  objects: ReadonlySet<string>;
}

/**
 * The statements that seem to make some objects and what these refer to; undefined where that is most of them. Pure.
 *
 * @param facts of all that the statements make.
 * @param wanted objects by their names in facts.
 */
export function chooseStatements(
  statements: readonly string[],
  facts: readonly Fact[],
  wanted: readonly string[],
): Choice | undefined {
  const owners = ownersByName(facts);
  const ownersOf = (names: readonly string[]) => names.flatMap((name) => owners.get(name) ?? []);
  const read = statements.map(readStatement);
  addFormerNames(read, owners);
  const about = new Map<string, number[]>();
  const chosen = new Set<number>();
  const needed = new Set<string>();
  const open = [...wanted];
  const choose = (index: number) => {
    if (chosen.has(index)) return;
    chosen.add(index);
    open.push(...ownersOf(read[index]!.names()));
  };
  for (const [index, { role, subjects }] of read.entries())
    if (role === "foundation") choose(index);
    else if (role === "object")
      for (const owner of ownersOf(subjects))
        about.set(owner, [...(about.get(owner) ?? []), index]);
  const most = Math.max(fewStatements, statements.length * largestShare);
  while (open.length > 0) {
    const owner = open.pop()!;
    if (needed.has(owner)) continue;
    needed.add(owner);
    for (const index of about.get(owner) ?? []) choose(index);
    if (chosen.size > most) return undefined;
  }
  return { statements: chosen, objects: needed };
}

interface ReadStatement {
  /** Of use to every object; one object's; neither: rows, and what only looks. */
  role: "foundation" | "object" | "other";
  /** Names that what it is about may have, the first of them in the first place. */
  subjects: string[];
  /** All its names, looked for where they are asked for: of most statements they aren't. */
  names: () => string[];
  formerName: string | undefined;
}

const ofSession = /^(?:set|reset|begin|start|commit|end|select\s+(?:pg_catalog\.)?set_config)\b/i;
const foundations =
  /^(?:create\s+(?:schema|extension|role|user|group|language|collation)|alter\s+(?:default|role|schema|database|extension)|drop\s+(?:schema|extension)|comment\s+on\s+(?:schema|extension|role|database|language|collation)|grant\s.*\bon\s+(?:schema|all)\b|revoke\s.*\bon\s+(?:schema|all)\b)\b/is;
const objects = /^(?:create|alter|drop|comment|grant|revoke|security)\b/i;
/** What stands on another object, with that one's name after it. */
const onAnother = [
  /^(?:create|alter|drop|comment\s+on)\s+(?:unique\s+|or\s+replace\s+|constraint\s+)*(?:index|trigger|policy)\b.*?\son\s+(?:only\s+)?(.*)$/is,
  /^create\s+statistics\b.*\sfrom\s+(.*)$/is,
  /^create\s+(?:or\s+replace\s+)?rule\b.*?\sto\s+(.*)$/is,
];

/** Does a statement set up its session or its transaction? It belongs to those that are chosen after it, or before. */
export function isOfSession(statement: string): boolean {
  return ofSession.test(withoutComments(statement));
}

function withoutComments(statement: string): string {
  const isPlain = !statement.includes("--") && !statement.includes("/*");
  return (isPlain ? statement : statement.replaceAll(/--[^\n]*|\/\*[^]*?\*\//g, " ")).trim();
}

function readStatement(given: string): ReadStatement {
  const text = withoutComments(given);
  const names = () => namesIn(text);
  if (foundations.test(text))
    return { role: "foundation", subjects: [], names: () => [], formerName: undefined };
  if (!objects.test(text)) return { role: "other", subjects: [], names, formerName: undefined };
  const isGrant = /^(?:grant|revoke)\b/i.test(text);
  const [head = ""] = isGrant
    ? [text]
    : text.split(/\(|\$|'|\b(?:as|execute|references|is|do)\b/i, 1);
  const [whose] = onAnother.flatMap((form) => form.exec(text)?.[1]?.split(/[(\s;]/, 1) ?? []);
  const own = namesIn(head).filter((name) => !words.has(name));
  const formerName = /\brename\s+to\b/i.test(head)
    ? own.find((name) => !isSchemaOf(head, name))
    : undefined;
  return {
    role: "object",
    subjects: whose === undefined ? own : namesIn(whose),
    names,
    formerName,
  };
}

/** Words of statements that stand before names. */
const words: ReadonlySet<string> = new Set(
  "create alter drop comment grant revoke security on or replace temp temporary unlogged unique table foreign view materialized index sequence type domain function procedure aggregate if not exists only column constraint to from all select insert update delete usage rename add".split(
    " ",
  ),
);

function isSchemaOf(head: string, name: string): boolean {
  return new RegExp(`"?${name.replaceAll(/[^\p{L}\p{N}_]/gu, "\\$&")}"?\\s*\\.`, "iu").test(head);
}

/** Names without their schemas, as the server knows them. */
function namesIn(text: string): string[] {
  const found = text.match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
  return found.map((name) => (name.startsWith('"') ? unquoted(name) : name.toLowerCase()));
}

/** What was renamed, or stands on that, by what it was called before. */
function addFormerNames(read: readonly ReadStatement[], owners: Map<string, string[]>): void {
  for (const { formerName, subjects } of read.toReversed()) {
    if (formerName === undefined) continue;
    const owner = subjects.flatMap((name) => owners.get(name) ?? []);
    owners.set(formerName, [...(owners.get(formerName) ?? []), ...owner]);
  }
}

/** What the statements about something are chosen with, by that something's own name. */
function ownersByName(facts: readonly Fact[]): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  for (const { kind, object, parent } of facts) {
    if (unnamed.has(kind)) continue;
    const owner = isPart.has(kind) && parent !== null ? parent : object;
    const name = unquoted(ownName({ object, parent }));
    const others = owners.get(name);
    if (others === undefined) owners.set(name, [owner]);
    else others.push(owner);
  }
  return owners;
}

/** Seldom or never named in a statement of their own, or only with what they stand on. */
const unnamed: ReadonlySet<FactKind> = new Set([
  "schema",
  "column",
  "constraint",
  "trigger",
  "policy",
  "rule",
  "database",
]);
const isPart: ReadonlySet<FactKind> = new Set(["index", "statistics"]);

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
