import type { Bytes } from "../text/bytes.ts";
import { footerOf, type Table } from "./table.ts";

/** `latex`: a tabular with a line per row (print_latex_text in psql). */
export function latex(table: Table): Bytes {
  const { options, headers } = table;
  const border = Math.min(options.border, 3);
  let text = table.isStart ? latexTitle(table) : "";
  if (table.isStart) {
    const columns = table.alignments
      .map((alignment) => (alignment === "right" ? "r" : "l"))
      .join(border > 0 ? " | " : "");
    text += `\\begin{tabular}{${border >= 2 ? `| ${columns} |` : columns}}\n`;
  }
  if (table.isStart && !options.tuplesOnly) {
    const cells = headers.map((header) => `\\textit{${escapeLatex(header)}}`);
    text += `${border >= 2 ? "\\hline\n" : ""}${cells.join(" & ")} \\\\\n\\hline\n`;
  }
  for (const row of headers.length > 0 ? table.rows : [])
    text += `${row.map(escapeLatex).join(" & ")} \\\\\n${border === 3 ? "\\hline\n" : ""}`;
  if (!table.isEnd) return text;
  const footer = footerOf(table);
  const shown = !options.tuplesOnly && footer !== undefined;
  return (
    text +
    (border === 2 ? "\\hline\n" : "") +
    `\\end{tabular}\n\n\\noindent ${shown ? `${escapeLatex(footer)} \\\\\n` : ""}\n`
  );
}

/** `latex` and `latex-longtable`, expanded: a line per field (print_latex_vertical in psql). */
export function latexExpanded(table: Table): Bytes {
  const { options, headers } = table;
  const border = Math.min(options.border, 2);
  let text = "";
  if (table.isStart) {
    const columns = ["cl", "c|l", "|c|l|"][border] as string;
    text += `${latexTitle(table)}\\begin{tabular}{${columns}}\n`;
  }
  let record = table.priorRows + 1;
  for (const row of headers.length > 0 ? table.rows : []) {
    if (!options.tuplesOnly)
      text +=
        border === 2
          ? `\\hline\n\\multicolumn{2}{|c|}{\\textit{Record ${record}}} \\\\\n`
          : `\\multicolumn{2}{c}{\\textit{Record ${record}}} \\\\\n`;
    record += 1;
    if (border >= 1) text += "\\hline\n";
    for (const [column, cell] of row.entries())
      text += `${escapeLatex(headers[column] ?? "")} & ${escapeLatex(cell)} \\\\\n`;
  }
  if (!table.isEnd) return text;
  return `${text}${border === 2 ? "\\hline\n" : ""}\\end{tabular}\n\n\\noindent \n`;
}

function latexTitle({ options }: Table): Bytes {
  if (options.tuplesOnly || options.title === undefined) return "";
  return `\\begin{center}\n${escapeLatex(options.title)}\n\\end{center}\n\n`;
}

const COMMANDS: Record<string, string> = {
  "#": "\\#",
  $: "\\$",
  "%": "\\%",
  "&": "\\&",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "\\": "\\textbackslash{}",
  "^": "\\^{}",
  _: "\\_",
  "{": "\\{",
  "|": "\\textbar{}",
  "}": "\\}",
  "~": "\\~{}",
  "\n": "\\\\",
};

export function escapeLatex(text: Bytes): Bytes {
  return text.replaceAll(/[#$%&<>\\^_{|}~\n]/g, (character) => COMMANDS[character] as string);
}
