/**
 * Programs whose SQL files hold the way forward and the way back one behind the other, each behind a comment of the
 * program's. Whatever else runs such a file runs both.
 */
const marks = [
  { system: "dbmate", up: /^--[ \t]*migrate:up\b/m, down: /^--[ \t]*migrate:down\b/m },
  { system: "goose", up: /^--[ \t]*\+goose[ \t]+up\b/im, down: /^--[ \t]*\+goose[ \t]+down\b/im },
  {
    system: "sql-migrate",
    up: /^--[ \t]*\+migrate[ \t]+up\b/im,
    down: /^--[ \t]*\+migrate[ \t]+down\b/im,
  },
] as const;

export type MarkedSystem = (typeof marks)[number]["system"];

/** The program that an SQL file is written for, by its comments; undefined: any. Pure. */
export function markedSystem(text: string): MarkedSystem | undefined {
  return marks.find(({ up }) => up.test(text))?.system;
}

/** The same, where the file holds the way back as well. Pure. */
export function systemOfBothWays(text: string): MarkedSystem | undefined {
  return marks.find(({ up, down }) => up.test(text) && down.test(text))?.system;
}
