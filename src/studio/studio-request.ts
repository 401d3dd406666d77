/** How a statement's rows are wanted: as objects by column names, or as lists. */
export type RowMode = "array" | "object";

/** A request of the studio's page, as drizzle-kit 1.0.0-rc.5 and 0.31 take it. */
export type StudioRequest =
  | { type: "init" }
  | { type: "defaults" }
  | { type: "bproxy" }
  | { type: "proxy"; sql: string; params: readonly unknown[]; mode: RowMode }
  | { type: "tproxy"; statements: readonly string[] };

/** Reads a request's JSON; undefined where it is none that drizzle-kit knows. */
export function readStudioRequest(body: unknown): StudioRequest | undefined {
  if (!isRecord(body)) return undefined;
  const { type, data } = body;
  if (type === "init" || type === "defaults" || type === "bproxy") return { type };
  if (type === "proxy") return isRecord(data) ? readProxy(data) : undefined;
  if (type !== "tproxy" || !Array.isArray(data)) return undefined;
  const statements = data.map((item: unknown) => (isRecord(item) ? item["sql"] : undefined));
  return statements.every((sql) => typeof sql === "string") ? { type, statements } : undefined;
}

function readProxy({ sql, params = [], mode = "object" }: Record<string, unknown>) {
  if (typeof sql !== "string" || !Array.isArray(params)) return undefined;
  if (mode !== "array" && mode !== "object") return undefined;
  return {
    type: "proxy" as const,
    sql,
    params: params as readonly unknown[],
    mode: mode as RowMode,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
