import type * as v from "valibot";
import type { ConfigProblem } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { keyPath } from "./key-path.ts";

/** Every issue of a failed validation as a problem with its path; an unknown key comes with the nearest known one. */
export function problemsOf(
  schema: v.GenericSchema,
  issues: readonly v.BaseIssue<unknown>[],
): ConfigProblem[] {
  return issues.flatMap((issue) => {
    if (isUnknownKey(issue)) return unknownKeys(schema, issue.path);
    return { at: pathOf(issue.path), message: messageOf(issue) };
  });
}

function pathOf(items: readonly Pick<v.IssuePathItem, "key">[] | undefined): string {
  const path = (items ?? []).reduce(
    (before, { key }) => keyPath(before, typeof key === "number" ? key : String(key)),
    "",
  );
  return path === "" ? "the exported value" : path;
}

type UnknownKey = v.BaseIssue<unknown> & { path: readonly v.IssuePathItem[] };

function isUnknownKey(issue: v.BaseIssue<unknown>): issue is UnknownKey {
  return issue.type === "strict_object" && issue.expected === "never" && issue.path !== undefined;
}

/** All of an object's unknown keys, of which valibot names the first. */
function unknownKeys(schema: v.GenericSchema, path: readonly v.IssuePathItem[]): ConfigProblem[] {
  const parents = path.slice(0, -1);
  const known = knownKeys(schema, parents);
  const { key: first, input } = path.at(-1)!;
  return Object.keys(input as object)
    .filter((key) => key === first || (known.length > 0 && !known.includes(key)))
    .map((key) => {
      const suggestion = nearest(key, known);
      const message =
        suggestion === undefined
          ? `unknown option; known are ${known.join(", ")}`
          : `unknown option; did you mean "${suggestion}"?`;
      return { at: pathOf([...parents, { key }]), message };
    });
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  const isObject = issue.type === "strict_object" || issue.type === "loose_object";
  if (isObject && issue.received === "undefined") return "is missing";
  if (issue.type === "strict_object") {
    return `expected an object, found ${issue.received}`;
  }
  const found = issue.received === "undefined" ? "nothing" : issue.received;
  return issue.message.includes("found") ? issue.message : `${issue.message}, found ${found}`;
}

/** The keys that an object of the schema may have, at a path of a failed value. */
function knownKeys(schema: v.GenericSchema, path: readonly v.IssuePathItem[]): string[] {
  let node: unknown = schema;
  for (const item of path) {
    const inner = unwrapped(node);
    if (inner.item !== undefined) node = inner.item;
    else if (inner.value !== undefined) node = inner.value;
    else if (inner.entries !== undefined) node = inner.entries[String(item.key)];
    // A list's element that may be one of several objects: the one whose `kind` fits.
    const options = unwrapped(node).options;
    if (options !== undefined) {
      const kind = (item.value as { kind?: unknown } | undefined)?.kind;
      node = options.find((option) => unwrapped(unwrapped(option).entries?.kind).literal === kind);
    }
  }
  return Object.keys(unwrapped(node).entries ?? {});
}

interface SchemaNode {
  wrapped?: unknown;
  pipe?: readonly unknown[];
  item?: unknown;
  /** Of an object with any keys. */
  value?: unknown;
  entries?: Record<string, unknown>;
  options?: readonly unknown[];
  literal?: unknown;
}

function unwrapped(node: unknown): SchemaNode {
  const schema = (node ?? {}) as SchemaNode;
  return schema.wrapped === undefined ? schema : unwrapped(schema.wrapped);
}
