/** How a child process of ours reaches a throw-away database. */
export interface ChildConnection {
  host: string;
  port: number;
  user: string;
  password: string | undefined;
  database: string;
}

/** What the child process is asked for. */
export interface AuthRequest {
  /** Absolute path of the file that exports `auth`. */
  configFile: string;
  projectDirectory: string;
  /** Holds what the committed files make. */
  current: ChildConnection;
  /** Holds nothing. */
  empty: ChildConnection;
  /** The schema that Better Auth's tables are to be in, where the command line names one. */
  schema: string | undefined;
}

/** A column that Better Auth adds to a table that is there. */
export interface AddedColumn {
  table: string;
  column: string;
}

/** What Better Auth wants on top of what a database holds. */
export interface AuthSql {
  /** Its statements, as it compiles them; none: nothing. */
  statements: string[];
  createdTables: string[];
  addedColumns: AddedColumn[];
}

export interface AuthPlan {
  /** Of the project's better-auth. */
  version: string;
  /** On top of the committed files. */
  next: AuthSql;
  /** From nothing: what the tables look like when Better Auth makes them today. */
  fresh: AuthSql;
  /** The schema of its tables; undefined: whichever comes first in the search path. */
  schema: string | undefined;
  /** Whether the statements name that schema. */
  qualified: boolean;
  /** What a person should know; sentences. */
  remarks: string[];
}

/** What the child process answers. */
export type AuthAnswer =
  | { plan: AuthPlan }
  | {
      failure: {
        /** What was being done. */
        stage: "load" | "missing" | "plan";
        message: string;
        stack: string | undefined;
        /** Variables that the project's own files looked for and that aren't set. */
        missingVariables: string[];
      };
    };
