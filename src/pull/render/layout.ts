import { concat, hardLine, indent, type Document, type Group } from "./document.ts";

type Mode = "flat" | "broken";
interface Command {
  indentation: number;
  mode: Mode;
  document: Document;
}

/** Whether `next`, and what follows it up to the first line break, fits into `width` columns. */
function fits(next: Command, rest: readonly Command[], width: number): boolean {
  let remaining = width;
  let restIndex = rest.length;
  const commands = [next];
  while (remaining >= 0) {
    let command = commands.pop();
    if (command === undefined) {
      if (restIndex === 0) return true;
      restIndex -= 1;
      command = rest[restIndex];
      if (command === undefined) return true;
    }
    const { document, mode, indentation } = command;
    if (typeof document === "string") {
      remaining -= columns(document);
      continue;
    }
    switch (document.type) {
      case "concat":
        for (let index = document.parts.length - 1; index >= 0; index -= 1) {
          commands.push({ indentation, mode, document: document.parts[index] ?? "" });
        }
        break;
      case "indent":
        commands.push({ ...command, document: document.content });
        break;
      case "assigned":
        commands.push({ ...command, document: concat([" ", document.content]) });
        break;
      case "group": {
        const groupMode = document.broken ? "broken" : mode;
        const content =
          document.states !== undefined && groupMode === "broken"
            ? (document.states.at(-1) ?? document.content)
            : document.content;
        commands.push({ ...command, mode: groupMode, document: content });
        break;
      }
      case "if-broken":
        commands.push({
          ...command,
          document: mode === "broken" ? document.broken : document.flat,
        });
        break;
      case "line":
        if (mode === "broken" || document.kind === "hard" || document.kind === "literal")
          return true;
        if (document.kind === "space") remaining -= 1;
        break;
    }
  }
  return false;
}

/** The text of a document laid out in `width` columns, indented by two spaces. */
export function layout(root: Document, width: number): string {
  const output: string[] = [];
  let column = 0;
  let remeasure = false;
  const commands: Command[] = [{ indentation: 0, mode: "broken", document: root }];
  for (let command = commands.pop(); command !== undefined; command = commands.pop()) {
    const { document, mode, indentation } = command;
    if (typeof document === "string") {
      output.push(document);
      column += columns(document);
      continue;
    }
    switch (document.type) {
      case "concat":
        for (let index = document.parts.length - 1; index >= 0; index -= 1) {
          commands.push({ indentation, mode, document: document.parts[index] ?? "" });
        }
        break;
      case "indent":
        commands.push({ ...command, indentation: indentation + 2, document: document.content });
        break;
      case "assigned": {
        const beside: Command = { ...command, document: concat([" ", document.content]) };
        const below = indent(concat([hardLine, document.content]));
        commands.push(
          mode === "flat" || fits(beside, commands, width - column)
            ? beside
            : { ...command, document: below },
        );
        break;
      }
      case "group": {
        if (mode === "flat" && !remeasure) {
          commands.push({
            ...command,
            mode: document.broken ? "broken" : "flat",
            document:
              document.broken && document.states !== undefined
                ? (document.states.at(-1) ?? document.content)
                : document.content,
          });
          break;
        }
        remeasure = false;
        commands.push(chooseState(document, command, commands, width - column));
        break;
      }
      case "if-broken":
        commands.push({
          ...command,
          document: mode === "broken" ? document.broken : document.flat,
        });
        break;
      case "line":
        if (mode === "flat" && document.kind === "soft") break;
        if (mode === "flat" && document.kind === "space") {
          output.push(" ");
          column += 1;
          break;
        }
        if (mode === "flat") remeasure = true;
        if (document.kind === "literal") {
          output.push("\n");
          column = 0;
        } else {
          output.push(`\n${" ".repeat(indentation)}`);
          column = indentation;
        }
        break;
    }
  }
  // A blank line that was indented holds no spaces.
  return output.join("");
}

function chooseState(
  document: Group,
  command: Command,
  rest: readonly Command[],
  width: number,
): Command {
  const flat: Command = { ...command, mode: "flat", document: document.content };
  if (!document.broken && fits(flat, rest, width)) return flat;
  if (document.states === undefined)
    return { ...command, mode: "broken", document: document.content };
  const last = document.states.at(-1) ?? document.content;
  if (!document.broken) {
    for (const state of document.states.slice(1, -1)) {
      const candidate: Command = { ...command, mode: "flat", document: state };
      if (fits(candidate, rest, width)) return candidate;
    }
    const candidate: Command = { ...command, mode: "flat", document: last };
    if (fits(candidate, rest, width)) return candidate;
  }
  return { ...command, mode: "broken", document: last };
}

const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/** Columns that a text takes: East Asian wide characters and emoji take two, combining marks none. */
function columns(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the plain ASCII case is the common and the fast one
  if (/^[\u0000-\u007F]*$/.test(text)) return text.length;
  let count = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    count += wide.test(character) ? 2 : 1;
  }
  return count;
}
