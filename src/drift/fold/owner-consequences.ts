import type { FactValue } from "../../catalog/fact.ts";
import type { Finding } from "../finding.ts";
import { sameValue } from "../compare/same-value.ts";

/** Changes of owners, from which changes of privileges may only follow. */
export interface OwnerRoots {
  /** By kind and name of what has another owner. */
  owners: ReadonlyMap<string, Finding>;
  /** By name of a table or view that has another owner. */
  relations: ReadonlyMap<string, Finding>;
  /** What single roles no longer hold: by kind, name, and attribute with the role. */
  lost: ReadonlyMap<string, Finding>;
}

export function ownerRootsOf(findings: readonly Finding[]): OwnerRoots {
  const owners = new Map<string, Finding>();
  const relations = new Map<string, Finding>();
  const lost = new Map<string, Finding>();
  for (const finding of findings) {
    const { kind, object, attribute, actual } = finding;
    if (attribute === null) continue;
    if (attribute === "owner") {
      owners.set(`${kind}\0${object}`, finding);
      if (isRelation.has(kind)) relations.set(object, finding);
    } else if (actual === null && privilege.test(attribute))
      lost.set(`${kind}\0${object}\0${attribute}`, finding);
  }
  return { owners, relations, lost };
}

/**
 * The new owner by which a privilege came or went: what a role held on an object, its columns and its sequences is the owner's
 * as soon as it owns them.
 */
export function ownerConsequenceOf(
  { kind, object, parent, attribute, expected, actual }: Finding,
  { owners, relations, lost }: OwnerRoots,
): Finding | undefined {
  if (owners.size === 0) return undefined;
  const [, path, role] = privilege.exec(attribute ?? "") ?? [];
  if (role === undefined) return undefined;
  const root = owners.get(`${kind}\0${object}`) ?? relations.get(relationOf(kind, parent));
  if (root === undefined || typeof root.actual !== "string") return undefined;
  if (role === root.actual) return actual === null ? root : undefined;
  if (role !== "OWNER") return undefined;
  const taken = lost.get(`${kind}\0${object}\0${path}.${root.actual}`);
  if (taken === undefined) return undefined;
  // All that there is to hold is what an owner holds by itself; on a column that is nothing.
  if (actual === null) return kind === "column" ? undefined : root;
  const all = [...new Set([...listOf(expected), ...listOf(taken.expected)])].toSorted();
  return sameValue(all, listOf(actual).toSorted()) ? root : undefined;
}

const privilege = /^((?:rowType\.)?(?:p|multirangeP)rivileges)\.(.*)$/s;

const isRelation: ReadonlySet<string> = new Set([
  "table",
  "foreign table",
  "view",
  "materialized view",
]);

/** Whose column it is; of a sequence, whose column owns it. */
function relationOf(kind: string, parent: string | null): string {
  if (kind === "column") return parent ?? "";
  if (kind !== "sequence") return "";
  return (parent ?? "").replace(/\.(?:"(?:[^"]|"")*"|[^".]+)$/, "");
}

function listOf(value: FactValue): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
