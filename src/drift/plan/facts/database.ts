import type { Fact, FactValue } from "../../../catalog/fact.ts";
import { literal } from "./literal.ts";
import type { Names } from "./plan.ts";

/** As commands name it. */
export function databaseName({ database }: Names): string {
  return `DATABASE "${database.replaceAll('"', '""')}"`;
}

/** ALTER DATABASE and ALTER ROLE … IN DATABASE for one setting. What isn't shown can't be written. */
export function settingStatements(
  now: Fact | undefined,
  wanted: Fact | undefined,
  names: Names,
): string[] {
  const [setting = "", role] = (wanted ?? now)!.object.split(" for role ");
  const value = wanted?.attributes["value"];
  if (value === "(hidden)" || (wanted === undefined && now?.attributes["value"] === "(hidden)"))
    return [];
  const whose = role === undefined ? databaseName(names) : `ROLE ${role} IN ${databaseName(names)}`;
  return [
    typeof value === "string"
      ? `ALTER ${whose} SET ${setting} = ${settingValue(setting, value)}`
      : `ALTER ${whose} RESET ${setting}`,
  ];
}

/** Of a list of names each is a literal of its own: PostgreSQL takes one with a comma in it for one name. */
function settingValue(setting: string, value: string): string {
  if (!lists.has(setting.toLowerCase())) return literal(value);
  const names = value.match(/"(?:[^"]|"")*"|[^\s,"]+/g) ?? [""];
  return names.map((name) => literal(unquoted(name))).join(", ");
}

/** What PostgreSQL marks as GUC_LIST_QUOTE, of the settings that facts have. */
const lists: ReadonlySet<string> = new Set([
  "local_preload_libraries",
  "session_preload_libraries",
  "temp_tablespaces",
]);

function unquoted(name: string): FactValue {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
