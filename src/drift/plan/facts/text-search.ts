import type { Fact, FactValue } from "../../../catalog/fact.ts";
import { sameValue } from "../../compare/same-value.ts";

/** CREATE TEXT SEARCH CONFIGURATION, and what it does with each sort of token. */
export function createConfiguration({ object, attributes }: Fact): string[] {
  return [
    `CREATE TEXT SEARCH CONFIGURATION ${object} (PARSER = ${String(attributes["parser"])})`,
    ...Object.entries(mappingOf(attributes)).map(([token, dictionaries]) =>
      addMapping(object, token, dictionaries),
    ),
  ];
}

/** ALTER TEXT SEARCH CONFIGURATION; undefined where the parser is another one. */
export function changeMapping(now: Fact, wanted: Fact): string[] | undefined {
  if (now.attributes["parser"] !== wanted.attributes["parser"]) return undefined;
  const [before, after] = [mappingOf(now.attributes), mappingOf(wanted.attributes)];
  const tokens = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  const differing = tokens.filter((token) => !sameValue(before[token], after[token]));
  return differing.flatMap((token) => [
    ...(token in before
      ? [`ALTER TEXT SEARCH CONFIGURATION ${wanted.object} DROP MAPPING FOR ${token}`]
      : []),
    ...(token in after ? [addMapping(wanted.object, token, after[token]!)] : []),
  ]);
}

export function createDictionary({ object, attributes }: Fact): string[] {
  const { template, options } = attributes;
  const more = typeof options === "string" ? `, ${options}` : "";
  return [`CREATE TEXT SEARCH DICTIONARY ${object} (TEMPLATE = ${String(template)}${more})`];
}

/** ALTER TEXT SEARCH DICTIONARY, as configurations may use it; undefined where the template is another one. */
export function changeOptions(now: Fact, wanted: Fact): string[] | undefined {
  if (now.attributes["template"] !== wanted.attributes["template"]) return undefined;
  const [before, after] = [now, wanted].map(({ attributes }) => optionsOf(attributes));
  const changes = [
    ...[...before!.keys()].filter((name) => !after!.has(name)),
    ...[...after!].flatMap(([name, text]) => (before!.get(name) === text ? [] : [text])),
  ];
  if (changes.length === 0) return [];
  return [`ALTER TEXT SEARCH DICTIONARY ${wanted.object} (${changes.join(", ")})`];
}

/** By their names, `stopwords = 'english'` and the like as PostgreSQL keeps them. */
function optionsOf({ options }: Fact["attributes"]): Map<string, string> {
  const list = typeof options === "string" ? (options.match(option) ?? []) : [];
  return new Map(list.map((text) => [text.slice(0, text.indexOf(" = ")), text]));
}

const option = /(?:"(?:[^"]|"")*"|[^\s"=,]+) = E?'[^']*(?:''[^']*)*'/g;

function mappingOf({ mapping }: Fact["attributes"]): Readonly<Record<string, readonly string[]>> {
  return (mapping ?? {}) as Readonly<Record<string, readonly string[]>> & FactValue;
}

function addMapping(object: string, token: string, dictionaries: readonly string[]): string {
  return `ALTER TEXT SEARCH CONFIGURATION ${object} ADD MAPPING FOR ${token} WITH ${dictionaries.join(", ")}`;
}
