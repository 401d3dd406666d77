import type { PlannedState } from "./statements.ts";

/** How the planning library begins where PostgreSQL has no way to change a type in use: an enum that loses a label, and is in another type. */
const refusal = /^(?:enum|domain|range type) ("(?:[^"]|"")*")\.("(?:[^"]|"")*"): cannot /;

/**
 * The state that a plan leads to with such a type as it is now, so that there is a plan for the rest, and the other way. What
 * the plan leaves is seen on the copy. Undefined: the library failed for another reason.
 */
export function withRefusedType(
  from: PlannedState,
  to: PlannedState,
  { message }: Error,
): PlannedState | undefined {
  const [, schema, name] = refusal.exec(message) ?? [];
  if (schema === undefined || name === undefined) return undefined;
  const isIt = ({ id }: PlannedState["facts"][number]) =>
    (id.kind === "type" || id.kind === "domain") &&
    inQuotes(id.schema) === schema &&
    inQuotes(id.name) === name;
  const now = from.facts.find(isIt);
  if (now === undefined || !to.facts.some(isIt)) return undefined;
  return { ...to, facts: to.facts.map((fact) => (isIt(fact) ? now : fact)) };
}

function inQuotes(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
