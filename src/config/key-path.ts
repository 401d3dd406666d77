/** The path of an option with one more key: `pull.casing`, `sources[0]`, `pull.overrides.tables["auth.user"]`. */
export function keyPath(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!/^[\w$]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
