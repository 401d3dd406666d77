/** psql's exit codes; the last is a shell's for a process that SIGPIPE has ended. */
export const PsqlExit = {
  ok: 0,
  failure: 1,
  badConnection: 2,
  script: 3,
  brokenPipe: 141,
} as const;
