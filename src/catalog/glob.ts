import { literalPattern } from "../literal-pattern.ts";

/** What a name with `*` for any characters, dots too, matches as a whole. */
export function globPattern(glob: string): RegExp {
  const literal = glob.split("*").map(literalPattern);
  return new RegExp(`^${literal.join(".*")}$`, "s");
}
