import type { IgnoredObjects } from "../../catalog/without-ignored.ts";
import { formatCount } from "../measure.ts";
import { printable } from "../printable.ts";

/** `2 objects ignored`, `no object matches`: what a rule did, and the rule as it is written. */
export function describeIgnored({ kind, object, count }: IgnoredObjects): {
  effect: string;
  rule: string;
} {
  return {
    effect: count === 0 ? "no object matches" : `${formatCount(count, "object")} ignored`,
    rule: printable(kind === null ? object : `${kind} ${object}`),
  };
}
