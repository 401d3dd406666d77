import type { Finding } from "../../drift/finding.ts";
import { byImportance, compareImportance } from "./importance.ts";

/** What was found of one object and what is part of it. */
export interface FindingGroup {
  /** The object's name. */
  owner: string;
  findings: readonly Finding[];
}

/**
 * Findings under the object that they belong to, a column under its table. The object with the most important finding first,
 * of equal ones by name; and so within each.
 */
export function groupByOwner(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of byImportance(findings)) {
    const owner = ownerOf(finding);
    const group = groups.get(owner);
    if (group === undefined) groups.set(owner, [finding]);
    else group.push(finding);
  }
  return [...groups]
    .toSorted(([a, [first]], [b, [other]]) => compareImportance(first!, other!) || (a < b ? -1 : 1))
    .map(([owner, group]) => ({ owner, findings: group }));
}

/** Findings of one object, in their order: several attributes of a column are one item. */
export function groupBySubject(findings: readonly Finding[]): Finding[][] {
  const subjects = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.kind}\0${finding.object}`;
    const subject = subjects.get(key);
    if (subject === undefined) subjects.set(key, [finding]);
    else subject.push(finding);
  }
  return [...subjects.values()];
}

/** What is part of a table or a domain stands under it; everything else under its own name. */
function ownerOf({ kind, object, parent }: Finding): string {
  const isPart =
    parent !== null &&
    (object.startsWith(`${parent}.`)
      ? kind === "column"
      : /^(?:constraint|trigger|policy|rule|index|statistics)$/.test(kind));
  return isPart ? parent : object;
}

/** `slug` instead of `app.team.slug`, `team_slug_key` instead of `team_slug_key on app.team`. */
export function nameWithin(owner: string, object: string): string {
  if (object.startsWith(`${owner}.`)) return object.slice(owner.length + 1);
  const suffix = ` on ${owner}`;
  return object.endsWith(suffix) ? object.slice(0, -suffix.length) : object;
}
