/** What has no letter goes by its long name. */
export type Option = readonly [long: string, short: string, takesArgument: boolean];

/** psql's. */
export const OPTIONS: readonly Option[] = [
  ["echo-all", "a", false],
  ["no-align", "A", false],
  ["command", "c", true],
  ["dbname", "d", true],
  ["echo-queries", "e", false],
  ["echo-errors", "b", false],
  ["echo-hidden", "E", false],
  ["file", "f", true],
  ["field-separator", "F", true],
  ["field-separator-zero", "z", false],
  ["host", "h", true],
  ["html", "H", false],
  ["list", "l", false],
  ["log-file", "L", true],
  ["no-readline", "n", false],
  ["single-transaction", "1", false],
  ["output", "o", true],
  ["port", "p", true],
  ["pset", "P", true],
  ["quiet", "q", false],
  ["record-separator", "R", true],
  ["record-separator-zero", "0", false],
  ["single-step", "s", false],
  ["single-line", "S", false],
  ["tuples-only", "t", false],
  ["table-attr", "T", true],
  ["username", "U", true],
  ["set", "v", true],
  ["variable", "v", true],
  ["version", "V", false],
  ["no-password", "w", false],
  ["password", "W", false],
  ["expanded", "x", false],
  ["no-psqlrc", "X", false],
  ["help", "?", false],
  ["csv", "csv", false],
];

/** Ours. */
export const OWN_OPTIONS: readonly Option[] = [
  ["url", "url", true],
  ["allow-path", "allow-path", true],
  ["allow-server", "allow-server", true],
  ["allow-setenv", "allow-setenv", false],
  ["allow-shell", "allow-shell", false],
  ["executor", "executor", true],
  ["as-psql", "as-psql", true],
];
