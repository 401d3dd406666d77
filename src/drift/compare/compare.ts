import type { Catalog, Fact } from "../../catalog/fact.ts";
import { differingAttributes, type AttributeDifference } from "./attributes.ts";
import { columnOrderDifferences } from "./column-order.ts";
import { memberMoves } from "./extension-moves.ts";
import { byKey, keyOf, type FactsByKey } from "./facts-by-key.ts";
import type { Finding } from "../finding.ts";
import { foldFindings } from "../fold/fold.ts";
import { afterRenames, findFollowers, followsFromRename } from "../renames/renamed-values.ts";
import { impliedFact } from "../fold/implied.ts";
import { joinTogether } from "./joined.ts";
import type { Majors } from "./majors.ts";
import { isMultirangeMove, multirangeMove } from "./multiranges.ts";
import { oncePerPair } from "./once-per.ts";
import { findRenames, withMovedParts, withoutRenamed, type Rename } from "../renames/renames.ts";
import { roleChanges, withRoleChanges } from "../renames/role-changes.ts";
import { underNewNames } from "../renames/under-new-names.ts";
import { unlikeFacts } from "./unlike.ts";
import { hiddenFromDrizzle, isVisibleToDrizzle } from "../visible.ts";

/**
 * What differs between two catalogs, sorted by kind and object as catalogs are, found out once for each two. An object that came or went reports
 * itself and counts what came or went with it; one that only changed its name reports that. Catalogs of different PostgreSQL versions are compared by meaning, where
 * the versions print or name the same thing differently.
 */
export const compareFacts = oncePerPair(
  (expected: Catalog, actual: Catalog): readonly Finding[] => {
    const { catalog, findings } = apartFromRoles(expected, actual);
    const facts = [...newlyNamed(catalog, actual).catalog.facts, ...actual.facts];
    const folded = foldFindings(differences(catalog, actual), facts);
    return [...joinTogether(folded), ...findings].toSorted(compareFindingOrder);
  },
);

/**
 * What several facts tell of a role alike, as one finding of the database, and the expected side with that in it. Found out once for
 * each two.
 */
export const apartFromRoles = oncePerPair(
  (expected: Catalog, actual: Catalog): { catalog: Catalog; findings: readonly Finding[] } => {
    const changes = roleChanges(expected, actual);
    const facts = byKey(expected.facts);
    const findings = changes.map(({ role, from, to, facts: concerned }) => {
      const difference = { attribute: `roles.${role}`, expected: from, actual: to };
      const shows = [...concerned].some((key) => facts.get(key)?.kind === "policy");
      return { ...finding(thisDatabase, "changed", difference), visibleToDrizzle: shows };
    });
    return { catalog: withRoleChanges(expected, changes), findings };
  },
);

const thisDatabase: Fact = {
  kind: "database",
  object: "this database",
  parent: null,
  attributes: {},
};

const newlyNamed = oncePerPair((expected: Catalog, actual: Catalog) =>
  underNewNames(expected, actual, renamesBetween),
);

/**
 * The same with nothing folded: each object and attribute for itself, in no order. What one side couldn't read isn't
 * compared.
 */
