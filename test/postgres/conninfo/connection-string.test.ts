import { expect, test } from "vitest";
import { parseConnectionString } from "../../../src/postgres/conninfo/connection-string.ts";

// What libpq 15 makes of them (its own tests of URIs are src/interfaces/libpq/t/001_uri.pl).
const readable: [text: string, options: Record<string, string>][] = [
  ["postgres://", {}],
  [
    "postgresql://u:p@h:1/d?sslmode=disable",
    { user: "u", password: "p", host: "h", port: "1", dbname: "d", sslmode: "disable" },
  ],
  ["postgres://a,[::1]:2,/d", { host: "a,::1,", port: ",2,", dbname: "d" }],
  ["postgres://h:/", { host: "h" }],
  ["postgres://%2frun:12", { host: "/run", port: "12" }],
  ["postgres://?host=h&dbname=a%20b", { host: "h", dbname: "a b" }],
  ["postgres://h?ssl=true", { host: "h", sslmode: "require" }],
  ["postgres://h?requiressl=0", { host: "h", sslmode: "prefer" }],
  ["postgres://@:@/", { port: "@" }],
  ["postgres://u@h?user=v&", { user: "v", host: "h" }],
  [" user = a dbname='b c' ", { user: "a", dbname: "b c" }],
  ["dbname='it\\'s' options=-c\\ a=b", { dbname: "it's", options: "-c a=b" }],
  ["dbname= host=''", { dbname: "host=''" }],
  ["dbname=a dbname=b", { dbname: "b" }],
  ["requiressl=1", { sslmode: "require" }],
];

test.each(readable)("%j", (text, options) => {
  expect(Object.fromEntries(parseConnectionString(text))).toEqual(options);
});

const wrong: [text: string, message: string][] = [
  ["dbname='a", "unterminated quoted string in connection info string"],
  ["a b=c", 'missing "=" after "a" in connection info string'],
  ["nosuch=1", 'invalid connection option "nosuch"'],
  ["postgres://h?nosuch=1", 'invalid URI query parameter: "nosuch"'],
  ["postgres://h?a", 'missing key/value separator "=" in URI query parameter: "a"'],
  ["postgres://h?a=b=c", 'extra key/value separator "=" in URI query parameter: "a"'],
  ["postgres://%zz/", 'invalid percent-encoded token: "%zz"'],
  ["postgres://a%00b%", 'forbidden value %00 in percent-encoded value: "a%00b%"'],
  ["postgres://[]", 'IPv6 host address may not be empty in URI: "postgres://[]"'],
  [
    "postgres://[ä]x",
    'unexpected character "x" at position 16 in URI (expected ":" or "/"): "postgres://[ä]x"',
  ],
  // Libpq would repeat the password.
  [
    "postgres://u:secret@[::1",
    'end of string reached when looking for matching "]" in IPv6 host address in URI: "postgres://u:***@[::1"',
  ],
  ["postgres://u:secret%@h", 'invalid percent-encoded token: "***"'],
];

test.each(wrong)("%s is refused in libpq's words", (text, message) => {
  expect(() => parseConnectionString(text)).toThrow(message);
});
