import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../e2e/command-line.ts";

/** One page of the documentation. */
export interface Page {
  /** Relative to the repository: `docs/tls.md`. */
  file: string;
  text: string;
}

/** A fenced block. */
export interface Block {
  language: string;
  /** Of its first line in the page, from 1. */
  line: number;
  lines: string[];
}

/** A command that a page shows, with what it shows of its output. */
export interface ShownCommand {
  file: string;
  line: number;
  /** Without its comment. */
  command: string;
  /** Undefined: the page shows none. */
  output: string[] | undefined;
}

export function readPages(): Page[] {
  const docs = readdirSync(join(repository, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", ...docs.toSorted().map((name) => `docs/${name}`)].map((file) => ({
    file,
    text: readFileSync(join(repository, file), "utf8"),
  }));
}

/** Fences within fences are part of the outer one. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: (Block & { fence: string }) | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const [, fence = "", language = ""] = /^\s*(`{3,})(\w*)\s*$/.exec(line) ?? [];
    if (open === undefined) {
      if (fence !== "") open = { fence, language, line: index + 2, lines: [] };
    } else if (fence === open.fence && language === "") {
      const { language: of, line: at, lines } = open;
      blocks.push({ language: of, line: at, lines });
      open = undefined;
    } else open.lines.push(line);
  }
  return blocks;
}

/** The commands of `sh` blocks, line by line, and of `console` blocks, where `$` stands before each. */
export function commandsOf({ file, text }: Page): ShownCommand[] {
  return blocksOf(text).flatMap(({ language, line, lines }) => {
    if (language === "sh" || language === "bash") return linesOf(file, line, lines);
    return language === "console" ? transcriptOf(file, line, lines) : [];
  });
}

function linesOf(file: string, start: number, lines: readonly string[]): ShownCommand[] {
  const found: ShownCommand[] = [];
  let begun: ShownCommand | undefined;
  for (const [index, text] of lines.entries()) {
    const words = withoutComment(text);
    if (begun === undefined) {
      if (words === "") continue;
      begun = { file, line: start + index, command: "", output: undefined };
    }
    const continues = words.endsWith("\\");
    begun.command += continues ? words.slice(0, -1) : words;
    if (continues) continue;
    found.push(begun);
    begun = undefined;
  }
  return found;
}

function transcriptOf(file: string, start: number, lines: readonly string[]): ShownCommand[] {
  const found: ShownCommand[] = [];
  for (const [index, text] of lines.entries()) {
    if (text.startsWith("$ "))
      found.push({ file, line: start + index, command: withoutComment(text.slice(2)), output: [] });
    else found.at(-1)?.output?.push(text);
  }
  return found;
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#\s.*$/, "").trim();
}

/** The inline code of a page, outside of blocks. */
export function inlineCode(text: string): string[] {
  const prose = text.replaceAll(/^\s*(`{3,})\w*[^]*?^\s*\1\s*$/gm, "");
  return Array.from(prose.matchAll(/`([^`\n]+)`/g), ([, code = ""]) => code);
}

/** As GitHub makes them of headings; the page itself has the empty one. */
export function anchorsOf(text: string): Set<string> {
  const prose = text.replaceAll(/^\s*(`{3,})\w*[^]*?^\s*\1\s*$/gm, "");
  const titles = Array.from(prose.matchAll(/^#+ (.*)$/gm), ([, title = ""]) => title.toLowerCase());
  const anchors = titles.map((title) =>
    title.replaceAll(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-"),
  );
  return new Set(["", ...anchors]);
}

/** Whether a link of a page leads somewhere in the repository; others lead out of it. */
export function isBroken(file: string, link: string): boolean {
  const [path = "", anchor = ""] = link.split("#");
  const target = path === "" ? file : join(file, "..", path);
  if (!existsSync(join(repository, target))) return true;
  if (anchor === "" || !target.endsWith(".md")) return false;
  return !anchorsOf(readFileSync(join(repository, target), "utf8")).has(anchor);
}
