import type { Fact, FactValue } from "../../catalog/fact.ts";

/** A view with its options in the words that drizzle-kit writes for them, whichever PostgreSQL was given and kept. */
export function withPlainOptions(view: Fact): Fact {
  const { options } = view.attributes;
  if (typeof options !== "object" || options === null || Array.isArray(options)) return view;
  const plain = Object.entries(options).map(([name, value]) => [name, plainValue(name, value)]);
  return { ...view, attributes: { ...view.attributes, options: Object.fromEntries(plain) } };
}

function plainValue(name: string, value: FactValue): FactValue {
  const word = String(value).toLowerCase();
  const isOn = switchOf(word);
  if (name === "check_option") return word;
  if (name === "vacuum_index_cleanup") return isOn === undefined ? word : isOn ? "on" : "off";
  return switches.has(name) && isOn !== undefined ? String(isOn) : value;
}

const switches: ReadonlySet<string> = new Set([
  "security_barrier",
  "security_invoker",
  "autovacuum_enabled",
  "user_catalog_table",
  "vacuum_truncate",
]);

/** As PostgreSQL reads it: a word may be cut off where no other begins like that. */
function switchOf(word: string): boolean | undefined {
  if (/^(?:t|tr|tru|true|y|ye|yes|on|1)$/.test(word)) return true;
  return /^(?:f|fa|fal|fals|false|n|no|of|off|0)$/.test(word) ? false : undefined;
}
