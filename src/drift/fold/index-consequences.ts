import type { FactValue } from "../../catalog/fact.ts";
import type { Finding } from "../finding.ts";
import { sameValue } from "../compare/same-value.ts";

/** Changes of indexes, and of constraints with theirs, from which others may only follow. */
export interface IndexRoots {
  /** By kind and name of an index that has partitions: one that is its partition now. */
  attached: ReadonlyMap<string, Finding>;
  /** What is valid now. */
  valid: readonly Finding[];
  /** By table: constraints that came. */
  constraints: ReadonlyMap<string | null, readonly Finding[]>;
}

export function indexRootsOf(findings: readonly Finding[]): IndexRoots {
  const attached = new Map<string, Finding>();
  const valid: Finding[] = [];
  const constraints = new Map<string | null, Finding[]>();
  for (const finding of findings) {
    const { kind, parent, change, attribute, expected, actual } = finding;
    if (!isIndex(kind)) continue;
    if (kind === "constraint" && change === "added")
      constraints.set(parent, [...(constraints.get(parent) ?? []), finding]);
    if (attribute === "partitionOf" && expected === null)
      attached.set(`${kind}\0${String(actual)}`, finding);
    if (isValidNow(finding)) valid.push(finding);
  }
  return { attached, valid, constraints };
}

/**
 * A new index of a partitioned table takes in those of the partitions that are alike; the last of the partitions to be
 * attached makes the index valid, and perhaps the one of which that is a partition. A new key may be made of an index.
 *
 * @param added by kind and name: what came.
 * @param bases by kind and name: what it stands on, and whose partition it is.
 */
export function indexConsequenceOf(
  finding: Finding,
  { attached, valid, constraints }: IndexRoots,
  {
    added,
    bases,
  }: { added: ReadonlyMap<string, Finding>; bases: ReadonlyMap<string, readonly string[]> },
): Finding | undefined {
  const { kind, object, parent, change, attribute, expected, actual } = finding;
  if (!isIndex(kind)) return undefined;
  if (kind === "index" && change === "removed")
    return constraints.get(parent)?.find((key) => isMadeOf(key.actual, expected));
  if (attribute === "partitionOf" && expected === null)
    return added.get(`${kind}\0${String(actual)}`);
  if (!isValidNow(finding)) return undefined;
  return (
    attached.get(`${kind}\0${object}`) ??
    valid.find(
      (part) => part.kind === kind && bases.get(`${kind}\0${part.object}`)?.includes(object),
    )
  );
}

/** ADD CONSTRAINT … USING INDEX makes an index the constraint's own. */
function isMadeOf(constraint: FactValue, index: FactValue): boolean {
  const [key, own] = [constraint, index] as Readonly<Record<string, FactValue>>[];
  const isUnique = key!["type"] === "unique" || key!["type"] === "primary key";
  return (
    isUnique &&
    own!["unique"] === true &&
    own!["where"] === undefined &&
    sameValue(key!["columns"], own!["keys"]) &&
    sameValue(key!["include"] ?? null, own!["include"] ?? null)
  );
}

function isIndex(kind: string): boolean {
  return kind === "index" || kind === "constraint";
}

function isValidNow({ attribute, actual }: Finding): boolean {
  return attribute === "invalid" && actual !== true;
}
