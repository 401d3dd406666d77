/** How far a check goes. */
export interface CheckOptions {
  /** Where something differs: find out why, by which line, and plan the SQL that settles it. Takes seconds. */
  explain: boolean;
  /** Replay the migrations also where committed files and database agree: a pull may have taken a change over. */
  replay: boolean;
  /** How many seconds the search for lines may take, and the planning of SQL. */
  patience: number;
}
