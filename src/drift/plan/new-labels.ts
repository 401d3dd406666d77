import { literalPattern } from "../../literal-pattern.ts";
import type { RepairStatement } from "./repair.ts";

const addsLabel = /^ALTER TYPE .+? ADD VALUE (?:IF NOT EXISTS )?('[^']*(?:''[^']*)*')/s;
/** What has to come before it: another label makes way for a new one. */
const namesLabel = /^ALTER TYPE .+? (?:ADD|RENAME) VALUE /s;

/**
 * A plan that adds labels to enums before it uses them, which the planning library doesn't look after, and that can run in one
 * transaction where it only adds them: what must not be in the same transaction is a statement that uses a new one. Pure.
 * https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES
 */
export function withNewLabels(statements: readonly RepairStatement[]): RepairStatement[] {
  const adding = statements.filter(({ sql }) => addsLabel.test(sql));
  if (adding.length === 0) return [...statements];
  const labels = adding.map(({ sql }) => addsLabel.exec(sql)![1]!);
  const uses = ({ sql }: RepairStatement) =>
    !namesLabel.test(sql) && labels.some((label) => hasLabel(sql, label));
  const [firstUse, lastLabel] = [
    statements.findIndex(uses),
    statements.lastIndexOf(adding.at(-1)!),
  ];
  const others = statements.filter((statement) => !adding.includes(statement));
  const isLate = firstUse >= 0 && firstUse < lastLabel;
  const at = isLate ? others.indexOf(statements[firstUse]!) : 0;
  const ordered = isLate
    ? [...others.slice(0, at), ...adding, ...others.slice(at)]
    : [...statements];
  return ordered.map((statement, index) => {
    const label = addsLabel.exec(statement.sql)?.[1];
    if (label === undefined) return statement;
    const isUsed = ordered
      .slice(index + 1)
      .some(({ sql }) => !namesLabel.test(sql) && hasLabel(sql, label));
    return { ...statement, transactional: !isUsed };
  });
}

/** By itself, or in the text of an array, a range or a row: `'{open,gone}'`. */
function hasLabel(sql: string, label: string): boolean {
  const item = new RegExp(`[{(\\[,"]${literalPattern(label.slice(1, -1))}[",)\\]}]`);
  return sql.includes(label) || (sql.match(texts) ?? []).some((text) => item.test(text));
}

const texts = /'[^']*(?:''[^']*)*'/g;
