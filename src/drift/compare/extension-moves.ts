import type { Fact } from "../../catalog/fact.ts";
import { literalPattern } from "../../literal-pattern.ts";
import type { Finding } from "../finding.ts";
import type { Rename } from "../renames/renames.ts";

/**
 * The members of extensions that are in another schema, where other facts name them: a column's type, a function in a default.
 * Members are no facts, so that whatever stands in the extension's old schema and is none is taken for one. Pure.
 *
 * @param changes what differs between facts of both sides; `missing` the facts that one side hasn't.
 * @param facts of the side that is expected.
 */
export function memberMoves(
  changes: readonly Finding[],
  missing: readonly Fact[],
  facts: readonly Fact[],
): Rename[] {
  return changes.flatMap(({ kind, attribute, expected, actual }) => {
    if (kind !== "extension" || attribute !== "schema") return [];
    const [from, to] = [String(expected), String(actual)];
    const own = new Set(
      facts.flatMap(({ object }) =>
        object.startsWith(`${from}.`) ? namesIn(object, from).slice(0, 1) : [],
      ),
    );
    const texts = [
      ...changes.map((change) => change.expected),
      ...missing.flatMap(({ object, attributes }) => [object, attributes]),
    ];
    const names = new Set(texts.flatMap((text) => namesIn(JSON.stringify(text), from)));
    return [...names].flatMap((name) => (own.has(name) ? [] : [moved(name, { from, to })]));
  });
}

/** `team` of `app.team`, and the signs of operators, for each name that is in the schema. */
function namesIn(text: string, schema: string): string[] {
  const member = String.raw`[a-z_\u0080-\uffff][\w$\u0080-\uffff]*|[-+*/<>=~!@#%^&|\x60?]+`;
  const pattern = new RegExp(`(?<![\\w$.])${literalPattern(schema)}\\.(${member})`, "g");
  return [...text.matchAll(pattern)].map(([, name]) => name!);
}

/** What it is doesn't matter: it is only looked for by its name. */
function moved(name: string, { from, to }: { from: string; to: string }): Rename {
  const inSchema = (schema: string): Fact => ({
    kind: "type",
    // What is in pg_catalog is printed by its name alone.
    object: schema === "pg_catalog" ? name : `${schema}.${name}`,
    parent: schema,
    attributes: {},
  });
  return { expected: inSchema(from), actual: inSchema(to), attribute: "schema", from, to };
}