export const differences = oncePerPair((given: Catalog, actual: Catalog): readonly Finding[] => {
  if (given === actual) return [];
  const { catalog: expected, renames: presumed } = newlyNamed(given, actual);
  const majors = [expected.serverMajor, actual.serverMajor] as const;
  const unknown = new Set([...expected.unmodeled, ...actual.unmodeled].map(keyOf));
  const unread = unreadOf(expected, actual);
  const known = (fact: Fact) => !unknown.has(keyOf(fact)) && !unread.has(fact.kind);
  const before = byKey(expected.facts);
  const after = byKey(actual.facts);
  const hidden = hiddenFromDrizzle([...expected.facts, ...actual.facts]);
  const unlike = unlikeFacts(expected, actual);
  const [unlikeBefore, unlikeAfter] = [byKey(unlike.expected), byKey(unlike.actual)];
  const findings: Finding[] = [];
  const report = (fact: Fact, change: Finding["change"], difference: Difference) =>
    findings.push({
      ...finding(fact, change, difference),
      visibleToDrizzle: isVisibleToDrizzle(fact, difference, hidden),
    });
  const missing: Fact[] = [];
  for (const fact of unlike.expected.filter(known)) {
    const other =
      unlikeAfter.get(keyOf(fact)) ?? impliedFact(fact, { there: before, missing: after });
    if (other === undefined) missing.push(fact);
    else
      for (const difference of differingAttributes(fact, other, majors))
        report(fact, "changed", difference);
  }
  const added: Fact[] = [];
  for (const fact of unlike.actual.filter((one) => known(one) && !unlikeBefore.has(keyOf(one)))) {
    const other = impliedFact(fact, { there: after, missing: before });
    if (other === undefined) added.push(fact);
    else
      for (const difference of differingAttributes(other, fact, majors))
        report(fact, "changed", difference);
  }
  const renames = findRenames(missing, added);
  const changed = findings.splice(0);
  const moved = [
    ...withMovedParts(renames, missing, added),
    ...memberMoves(changed, missing, expected.facts),
  ];
  const multiranges = changed.filter(
    (change) => isMultirangeMove(change) && !isTold(change, moved),
  );
  const followed = [...moved, ...multiranges.map(multirangeMove), ...presumed];
  findings.push(
    ...changed.filter((change) => multiranges.includes(change) || !isTold(change, followed)),
  );
  for (const { fact, ...difference } of listedDifferently(changed, followed, {
    before,
    after,
    majors,
  }))
    report(fact, "changed", difference);
  for (const rename of [...renames, ...presumed]) {
    const { expected: fact, attribute, from, to } = rename;
    report(fact, "changed", { attribute, expected: from, actual: to });
    const told = findings.at(-1)!;
    if (!told.visibleToDrizzle && isShownElsewhere(rename, changed)) told.visibleToDrizzle = true;
  }
  const gone = withoutRenamed(
    missing,
    renames.map((rename) => rename.expected),
  );
  const fresh = withoutRenamed(
    added,
    renames.map((rename) => rename.actual),
  );
  const followers = findFollowers(gone, fresh, followed);
  for (const fact of gone.filter((one) => !followers.has(one)))
    report(fact, "removed", { attribute: null, expected: fact.attributes, actual: null });
  for (const fact of fresh.filter((one) => !followers.has(one)))
    report(fact, "added", { attribute: null, expected: null, actual: fact.attributes });
  for (const { table, ...difference } of columnOrderDifferences(expected, actual))
    report(table, "changed", difference);
  return findings;
});

/** What has another name on the other side, and is the same in everything else. Pure. */
export function renamesBetween(expected: Catalog, actual: Catalog): Rename[] {
  const unlike = unlikeFacts(expected, actual);
  const [before, after] = [byKey(unlike.expected), byKey(unlike.actual)];
  const unread = unreadOf(expected, actual);
  return findRenames(
    unlike.expected.filter((fact) => !after.has(keyOf(fact)) && !unread.has(fact.kind)),
    unlike.actual.filter((fact) => !before.has(keyOf(fact)) && !unread.has(fact.kind)),
  );
}

/** Of which kinds one side couldn't read everything. */
function unreadOf(expected: Catalog, actual: Catalog): ReadonlySet<string> {
  return new Set([...(expected.unread ?? []), ...(actual.unread ?? [])]);
}

/** Does it only follow from renames, or is it told by `listedDifferently`? */
function isTold(change: Finding, renames: readonly Rename[]): boolean {
  return isListed(change, renames) || followsFromRename(change, renames);
}

/** The tables of a publication stand in the names of its attributes. */
function isListed({ kind }: Finding, renames: readonly Rename[]): boolean {
  return kind === "publication" && renames.length > 0;
}

/** What differs in the publications among changes besides the names of what they publish. */
function listedDifferently(
  changes: readonly Finding[],
  renames: readonly Rename[],
  sides: { before: FactsByKey; after: FactsByKey; majors: Majors },
): ({ fact: Fact } & AttributeDifference)[] {
  const keys = new Set(changes.filter((change) => isListed(change, renames)).map(keyOf));
  return [...keys].flatMap((key) => {
    const fact = afterRenames(sides.before.get(key)!, renames);
    return differingAttributes(fact, sides.after.get(key)!, sides.majors).map((difference) => ({
      fact,
      ...difference,
    }));
  });
}

/** A domain doesn't show in TypeScript, but what it is called stands at the columns of its type. */
function isShownElsewhere(rename: Rename, changes: readonly Finding[]): boolean {
  return changes.some((change) => change.visibleToDrizzle && followsFromRename(change, [rename]));
}

type Difference = Omit<AttributeDifference, "attribute"> & { attribute: string | null };

function finding(
  fact: Fact,
  change: Finding["change"],
  difference: Difference,
): Omit<Finding, "visibleToDrizzle"> {
  const { kind, object, parent } = fact;
  return {
    kind,
    object,
    parent,
    change,
    side: "database",
    attribute: difference.attribute,
    expected: difference.expected,
    actual: difference.actual,
    includes: {},
    cause: "unknown",
    alsoCauses: [],
    origin: null,
    fix: { sql: null, command: "dbfirst pull", migration: null },
  };
}

/** Sorts findings by kind, object and attribute. */
export function compareFindingOrder(a: Finding, b: Finding): number {
  const left = [a.kind, a.object, a.attribute ?? ""].join("\0");
  const right = [b.kind, b.object, b.attribute ?? ""].join("\0");
  return left < right ? -1 : left > right ? 1 : 0;
}
