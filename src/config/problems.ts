import type * as v from "valibot";
import type { ConfigProblem } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { keyPath } from "./key-path.ts";

/** Every issue of a failed validation as a problem with its path; an unknown key comes with the nearest known one. */
export function problemsOf(
  schema: v.GenericSchema,
  issues: readonly v.BaseIssue<unknown>[],
): ConfigProblem[] {
  return issues.map((issue) => ({ at: pathOf(issue), message: messageOf(schema, issue) }));
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).reduce(
    (before, { key }) => keyPath(before, typeof key === "number" ? key : String(key)),
    "",
  );
  return path === "" ? "the exported value" : path;
}

function messageOf(schema: v.GenericSchema, issue: v.BaseIssue<unknown>): string {
  if (issue.type === "strict_object" && issue.expected === "never") {
    const path = issue.path ?? [];
    const known = knownKeys(schema, path.slice(0, -1));
    const suggestion = nearest(String(path.at(-1)?.key), known);
    return suggestion === undefined
      ? `unknown option; known are ${known.join(", ")}`
      : `unknown option; did you mean "${suggestion}"?`;
  }
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
