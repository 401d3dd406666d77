import type { DependencyEdge, Fact, FactBase, LockClass, StableId } from "@supabase/pg-delta";
import type { Sql } from "../../postgres/connect.ts";
import {
  catalogRowsQuery,
  excerptQuery,
  mainOwnerQuery,
  type CatalogRows,
  type RelationName,
} from "./excerpt.ts";
import type { DelegatedGrant } from "./delegated-grants.ts";
import { withIndexOptionsAsNow } from "./index-options.ts";
import { ownStatement } from "./own-statement.ts";
import { containersOf, schemaOf } from "./names.ts";
import { withoutPartitionsIdentity } from "./partition-identity.ts";
import { withRefusedType } from "./refused-types.ts";
import type { RepairStatement } from "./repair.ts";

/** Loads the planning library: whoever knows that it will be needed does so while there is something to wait for. */
export function loadPlanner() {
  return Promise.all([
    import("@supabase/pg-delta/extract"),
    import("@supabase/pg-delta/plan"),
    import("@supabase/pg-delta/core"),
  ]);
}

/** What a database holds, as the planning library reads it. */
export interface PlannedState {
  facts: readonly Fact[];
  edges: readonly DependencyEdge[];
  /** Who owns most of it. */
  owner: string;
  /** What others than owners granted, which only they revoke. */
  delegated?: readonly DelegatedGrant[];
}

/**
 * Reads a database for the planner: in one read-only transaction, on a session that is in none.
 *
 * @param options.only of relations that have columns, and of sequences, only these.
 * @throws what the driver throws.
 */
export async function readPlannedState(
  sql: Sql,
  { timeoutMs, only }: { timeoutMs: number; only?: readonly RelationName[] | undefined },
): Promise<PlannedState> {
  const [{ extract }] = await loadPlanner();
  const excerpt = only === undefined ? undefined : await readExcerpt(sql, only);
  const query = async (given: string) => {
    const text = withPlainComments(given);
    const asked = excerpt === undefined ? text : excerptQuery(text, excerpt.rows);
    const rows = asked === undefined ? [] : [...(await sql.unsafe(asked))];
    if (excerpt !== undefined && text.startsWith("BEGIN")) await sql.unsafe(hashing);
    return { rows };
  };
  // The library asks for a pool of another driver, and uses no more of it than this.
  const pool = { connect: () => Promise.resolve({ query, release: () => undefined }) };
  const { factBase } = await extract(pool as unknown as Parameters<typeof extract>[0], {
    statementTimeoutMs: Math.max(1, Math.round(timeoutMs)),
  });
  const { edges } = factBase;
  return { facts: factBase.facts(), edges, owner: excerpt?.owner ?? mainOwner(edges) };
}

/** A database in LATIN1 refuses a query with a bullet in a comment: it has no such character. */
function withPlainComments(query: string): string {
  return query.replaceAll(/--[^\n]*/g, (comment) => comment.replaceAll(/[^\0-\x7f]/g, "?"));
}

/**
 * What is left of the catalogs is hashed at once; the server, which expects a row of each, would go through it for each row. In this
 * transaction alone: behind a pooler, the session is others' afterwards.
 */
const hashing = "SET LOCAL enable_nestloop = off";

async function readExcerpt(
  sql: Sql,
  only: readonly RelationName[],
): Promise<{ rows: CatalogRows; owner: string }> {
  const [[rows], [first]] = await Promise.all([
    sql.unsafe<CatalogRows[]>(catalogRowsQuery(only)),
    sql.unsafe<{ owner: string }[]>(mainOwnerQuery),
  ]);
  return { rows: rows!, owner: first?.owner ?? "" };
}

function mainOwner(edges: readonly DependencyEdge[]): string {
  const counts = new Map<string, number>();
  for (const { kind, to } of edges)
    if (kind === "owner" && to.kind === "role") counts.set(to.name, (counts.get(to.name) ?? 0) + 1);
  const [first] = [...counts].toSorted(([, a], [, b]) => b - a);
  return first?.[0] ?? "";
}

export interface PlanOptions {
  /** Objects that a plan must leave alone. Gets a container's name: `app`, `app.team`. */
  isHidden: (name: string) => boolean;
  /** The schemas that matter, by the names that `schemaOf` gives: a migration system's own isn't one. */
  schemas: ReadonlySet<string>;
  /** How the role that owns most is called in the statements. */
  owner: string;
  /** Whether what is the same under another name is renamed (`auto`, the default), or dropped and made anew. */
  renames?: "auto" | "off";
}

/** Plans the statements that lead from one of the states to another, in the order in which they have to run. */
export type Planner = (from: PlannedState, to: PlannedState) => RepairStatement[];

/**
 * Plans the statements that lead from one state to another, in the order in which they have to run. Runs nothing.
 *
 * @throws Error where the library finds no way.
 */
export async function planStatements(
  from: PlannedState,
  to: PlannedState,
  options: PlanOptions,
): Promise<RepairStatement[]> {
  const planFrom = await openPlanner([from, to], options);
  return planFrom(from, to);
}

/**
 * Makes states comparable, which is most of the work of a plan, for plans from each to each.
 *
 * @returns what throws an Error where the library finds no way.
 */
