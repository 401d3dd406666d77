import { caretLines } from "./caret-lines.ts";
import type { Charset } from "../print/charset.ts";
import type { Switches } from "../special-variables.ts";
import type { Bytes } from "../text/bytes.ts";
import type { Diagnostic } from "../../postgres/wire/responses.ts";

export interface DiagnosticStyle {
  verbosity: Switches["verbosity"];
  showContext: Switches["showContext"];
  /** Errors show CONTEXT where notices don't. */
  isError: boolean;
  charset: Charset;
}

/** A server's error or notice as libpq words it (pqBuildErrorMessage3), ending in a newline. */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  query: Bytes | undefined,
  style: DiagnosticStyle,
): Bytes {
  let text = `${diagnostic.severity}:  `;
  if (style.verbosity === "sqlstate" && diagnostic.sqlstate !== "")
    return `${text}${diagnostic.sqlstate}\n`;
  const terse = style.verbosity === "terse" || style.verbosity === "sqlstate";
  const verbose = style.verbosity === "verbose";
  if (verbose) text += `${diagnostic.sqlstate}: `;
  text += diagnostic.message;

  const position = diagnostic.position ?? diagnostic.internalPosition;
  const positioned = diagnostic.position !== undefined ? query : diagnostic.internalQuery;
  const pointed = !terse && positioned !== undefined;
  if (position !== undefined && !pointed) text += ` at character ${position}`;
  text += "\n";
  if (!terse) {
    if (position !== undefined && pointed) text += caretLines(positioned, position, style.charset);
    if (diagnostic.detail !== undefined) text += `DETAIL:  ${diagnostic.detail}\n`;
    if (diagnostic.hint !== undefined) text += `HINT:  ${diagnostic.hint}\n`;
    if (diagnostic.internalQuery !== undefined) text += `QUERY:  ${diagnostic.internalQuery}\n`;
    const contextWanted =
      style.showContext === "always" || (style.showContext === "errors" && style.isError);
    if (contextWanted && diagnostic.context !== undefined)
      text += `CONTEXT:  ${diagnostic.context}\n`;
  }
  return verbose ? text + verboseLines(diagnostic) : text;
}

function verboseLines(diagnostic: Diagnostic): Bytes {
  let text = "";
  const objects = [
    ["SCHEMA NAME", diagnostic.schema],
    ["TABLE NAME", diagnostic.table],
    ["COLUMN NAME", diagnostic.column],
    ["DATATYPE NAME", diagnostic.dataType],
    ["CONSTRAINT NAME", diagnostic.constraint],
  ] as const;
  for (const [label, value] of objects) if (value !== undefined) text += `${label}:  ${value}\n`;
  const { sourceFile, sourceLine, sourceFunction } = diagnostic;
  if (sourceFile === undefined && sourceLine === undefined && sourceFunction === undefined)
    return text;
  text += "LOCATION:  ";
  if (sourceFunction !== undefined) text += `${sourceFunction}, `;
  if (sourceFile !== undefined && sourceLine !== undefined) text += `${sourceFile}:${sourceLine}`;
  return `${text}\n`;
}
