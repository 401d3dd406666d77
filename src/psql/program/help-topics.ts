/** What `--help=commands` prints: the backslash commands that a script can have. */
const COMMANDS = `Statements
  \\g [(OPTIONS)] [FILE]    send the statement, its result to FILE; \\gx: in expanded form
  \\gset [PREFIX]           send it, and set variables to the columns of its one row
  \\gexec                   send it, and then each value of its result as a statement
  \\gdesc                   show the names and types of its columns
  \\crosstabview [COLUMNS]  send it, and show its result as a crosstab
  \\watch [i=SECONDS] [c=COUNT] [m=ROWS]
                           send it again and again
  \\bind [VALUE]...         give it parameters; \\parse NAME, \\bind_named NAME [VALUE]..., \\close_prepared NAME:
                           keep it under a name, run that, forget it
  \\startpipeline, \\sendpipeline, \\syncpipeline, \\flushrequest, \\flush, \\getresults [COUNT], \\endpipeline
                           send statements without waiting for their results
  \\p, \\r, \\w FILE          show, forget or write what is collected of a statement
  \\errverbose              show the last error with all that is known of it

Files and output
  \\i FILE, \\ir FILE        run another script; \\ir: relative to this one
  \\copy ...                COPY from or to a file, or the script's own data
  \\o [FILE]                write results to FILE
  \\echo, \\qecho, \\warn     write text to standard output, to where results go, to standard error
  \\lo_import, \\lo_export, \\lo_unlink
                           read, write and remove large objects

Branches and variables
  \\if EXPR, \\elif EXPR, \\else, \\endif
  \\set [NAME [VALUE]], \\unset NAME, \\getenv NAME VARIABLE, \\setenv NAME [VALUE], \\prompt [TEXT] NAME

Form of results
  \\pset [NAME [VALUE]], \\a, \\C [TITLE], \\f [SEPARATOR], \\H, \\t [on|off], \\T [ATTRIBUTES], \\x [on|off|auto]

Session
  \\connect [DATABASE|-] [USER|-] [HOST|-] [PORT|-], \\conninfo, \\encoding [NAME], \\timing [on|off], \\cd [FOLDER]
  \\restrict KEY, \\unrestrict KEY
                           allow no other command in between
  \\q                       end the script
  \\! [COMMAND]             run a shell command, where that is allowed
`;

/** What `--help=variables` prints: the variables that mean something, and those that are set. */
const VARIABLES = `Variables that control how a script runs (-v NAME=VALUE, or \\set NAME VALUE)
  AUTOCOMMIT               each statement is its own transaction [on]
  ECHO                     what is shown of the script [none, errors, queries, all]
  ECHO_HIDDEN              show what commands send [off, on, noexec]
  FETCH_COUNT              read results in parts of so many rows [0: at once]
  ON_ERROR_ROLLBACK        an error doesn't end a transaction [off, on, interactive]
  ON_ERROR_STOP            an error ends the script, with exit code 3 [off]
  QUIET                    no messages but results and errors [off]
  SHOW_ALL_RESULTS         show all results of statements that are sent as one, not the last only [on]
  SHOW_CONTEXT             when messages have their CONTEXT [never, errors, always]
  SINGLELINE, SINGLESTEP   a line's end ends a statement; each statement is asked for [off]
  VERBOSITY                how much messages say [default, verbose, terse, sqlstate]
  WATCH_INTERVAL           seconds between two turns of \\watch [2]

Variables that are set
  DBNAME, HOST, PORT, USER, ENCODING, SERVER_VERSION_NAME, SERVER_VERSION_NUM
                           the connection
  ERROR, SQLSTATE, ROW_COUNT, LASTOID
                           what the last statement came to
  LAST_ERROR_MESSAGE, LAST_ERROR_SQLSTATE
                           the last error
  PIPELINE_COMMAND_COUNT, PIPELINE_RESULT_COUNT, PIPELINE_SYNC_COUNT
                           what is under way in a pipeline
  SHELL_ERROR, SHELL_EXIT_CODE
                           how the last shell command ended
  VERSION, VERSION_NAME, VERSION_NUM
                           the psql that is followed
`;

/** By topic. One that psql doesn't know prints nothing, as there. */
export const HELP_TOPICS: ReadonlyMap<string, string> = new Map([
  ["commands", COMMANDS],
  ["variables", VARIABLES],
]);
