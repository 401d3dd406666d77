/**
 * The command that finds the commits, also of other branches, in which a migration's file is: a record has only the name. Pure.
 * Signs that a shell would take for something else are left to match themselves.
 */
export function commitsWith(name: string): string {
  return `\`git log --all --oneline -- "*${name.replaceAll(/[^\p{L}\p{N}._-]/gu, "?")}*"\``;
}
