import type { Fact } from "@supabase/pg-delta";
import type { PlannedState } from "./statements.ts";

/**
 * The state that a plan leads to without other storage parameters of indexes that are there: the planning library would make these
 * anew, and `planFromFacts` says `ALTER INDEX … SET`. The state itself where there are none.
 */
export function withIndexOptionsAsNow(from: PlannedState, to: PlannedState): PlannedState {
  const before = new Map(
    from.facts.flatMap((fact) => indexOf(fact) ?? []).map((one) => [one.name, one.definition]),
  );
  let isOther = false;
  const facts = to.facts.map((fact) => {
    const wanted = indexOf(fact);
    const now = wanted && before.get(wanted.name);
    if (now === undefined || now === wanted!.definition) return fact;
    if (withoutParameters(now) !== withoutParameters(wanted!.definition)) return fact;
    isOther = true;
    return { ...fact, payload: { ...fact.payload, def: now } };
  });
  return isOther ? { ...to, facts } : to;
}

function indexOf({ id, payload }: Fact): { name: string; definition: string } | undefined {
  const definition = payload["def"];
  if (id.kind !== "index" || typeof definition !== "string") return undefined;
  return { name: JSON.stringify([id.schema, id.name]), definition };
}

/**
 * As pg_get_indexdef prints them, behind the keys; a text in a key or condition stays. One with quotes in it passes for several texts
 * beside each other, which is the same here: a choice at each character has no stack for ten million of them.
 */
function withoutParameters(definition: string): string {
  return definition.replaceAll(
    /('[^']*'|"[^"]*")| WITH \([^()']*(?:'[^']*'[^()']*)*\)/g,
    (_, quoted: string | undefined) => quoted ?? "",
  );
}
