/** The parts of the process that a command line needs; cli.ts gives them. */
export type Host = Pick<
  NodeJS.Process,
  "argv" | "stdin" | "stdout" | "stderr" | "cwd" | "exit" | "on" | "off"
>;
