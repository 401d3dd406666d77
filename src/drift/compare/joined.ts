import type { FactValue } from "../../catalog/fact.ts";
import type { Finding } from "../finding.ts";

/** Attributes of one object that one clause of a statement sets together. The first of them is told, with what it then says. */
interface Together {
  kinds: readonly string[];
  whole: string;
  parts: readonly string[];
  /** Parts that the clause only ever takes away: they are told by themselves where they have a value now. */
  lost?: readonly string[];
  /** What the whole says beside its parts, in their order; its own value by default. Null: that part isn't among them. */
  tell?: (whole: FactValue, ...parts: FactValue[]) => FactValue;
}

const together: readonly Together[] = [
  {
    kinds: ["constraint"],
    whole: "deferrable",
    parts: ["initiallyDeferred"],
    tell: (whole, part) => (part === true ? "initially deferred" : whole),
  },
  { kinds: ["constraint"], whole: "references.table", parts: ["references.columns"] },
  // Of another type under the same name: nothing that made the old one is left.
  {
    kinds: ["constraint"],
    whole: "type",
    parts: [
      "columns",
      "expression",
      "definition",
      "references",
      "withoutOverlaps",
      "onDelete",
      "onUpdate",
      "onDeleteColumns",
      "match",
      "include",
      "nullsNotDistinct",
      "deferrable",
      "notValid",
      "notEnforced",
      "noInherit",
    ],
    tell: (type, columns, expression, definition) =>
      definition ??
      [type, columnList(columns), expression].filter((part) => part !== null).join(" "),
  },
  {
    kinds: ["column"],
    whole: "notNull",
    parts: ["notNullConstraint"],
    tell: (whole, part) => (isNotValid(part) ? "not valid" : whole),
  },
  {
    kinds: ["column"],
    whole: "type",
    parts: ["collation"],
    lost: ["storage", "compression"],
    tell: (type, collation, storage, compression) =>
      [
        type,
        ...clause("STORAGE", storage),
        ...clause("COMPRESSION", compression),
        ...clause("COLLATE", collation),
      ].join(" "),
  },
  { kinds: ["function", "procedure"], whole: "language", parts: ["body"] },
  // A column's sequence has the owner of its table, and none of its own.
  { kinds: ["sequence"], whole: "ownedBy", parts: [], lost: ["owner"] },
  { kinds: ["cast"], whole: "method", parts: ["function"] },
  {
    kinds: ["aggregate"],
    whole: "aggregate.movingTransition",
    parts: ["aggregate.movingInverse", "aggregate.movingStateType", "aggregate.movingInitial"],
  },
  // A shell that others refer to becomes a type, or an operator.
  {
    kinds: ["type"],
    whole: "type",
    parts: [
      "base",
      "subtype",
      "multirange",
      "operatorClass",
      "collation",
      "canonical",
      "difference",
    ],
  },
  { kinds: ["operator"], whole: "function", parts: ["result"] },
];

/** Makes one finding of what a single clause changes in one object: `DEFERRABLE INITIALLY DEFERRED`, the mapping of several tokens. Pure. */
export function joinTogether(findings: readonly Finding[]): Finding[] {
  if (findings.length < 2) return [...findings];
  const byObject = grouped(findings, ({ kind, object }) => `${kind}\0${object}`);
  const joined = [...byObject.values()].map((own) =>
    own.length === 1 ? own : joinKeys(joinParts(withoutRepeated(own))),
  );
  return joined.flat();
}

function joinParts(findings: readonly Finding[]): readonly Finding[] {
  return together.reduce((rest, { kinds, whole, parts, lost = [], tell }) => {
    const main = rest.find(({ kind, attribute }) => kinds.includes(kind) && attribute === whole);
    const others = rest.filter(
      ({ attribute, actual }) =>
        parts.includes(attribute ?? "") || (actual === null && lost.includes(attribute ?? "")),
    );
    if (main === undefined || others.length === 0) return rest;
    const told = (value: (finding: Finding) => FactValue) => {
      const partsOf = [...parts, ...lost].map((name) => {
        const part = others.find(({ attribute }) => attribute === name);
        return part === undefined ? null : value(part);
      });
      return tell?.(value(main), ...partsOf) ?? value(main);
    };
    const one = {
      ...merged([main, ...others]),
      expected: told(({ expected }) => expected),
      actual: told(({ actual }) => actual),
    };
    return rest.flatMap((finding) =>
      finding === main ? [one] : others.includes(finding) ? [] : [finding],
    );
  }, findings);
}

/** An exclusion constraint is told by its definition, which says when it is checked. */
function withoutRepeated(findings: readonly Finding[]): readonly Finding[] {
  const isOfTime = ({ attribute }: Finding) =>
    attribute === "deferrable" || attribute === "initiallyDeferred";
  if (!findings.some(isOfTime)) return findings;
  const plain = (value: FactValue) =>
    String(value).replace(/(?: DEFERRABLE)?(?: INITIALLY DEFERRED)?$/, "");
  return findings.filter(
    ({ attribute, expected, actual }) =>
      attribute !== "definition" || plain(expected) !== plain(actual),
  );
}

/** The keys of one attribute that a statement changes together, as one finding. */
function joinKeys(findings: readonly Finding[]): readonly Finding[] {
  const groups = grouped(findings, (finding) => joinedAttribute(finding) ?? finding.attribute);
  return [...groups].map(([attribute, [first, ...others]]) => {
    if (others.length === 0) return first!;
    const all = [first!, ...others];
    const keyed = (value: (finding: Finding) => FactValue) =>
      Object.fromEntries(
        all.flatMap((finding) => {
          const one = value(finding);
          return one === null ? [] : [[finding.attribute!.slice(attribute!.length + 1), one]];
        }),
      );
    const [expected, actual] = [keyed((one) => one.expected), keyed((one) => one.actual)];
    return { ...merged(all), attribute, expected, actual };
  });
}

/** Under which attribute a change of one key is told where others of its keys changed, too. Undefined: under its own. */
export function joinedAttribute({
  kind,
  attribute,
}: Pick<Finding, "kind" | "attribute">): string | undefined {
  if (kind === "text search configuration" && attribute?.startsWith("mapping.")) return "mapping";
  // The columns of a published table, and which of its rows.
  return kind === "publication"
    ? /^(tables\..*)\.(?:columns|where)$/s.exec(attribute ?? "")?.[1]
    : undefined;
}

function grouped<Key>(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => Key,
): Map<Key, Finding[]> {
  const groups = new Map<Key, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(keyOf(finding));
    if (group === undefined) groups.set(keyOf(finding), [finding]);
    else group.push(finding);
  }
  return groups;
}

function merged(findings: readonly Finding[]): Finding {
  const includes: Record<string, number> = {};
  for (const finding of findings)
    for (const [kind, count] of Object.entries(finding.includes))
      includes[kind] = (includes[kind] ?? 0) + count;
  return {
    ...findings[0]!,
    includes,
    visibleToDrizzle: findings.some(({ visibleToDrizzle }) => visibleToDrizzle),
  };
}

function columnList(columns: FactValue | undefined): string | null {
  return Array.isArray(columns) ? `(${columns.join(", ")})` : null;
}

function clause(keyword: string, value: FactValue | undefined): string[] {
  return typeof value === "string" ? [`${keyword} ${value}`] : [];
}

function isNotValid(value: FactValue): boolean {
  return typeof value === "object" && value !== null && "notValid" in value;
}
