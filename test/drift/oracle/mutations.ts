import { definitionMutations } from "./definition-mutations.ts";
import type { Mutation } from "./forms.ts";
import { newerMutations } from "./newer-mutations.ts";
import { partMutations } from "./part-mutations.ts";
import { rareMutations } from "./rare-mutations.ts";
import type { Target } from "./targets.ts";
import { usualMutations } from "./usual-mutations.ts";

const collections = [
  usualMutations,
  rareMutations,
  partMutations,
  definitionMutations,
  newerMutations,
];

/** By kind of target; what PostgreSQL refuses doesn't count. */
export const mutations: Readonly<Record<string, readonly Mutation[]>> = Object.fromEntries(
  [...new Set(collections.flatMap((collection) => Object.keys(collection)))].map((kind) => [
    kind,
    collections.flatMap((collection) => collection[kind] ?? []),
  ]),
);

/** A mutation's SQL for a target. Empty: it doesn't fit. */
export function mutationSql(mutation: Mutation, target: Target, other: string): string {
  const text = typeof mutation === "function" ? mutation(target) : mutation;
  const parts: Record<string, string> = {
    name: target.name,
    on: target.on,
    detail: target.detail,
    other,
    schema: other.slice(0, other.lastIndexOf(".")),
    bare: other.slice(other.lastIndexOf(".") + 1),
  };
  return text.replaceAll(
    /\{(name|on|detail|other|schema|bare)\}/g,
    (_, part: string) => parts[part]!,
  );
}
