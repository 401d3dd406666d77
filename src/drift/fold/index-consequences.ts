import type { Finding } from "../finding.ts";

/** Changes of indexes, and of constraints with theirs, from which others may only follow. */
export interface IndexRoots {
  /** By kind and name of an index that has partitions: one that is its partition now. */
  attached: ReadonlyMap<string, Finding>;
  /** What is valid now. */
  valid: readonly Finding[];
}

export function indexRootsOf(findings: readonly Finding[]): IndexRoots {
  const attached = new Map<string, Finding>();
  const valid: Finding[] = [];
  for (const finding of findings) {
    const { kind, attribute, expected, actual } = finding;
    if (!isIndex(kind)) continue;
    if (attribute === "partitionOf" && expected === null)
      attached.set(`${kind}\0${String(actual)}`, finding);
    if (isValidNow(finding)) valid.push(finding);
  }
  return { attached, valid };
}

/**
 * A new index of a partitioned table takes in those of the partitions that are alike; the last of the partitions to be
 * attached makes the index valid, and perhaps the one of which that is a partition.
 *
 * @param added by kind and name: what came.
 * @param bases by kind and name: what it stands on, and whose partition it is.
 */
export function indexConsequenceOf(
  finding: Finding,
  { attached, valid }: IndexRoots,
  {
    added,
    bases,
  }: { added: ReadonlyMap<string, Finding>; bases: ReadonlyMap<string, readonly string[]> },
): Finding | undefined {
  const { kind, object, attribute, expected, actual } = finding;
  if (!isIndex(kind)) return undefined;
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

function isIndex(kind: string): boolean {
  return kind === "index" || kind === "constraint";
}

function isValidNow({ attribute, actual }: Finding): boolean {
  return attribute === "invalid" && actual !== true;
}
