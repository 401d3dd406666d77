/** The words of a command line: the program, then its arguments. */
export type CommandLine = readonly [string, ...string[]];

/** The words of a command that needs no shell. */
export function wordsOf(command: string | readonly string[]): CommandLine {
  const words = typeof command === "string" ? command.trim().split(/\s+/) : command;
  return words as unknown as CommandLine;
}
