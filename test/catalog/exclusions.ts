/** What no query reads, and the reason. The completeness test takes it from here, and docs/coverage.md is made of it. */
export interface Exclusion {
  names: readonly string[];
  why: string;
}

/** Catalogs of which nothing is read. */
export const excludedCatalogs: readonly Exclusion[] = [
  {
    names: ["pg_authid", "pg_auth_members", "pg_replication_origin", "pg_shdepend"],
    why: "of the whole server, not of the database",
  },
  { names: ["pg_partitioned_table"], why: "through `pg_get_partkeydef`" },
  { names: ["pg_publication_namespace"], why: "through `pg_depend`, as 14 doesn't have it" },
  {
    names: ["pg_user_mapping"],
    why: "through the view `pg_user_mappings`, which everybody may read",
  },
  {
    names: ["pg_statistic", "pg_statistic_ext_data", "pg_subscription_rel"],
    why: "the planner's and the replication's state",
  },
];

/** Columns of catalogs that are read otherwise: `pg_class.relpages`. */
export const excludedColumns: readonly Exclusion[] = [
  { names: ["pg_extension.extowner"], why: "whoever ran CREATE EXTENSION; it can't be changed" },
  { names: ["pg_largeobject.loid", "pg_largeobject.pageno"], why: "contents" },
  {
    names: [
      "pg_class.relpages",
      "pg_class.reltuples",
      "pg_class.relallvisible",
      "pg_class.relallfrozen",
      "pg_class.relfilenode",
      "pg_class.relfrozenxid",
      "pg_class.relminmxid",
      "pg_class.relrewrite",
      "pg_class.relispopulated",
      "pg_attribute.attcacheoff",
      "pg_index.indcheckxmin",
      "pg_index.indislive",
      "pg_index.indisready",
      "pg_subscription.subskiplsn",
    ],
    why: "state, not schema",
  },
  {
    names: [
      "pg_class.relchecks",
      "pg_class.relhasindex",
      "pg_class.relhasrules",
      "pg_class.relhassubclass",
      "pg_class.relhastriggers",
      "pg_class.relnatts",
      "pg_class.relisshared",
      "pg_attribute.atthasdef",
      "pg_attribute.atthasmissing",
      "pg_attribute.attmissingval",
      "pg_attribute.attalign",
      "pg_attribute.attbyval",
      "pg_attribute.attlen",
      "pg_operator.oprkind",
      "pg_index.indisprimary",
      "pg_index.indisexclusion",
      "pg_index.indimmediate",
    ],
    why: "follow from what is read",
  },
  {
    names: ["pg_attribute.attndims", "pg_type.typndims"],
    why: "PostgreSQL doesn't enforce how many dimensions an array has",
  },
  {
    names: [
      "pg_amop.amoplefttype",
      "pg_amop.amoprighttype",
      "pg_amop.amopmethod",
      "pg_amop.amoppurpose",
    ],
    why: "follow from the operator, the family and the sort family",
  },
  {
    names: [
      "pg_constraint.conexclop",
      "pg_constraint.conffeqop",
      "pg_constraint.conpfeqop",
      "pg_constraint.conppeqop",
    ],
    why: "through `pg_get_constraintdef`, or follow from the columns' types",
  },
  { names: ["pg_index.indexprs"], why: "through `pg_get_indexdef`" },
  {
    names: [
      "pg_proc.proallargtypes",
      "pg_proc.proargdefaults",
      "pg_proc.proargmodes",
      "pg_proc.proargnames",
      "pg_proc.pronargdefaults",
      "pg_proc.pronargs",
      "pg_proc.prorettype",
      "pg_proc.prosqlbody",
      "pg_proc.provariadic",
    ],
    why: "through `pg_get_function_arguments`, `pg_get_function_result`, `pg_get_function_sqlbody`",
  },
  {
    names: [
      "pg_rewrite.ev_action",
      "pg_rewrite.ev_qual",
      "pg_rewrite.ev_type",
      "pg_rewrite.is_instead",
    ],
    why: "through `pg_get_ruledef`, `pg_get_viewdef`",
  },
  {
    names: ["pg_statistic_ext.stxexprs", "pg_statistic_ext.stxkeys", "pg_statistic_ext.stxkind"],
    why: "through `pg_get_statisticsobjdef`",
  },
  {
    names: [
      "pg_trigger.tgargs",
      "pg_trigger.tgattr",
      "pg_trigger.tgconstrindid",
      "pg_trigger.tgconstrrelid",
      "pg_trigger.tgdeferrable",
      "pg_trigger.tgfoid",
      "pg_trigger.tginitdeferred",
      "pg_trigger.tgnargs",
      "pg_trigger.tgnewtable",
      "pg_trigger.tgoldtable",
      "pg_trigger.tgqual",
    ],
    why: "through `pg_get_triggerdef`",
  },
  {
    names: ["pg_collation.collencoding", "pg_collation.collversion"],
    why: "the operating system's",
  },
  {
    names: [
      "pg_database.datallowconn",
      "pg_database.datcollate",
      "pg_database.datcollversion",
      "pg_database.datconnlimit",
      "pg_database.datctype",
      "pg_database.datfrozenxid",
      "pg_database.dathasloginevt",
      "pg_database.daticurules",
      "pg_database.datistemplate",
      "pg_database.datlastsysoid",
      "pg_database.datlocale",
      "pg_database.daticulocale",
      "pg_database.datlocprovider",
      "pg_database.datminmxid",
      "pg_database.dattablespace",
      "pg_database.encoding",
    ],
    why: "how the database was created, not what is in it",
  },
  {
    names: ["pg_extension.extcondition", "pg_extension.extconfig", "pg_extension.extrelocatable"],
    why: "the extension's own",
  },
  {
    names: [
      "pg_language.lanispl",
      "pg_tablespace.spcacl",
      "pg_tablespace.spcoptions",
      "pg_tablespace.spcowner",
    ],
    why: "the server's",
  },
  { names: ["pg_subscription.subconninfo"], why: "holds a password; readable by superusers only" },
];
