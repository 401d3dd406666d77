const rows = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${index}\t${letter.repeat(index % 300)}`);

/** Conformance cases that are too large to be files, by their names. */
export const generatedCases: Readonly<Record<string, string>> = {
  "copy-large": [
    "create table c (a int, b text);",
    "copy c from stdin;",
    ...rows("x", 2000),
    "\\.",
    "select count(*), sum(length(b)) from c;",
    "copy c from stdin;",
    ...rows("y", 700),
    "bad",
    ...rows("z", 700),
    "\\.",
    "\\echo goes on",
    "select count(*) from c;",
    "\\copy c to out.txt",
    "\\copy c from out.txt",
    "select count(*) from c;",
    "select 1; copy c (a) from stdin; select 2;",
    "1",
    "\\.",
    "select 3;",
    "",
  ].join("\n"),
  "repeated-statement-of-many-lines": `select length('${"x\n".repeat(200_000)}');\n\\g\n`,
  "errors-in-long-lines": [
    `select '${"é".repeat(100_000)}', nosuch;`,
    `select '${"x".repeat(100_000)}' nosuch, '${"漢".repeat(100_000)}' from nosuch, b;`,
    `select nosuch, '${"y".repeat(100_000)}';`,
    `select\n'${"z\n".repeat(50_000)}',\n\tnosuch, 'a\tb';`,
    "",
  ].join("\n"),
};
