import type { Finding } from "../../drift/finding.ts";

type Subject = Pick<Finding, "kind" | "object" | "attribute">;

/**
 * What it means that an attribute isn't there. Facts leave out what PostgreSQL takes for granted, and that is rarely
 * nothing: a function of which no volatility is told is volatile.
 */
export function absent(subject: Subject): string {
  const path = (subject.attribute ?? "").split(".");
  const part = publishedPart.exec(subject.attribute ?? "")?.[1];
  if (subject.kind === "publication" && part !== undefined)
    return part === "where" ? "all rows" : "all columns";
  if (path.includes("privileges")) return absentPrivileges(subject, path.at(-1)!);
  const [first = "", last = first] = [path[0], path.at(-1)];
  return (
    byKind[subject.kind]?.[first] ??
    (path.length > 1 ? inside[first] : undefined) ??
    taken[last] ??
    "none"
  );
}

/** `tables.app.team.where`; a table may be called `columns`. */
const publishedPart = /^tables(?:\.(?:"(?:[^"]|"")*"|[^."]+)){2}\.(columns|where)$/;

/** The owner may do everything with what is his, and some kinds of object are open to everybody. */
function absentPrivileges({ kind, object }: Subject, role: string): string {
  if (role === "OWNER") return "the default";
  return role === "PUBLIC" && isOpenToAll(kind, object) ? "the default" : "none";
}

/** https://www.postgresql.org/docs/current/ddl-priv.html#PRIVILEGES-SUMMARY-TABLE */
function isOpenToAll(kind: string, object: string): boolean {
  if (kind === "schema") return object === "public";
  if (kind === "default privileges") return /^(?:functions|types)(?! in schema )/.test(object);
  return openKinds.has(kind);
}

const openKinds: ReadonlySet<string> = new Set([
  "database",
  "function",
  "procedure",
  "aggregate",
  "type",
  "enum",
  "domain",
  "language",
]);

const byKind: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  extension: { comment: "the extension's own", memberPrivileges: "the extension's own" },
  publication: { tables: "not published" },
  subscription: { slot: "its own name", stream: "off", synchronousCommit: "off", origin: "any" },
};

/** Attributes with keys of the user's own. */
const inside: Readonly<Record<string, string>> = {
  options: "not set",
  toastOptions: "not set",
  foreignOptions: "not set",
  settings: "not set",
  statistics: "the default",
};

const taken: Readonly<Record<string, string>> = {
  owner: "the usual owner",
  enabled: "on",
  volatility: "volatile",
  parallel: "unsafe",
  cost: "the default",
  rows: "the default",
  statistics: "the default",
  target: "the default",
  collation: "the default",
  storage: "the default",
  compression: "the default",
  tablespace: "the default",
  accessMethod: "the default",
  replicaIdentity: "the default",
  finalModify: "the default",
  movingFinalModify: "the default",
  increment: "1",
  cache: "1",
  minimum: "the default",
  maximum: "the default",
  start: "the default",
  onUpdate: "no action",
  onDelete: "no action",
  match: "simple",
};
