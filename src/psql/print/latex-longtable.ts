import type { Bytes } from "../text/bytes.ts";
import { escapeLatex } from "./latex.ts";
import type { Table } from "./table.ts";

/** `latex-longtable`: a table that goes on over pages (print_latex_longtable_text in psql). */
export function latexLongtable(table: Table): Bytes {
  const { options, headers } = table;
  const border = Math.min(options.border, 3);
  let text = "";
  if (table.isStart) {
    const columns = columnTypes(table).join(border > 0 ? " | " : "");
    text += `\\begin{longtable}{${border >= 2 ? `| ${columns} |` : columns}}\n`;
    if (!options.tuplesOnly) text += heads(headers, border) + feet(options.title, border);
  }
  for (const row of headers.length > 0 ? table.rows : []) {
    const cells = row.map((cell) => `\\raggedright{${escapeLatex(cell)}}`);
    text += `${cells.join("\n&\n")} \\tabularnewline\n${border === 3 ? " \\hline\n" : ""}`;
  }
  return table.isEnd ? `${text}\\end{longtable}\n` : text;
}

/** Columns of text take their share of the page's width from the table attributes, the last share again and again. */
function columnTypes({ alignments, options }: Table): Bytes[] {
  const shares = (options.tableAttributes ?? "").split(/[ \t\n]+/).filter((share) => share !== "");
  let used = 0;
  return alignments.map((alignment) => {
    if (alignment === "right") return "r";
    const share = shares[Math.min(used, shares.length - 1)];
    used += 1;
    return share === undefined ? "l" : `p{${share}\\textwidth}`;
  });
}

function heads(headers: readonly Bytes[], border: number): Bytes {
  const top = border >= 2 ? "\\toprule\n" : "";
  const cells = headers.map((header) => `\\small\\textbf{\\textit{${escapeLatex(header)}}}`);
  const line = `${top}${cells.join(" & ")} \\\\\n`;
  return `${line}\\midrule\n\\endfirsthead\n${line}${border === 3 ? "" : "\\midrule\n"}\\endhead\n`;
}

function feet(title: Bytes | undefined, border: number): Bytes {
  if (title === undefined)
    return border >= 2 ? "\\bottomrule\n\\endfoot\n\\bottomrule\n\\endlastfoot\n" : "";
  const bottom = border === 2 ? "\\bottomrule\n" : "";
  const caption = escapeLatex(title);
  return (
    `${bottom}\\caption[${caption} (Continued)]{${caption}}\n\\endfoot\n` +
    `${bottom}\\caption[${caption}]{${caption}}\n\\endlastfoot\n`
  );
}