export async function openPlanner(
  states: readonly PlannedState[],
  options: PlanOptions,
): Promise<Planner> {
  const [, { plan }, { buildFactBase, encodeId }] = await loadPlanner();
  const roles = new Map<string, Fact>();
  for (const fact of states.flatMap(({ facts }) => facts))
    if (fact.id.kind === "role") roles.set(fact.id.name, fact);
  roles.set(options.owner, roleFact(options.owner, roles));
  const hasMembers = states.some(({ edges }) => edges.some(({ kind }) => kind === membership));
  const comparable = (state: PlannedState): FactBase => {
    const renamed = renameOwner(state, options.owner);
    const kept = renamed.facts.filter(({ id }) => id.kind !== "role" && id.kind !== "membership");
    const own = withoutPartitionsIdentity(kept.filter((fact) => !isOwners(fact)));
    const facts = [...own, ...roles.values()];
    const hidden = facts.filter((fact) => fact.id.kind === "role" || isLeftOut(fact, options));
    const marks = new Set(hidden.map(({ id }) => encodeId(id)));
    if (!hasMembers) return buildFactBase(facts, [...renamed.edges], "liveDb", marks);
    const edges = [...renamed.edges, ...hidden.map(({ id }) => memberOf(id, elsewhere))];
    return buildFactBase([...facts, elsewhere], edges, "liveDb", marks);
  };
  const bases = new Map(states.map((state) => [state, comparable(state)]));
  const renames = options.renames ?? "auto";
  const planBetween = (from: PlannedState, to: PlannedState) => {
    const base = bases.get(from)!;
    const wanted = withIndexOptionsAsNow(from, to);
    try {
      return plan(base, bases.get(wanted) ?? comparable(wanted), { renames });
    } catch (error) {
      const nearer = withRefusedType(from, wanted, error as Error);
      if (nearer === undefined) throw error;
      return plan(base, comparable(nearer), { renames });
    }
  };
  return (from, to) => {
    const { actions, preamble } = planBetween(from, to);
    const settings =
      actions.length === 0 ? [] : preamble.filter(({ name }) => name !== "search_path");
    // Whoever pastes the plan goes on in the same session. SET LOCAL is none where there is no transaction.
    const resets = settings.map(({ name }) => ownStatement(`RESET ${name}`));
    return [
      ...settings.map(({ name, value }) => ownStatement(`SET ${name} = ${value}`)),
      ...actions.map((action) => ({
        sql: action.sql.replace(/;\s*$/, ""),
        lock: locks[action.lockClass],
        losesData: action.dataLoss === "destructive",
        rewritesTable: action.rewriteRisk,
        transactional: action.transactionality === "transactional",
      })),
      ...resets,
    ];
  };
}

const membership = "memberOfExtension";

/**
 * Where there are members of extensions, the library forgets what else it was told to leave alone, and leaves alone the members:
 * what is hidden is one of this extension, which is the same on every side.
 */
const elsewhere: Fact = { id: { kind: "extension", name: "of what is hidden" }, payload: {} };

function memberOf(from: StableId, { id: to }: Fact): DependencyEdge {
  return { from, to, kind: membership };
}

/** With the sequences that columns of what is hidden own. */
function isLeftOut({ id, payload }: Fact, { isHidden, schemas }: PlanOptions): boolean {
  const schema = schemaOf(id);
  if (schema !== undefined && !schemas.has(schema)) return true;
  return [...containersOf(id), ...ownerTable(payload)].some(isHidden);
}

function ownerTable({ ownedBy }: Fact["payload"]): string[] {
  const column = ownedBy as { schema: string; table: string } | null | undefined;
  return column == null
    ? []
    : containersOf({ kind: "table", schema: column.schema, name: column.table });
}

const locks: Readonly<Record<LockClass, string | null>> = {
  none: null,
  share: "SHARE",
  shareRowExclusive: "SHARE ROW EXCLUSIVE",
  shareUpdateExclusive: "SHARE UPDATE EXCLUSIVE",
  accessExclusive: "ACCESS EXCLUSIVE",
};

/** The same objects belong to one role here and to another there. */
function renameOwner({ facts, edges, owner }: PlannedState, name: string): PlannedState {
  const renamed = (id: StableId): StableId => {
    if (id.kind === "role" && id.name === owner) return { ...id, name };
    if (id.kind === "acl" && id.grantee === owner) return { ...id, grantee: name };
    if (id.kind === "defaultPrivilege")
      return {
        ...id,
        role: id.role === owner ? name : id.role,
        grantee: id.grantee === owner ? name : id.grantee,
      };
    return id;
  };
  return {
    facts: facts.map((fact) => ({ ...fact, id: renamed(fact.id) })),
    edges: edges.map((edge) => ({ ...edge, from: renamed(edge.from), to: renamed(edge.to) })),
    owner: name,
  };
}

function roleFact(name: string, roles: ReadonlyMap<string, Fact>): Fact {
  return roles.get(name) ?? { id: { kind: "role", name }, payload: {} };
}

/** What an owner may do with its own object: see `ownerGrants`. */
function isOwners({ id, payload }: Fact): boolean {
  return id.kind === "acl" && "_ownerDefault" in payload;
}
