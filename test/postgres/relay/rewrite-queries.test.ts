import { expect, test } from "vitest";
import { QueryRewriter } from "../../../src/postgres/relay/rewrite-queries.ts";

/** A message of the protocol: type, length, content. */
function message(type: string, content: string): Buffer {
  const body = Buffer.from(content, "utf8");
  const head = Buffer.from(`${type}0000`);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function rewritten(chunks: readonly Buffer[]): Buffer {
  const stream = new QueryRewriter((sql) => `ä ${sql.toUpperCase()}`);
  for (const chunk of chunks) stream.write(chunk);
  return stream.read() as Buffer;
}

test("queries of both protocols are rewritten, all else passes", () => {
  const sent = [
    message("p", "password\\0"),
    message("Q", "select 'ü'\0"),
    message("P", "name\0select $1\0\0\x01\0\0\0\x17"),
    message("B", "\0name\0\0\0\0\0\0\0"),
    message("X", ""),
  ];
  const expected = [
    message("p", "password\\0"),
    message("Q", "ä SELECT 'Ü'\0"),
    message("P", "name\0ä SELECT $1\0\0\x01\0\0\0\x17"),
    message("B", "\0name\0\0\0\0\0\0\0"),
    message("X", ""),
  ];
  const all = Buffer.concat(sent);
  expect(rewritten([all])).toEqual(Buffer.concat(expected));
  const bytes = Array.from(all, (byte) => Buffer.from([byte]));
  const single = new QueryRewriter((sql) => `ä ${sql.toUpperCase()}`);
  const out: Buffer[] = [];
  single.on("data", (chunk: Buffer) => out.push(chunk));
  for (const byte of bytes) single.write(byte);
  expect(Buffer.concat(out)).toEqual(Buffer.concat(expected));
});
