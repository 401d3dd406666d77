import type { StableId } from "@supabase/pg-delta";

/** As the planner writes names, for regular expressions: `"slug"`. What follows a quote tells in one way only where it ends. */
export const quotedName = String.raw`"(?:[^"]|"")*"(?!")`;
/** `"app"."team"`. */
export const quotedPath = String.raw`${quotedName}(?:\.${quotedName})*`;
/** A name as the planner or a fact writes it, which quotes what it has to: `"Slug"`, `slug`. */
export const anyName = String.raw`(?:${quotedName}|[^\s".(),;]+)`;
/** `"app"."team"`, `app.team`. */
export const anyPath = String.raw`${anyName}(?:\.${anyName})*`;

/** The objects that the planner's name of one is part of, outermost first, as facts call them: `app`, `app.team`. */
export function containersOf(id: StableId): string[] {
  if ("target" in id) return containersOf(id.target);
  switch (id.kind) {
    case "schema":
      return [quoted(id.name)];
    case "column":
    case "constraint":
    case "trigger":
    case "rule":
    case "policy":
    case "default":
      return [quoted(id.schema), qualified(id.schema, id.table)];
    case "typeAttribute":
      return [quoted(id.schema), qualified(id.schema, id.type)];
    case "publicationRel":
      return [quoted(id.publication)];
    case "publicationSchema":
      return [quoted(id.publication)];
    case "defaultPrivilege":
      return id.schema === null ? [] : [quoted(id.schema)];
    case "membership":
    case "extensionIntent":
      return [];
    case "userMapping":
      return [quoted(id.server)];
    case "function":
    case "procedure":
    case "aggregate":
      return [
        quoted(id.schema),
        // Types are printed differently; one that is ignored takes those with its name along.
        qualified(id.schema, id.name),
      ];
    default:
      return "schema" in id
        ? [quoted(id.schema), qualified(id.schema, id.name)]
        : [quoted(id.name)];
  }
}

/** The schema that an object of the planner's is, or is in, as facts call it. */
export function schemaOf(id: StableId): string | undefined {
  if ("target" in id) return schemaOf(id.target);
  if (id.kind === "schema") return quoted(id.name);
  return "schema" in id && id.schema !== null ? quoted(id.schema) : undefined;
}

/** A fact's name in the form that `containersOf` gives: plain names without quotes, routines without arguments. */
export function plainName(object: string): string {
  if (!/["(]/.test(object)) return object;
  const withoutArguments = object.endsWith(")") ? object.slice(0, argumentsStart(object)) : object;
  return withoutArguments.replaceAll(/(?<!")"([a-z_][a-z0-9_$]*)"(?!")/g, "$1");
}

function argumentsStart(object: string): number {
  let inQuotes = false;
  for (let at = 0; at < object.length; at += 1) {
    if (object[at] === '"') inQuotes = !inQuotes;
    else if (object[at] === "(" && !inQuotes) return at;
  }
  return object.length;
}

function qualified(schema: string, name: string): string {
  return `${quoted(schema)}.${quoted(name)}`;
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
