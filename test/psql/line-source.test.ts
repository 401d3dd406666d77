import { describe, expect, test } from "vitest";
import { type ChunkReader, LineSource } from "../../src/psql/line-source.ts";

/** Gives the bytes in the pieces that are named. */
function inPieces(pieces: readonly string[]): ChunkReader {
  const rest = pieces.map((piece) => Buffer.from(piece, "latin1"));
  return { read: () => Promise.resolve(rest.shift()), close: () => Promise.resolve() };
}

async function linesOf(pieces: readonly string[]): Promise<string[]> {
  const source = new LineSource(inPieces(pieces));
  const lines: string[] = [];
  for (let line = await source.readLine(); line !== undefined; line = await source.readLine())
    lines.push(line);
  return lines;
}

/** The COPY data, whatever is left behind it, and how many lines were counted. */
async function copyOf(pieces: readonly string[]): Promise<[string, string[], number]> {
  const source = new LineSource(inPieces(pieces));
  let data = "";
  for (let done = false; !done;) {
    const taken = await source.takeCopyData();
    data += taken.data.toString("latin1");
    ({ done } = taken);
  }
  const counted = source.lineNumber;
  const rest: string[] = [];
  for (let line = await source.readLine(); line !== undefined; line = await source.readLine())
    rest.push(line);
  return [data, rest, counted];
}

/** All ways to cut a text in two, and one byte at a time. */
const cuts = (text: string): string[][] => [
  ...Array.from({ length: text.length + 1 }, (_, at) => [text.slice(0, at), text.slice(at)]),
  [...text],
];

describe("wherever the chunks of a file end", () => {
  test.each([
    ["a\nbb\n\nc", ["a", "bb", "", "c"]],
    ["a\r\nb\r\n\r\nc\r\n", ["a\r", "b\r", "\r", "c\r"]],
    // A zero byte hides the rest of its line, the newline too.
    ["a\0b\nc\nd\n", ["ac", "d"]],
    ["a\0\nb\0x\nc", ["abc"]],
    ["a\n\0\nb\n", ["a", "b"]],
    ["a\0b", ["a"]],
    ["\0\0\n", []],
  ])("%j gives the same lines", async (text, lines) => {
    for (const pieces of cuts(text))
      expect(await linesOf(pieces), JSON.stringify(pieces)).toEqual(lines);
  });

  test.each([
    ["1\n2\n\\.\nselect 1;\n", "1\n2\n\\.\n", ["select 1;"], 3],
    ["1\r\n\\.\r\nselect 1;", "1\r\n\\.\r\n", ["select 1;"], 2],
    ["\\.\nx", "\\.\n", ["x"], 1],
    ["\\.a\n\\.\\\na\\.\n\\.\r\r\n\\.\n", "\\.a\n\\.\\\na\\.\n\\.\r\r\n\\.\n", [], 5],
    ["1\n2", "1\n2", [], 1],
    ["1\n\\.", "1\n\\.", [], 1],
    ["a\0b\n\\.\nx\n", "a\0b\n\\.\n", ["x"], 2],
    ["", "", [], 0],
  ])("%j gives the same COPY data", async (text, data, rest, lines) => {
    for (const pieces of cuts(text))
      expect(await copyOf(pieces), JSON.stringify(pieces)).toEqual([data, rest, lines]);
  });
});

test("a zero byte at the end of a piece that psql reads", async () => {
  const head = "a".repeat(1022);
  expect(await linesOf([`${head}\0${"b".repeat(1023)}c\nd\n`])).toEqual([
    `${head}${"b".repeat(1023)}c`,
    "d",
  ]);
});

describe("a very long line", () => {
  const chunk = Buffer.alloc(256 * 1024, "a");
  const long = (count: number): ChunkReader => {
    let left = count;
    return {
      read: () => Promise.resolve(left-- > 0 ? chunk : undefined),
      close: () => Promise.resolve(),
    };
  };
  const seconds = async (run: () => Promise<void>): Promise<number> => {
    const started = performance.now();
    await run();
    return (performance.now() - started) / 1000;
  };
  const read = async (count: number): Promise<void> => {
    expect((await new LineSource(long(count)).readLine())?.length).toBe(count * chunk.length);
  };

  test("takes time that grows with its length, not with the square of it", async () => {
    await read(20);
    const short = await seconds(() => read(20));
    const tenfold = await seconds(() => read(200));
    // 50 MB; a square would be a hundredfold.
    expect(tenfold).toBeLessThan(Math.max(0.05, short) * 50);
  });

  test("is handed on in pieces where it is COPY data", async () => {
    const source = new LineSource(long(200));
    let pieces = 0;
    for (let done = false; !done; pieces += 1) {
      const taken = await source.takeCopyData();
      ({ done } = taken);
      expect(taken.data.length).toBeLessThanOrEqual(chunk.length);
    }
    expect(pieces).toBeGreaterThanOrEqual(200);
  });
});
