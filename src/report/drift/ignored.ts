import type { IgnoredObjects } from "../../catalog/without-ignored.ts";
import { formatCount } from "../measure.ts";
import { printable } from "../printable.ts";

/** `2 objects ignored`, `no object matches`: what a rule did, in words of our own, and the rule as it is written. */
export function describeIgnored({ kind, object, attribute, count }: IgnoredObjects): {
  effect: string;
  rule: string;
} {
  const rule = printable([kind, object, attribute].filter((word) => word !== null).join(" "));
  if (attribute === null)
    return {
      rule,
      effect: count === 0 ? "no object matches" : `${formatCount(count, "object")} ignored`,
    };
  return {
    rule,
    effect:
      count === 0
        ? "no object has such an attribute"
        : `an attribute of ${formatCount(count, "object")} ignored`,
  };
}
