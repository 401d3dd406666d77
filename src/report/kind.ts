import { formatCount } from "./measure.ts";

const plurals: Readonly<Record<string, string>> = {
  policy: "policies",
  index: "indexes",
  "publication entry": "publication entries",
  statistics: "statistics",
  "default privileges": "default privileges",
  "operator class": "operator classes",
  "operator family": "operator families",
  "text search dictionary": "text search dictionaries",
};

/** `tables`, `policies`. */
export function plural(kind: string): string {
  return plurals[kind] ?? `${kind}s`;
}

/** `3 tables`, `1 policy`. */
export function formatKind(kind: string, count: number): string {
  return formatCount(count, kind, plurals[kind]);
}
