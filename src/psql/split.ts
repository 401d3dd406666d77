import { type Bytes, toBytes } from "./text/bytes.ts";
import { Lexer } from "./text/lexer.ts";
import { QueryBuffer, type SourcePlace } from "./text/query-buffer.ts";

/** A statement of a script, as far as it is known without running it. */
export interface SplitStatement {
  text: Bytes;
  place: SourcePlace;
  /** Within \if … \endif: it may never run. */
  conditional: boolean;
}

const SENDING = /^(?:g|gx|gset|gexec|gdesc|crosstabview|watch)(?![A-Za-z_])/;

/**
 * Splits a script without running it. Variables stay as they are written, and COPY's inline data is recognized by the
 * statement's words, so what a session would do can differ; running a script never relies on this.
 */
export function splitScript(script: string): SplitStatement[] {
  const statements: SplitStatement[] = [];
  const lexer = new Lexer({ variable: () => undefined, warn: () => undefined });
  const buffer = new QueryBuffer();
  let conditionals = 0;
  let inCopyData = false;
  const add = (): void => {
    const place = buffer.placeOf(0);
    if (place !== undefined && buffer.length > 0) {
      statements.push({ text: buffer.text, place, conditional: conditionals > 0 });
      if (/^\s*copy\b[\s\S]*\bfrom\s+stdin\b/i.test(buffer.text)) inCopyData = true;
    }
    buffer.clear();
  };
  const lines = toBytes(script.replace(/^\uFEFF/, "")).split("\n");
  for (const [index, line] of lines.entries()) {
    if (inCopyData) {
      if (/^\\\.\r?$/.test(line)) inCopyData = false;
      continue;
    }
    if (line === "" && !lexer.inQuote) continue;
    if (buffer.length > 0) buffer.appendUnmapped("\n");
    lexer.start(line, { number: index + 1, standardStrings: true });
    for (;;) {
      const scanned = lexer.scan(buffer);
      if (scanned === "semicolon") add();
      else if (scanned === "backslash") {
        const input = lexer.input;
        const command = input?.text.slice(input.position) ?? "";
        if (/^if(?![a-z])/.test(command)) conditionals += 1;
        else if (/^endif(?![a-z])/.test(command)) conditionals = Math.max(0, conditionals - 1);
        else if (SENDING.test(command)) {
          add();
          lexer.reset();
        } else if (/^copy\b.*\bfrom\s+stdin\b/i.test(command)) inCopyData = true;
        const next = command.indexOf("\\\\");
        if (input === undefined || next < 0) break;
        input.position += next + 2;
      } else break;
    }
  }
  add();
  return statements;
}
