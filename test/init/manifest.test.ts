import { describe, expect, it } from "vitest";
import { addScripts } from "../../src/init/manifest.ts";

const added = [
  ["a:b", "dbfirst x"],
  ["c", 'say "hi"'],
] as const;

describe("scripts are added to a package.json, and nothing else of it changes", () => {
  it.each([
    [
      "indentation by four spaces",
      '{\n    "name": "x",\n    "scripts": {\n        "dev": "x"\n    },\n    "type": "module"\n}\n',
      '{\n    "name": "x",\n    "scripts": {\n        "dev": "x",\n        "a:b": "dbfirst x",\n        "c": "say \\"hi\\""\n    },\n    "type": "module"\n}\n',
    ],
    [
      "tabs, CRLF, no line end at the end, and a byte order mark",
      '\uFEFF{\r\n\t"scripts": {\r\n\t\t"dev": "x",\r\n\t\t"e" : "{}"\r\n\t}\r\n}',
      '\uFEFF{\r\n\t"scripts": {\r\n\t\t"dev": "x",\r\n\t\t"e" : "{}",\r\n\t\t"a:b" : "dbfirst x",\r\n\t\t"c" : "say \\"hi\\""\r\n\t}\r\n}',
    ],
    [
      "one line",
      '{"scripts":{"dev":"x"},"n":[1,{"scripts":{}}]}',
      '{"scripts":{"dev":"x","a:b":"dbfirst x","c":"say \\"hi\\""},"n":[1,{"scripts":{}}]}',
    ],
    [
      "no scripts",
      '{\n  "name": "x",\n  "files": ["a", "b"]\n}\n',
      '{\n  "name": "x",\n  "files": ["a", "b"],\n  "scripts": {\n    "a:b": "dbfirst x",\n    "c": "say \\"hi\\""\n  }\n}\n',
    ],
    [
      "empty scripts",
      '{\n  "scripts": {}\n}\n',
      '{\n  "scripts": {\n    "a:b": "dbfirst x",\n    "c": "say \\"hi\\""\n  }\n}\n',
    ],
    [
      "nothing at all",
      "{}\n",
      '{\n  "scripts": {\n    "a:b": "dbfirst x",\n    "c": "say \\"hi\\""\n  }\n}\n',
    ],
    [
      "braces, quotes and escapes within texts",
      '{\n  "d\\"}": "},{\\\\",\n  "scripts": {\n    "x": "echo \\"}\\""\n  }\n}\n',
      '{\n  "d\\"}": "},{\\\\",\n  "scripts": {\n    "x": "echo \\"}\\"",\n    "a:b": "dbfirst x",\n    "c": "say \\"hi\\""\n  }\n}\n',
    ],
  ])("%s", (_, before, after) => {
    expect(addScripts(before, added)).toBe(after);
    const parsed = JSON.parse(after.replace("\uFEFF", "")) as { scripts: Record<string, string> };
    expect(parsed.scripts).toMatchObject(Object.fromEntries(added));
    expect(addScripts(before, [])).toBe(before);
  });
});
