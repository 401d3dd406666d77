/** What `--help` prints: the options that this runner has, in psql's words. */
export const HELP = `dbfirst psql runs SQL scripts as psql does, without a terminal.

Usage:
  dbfirst psql [OPTION]... [DBNAME [USERNAME]]

General options:
  -c, --command=COMMAND    run only single command (SQL or backslash) and exit
  -d, --dbname=DBNAME      database name, URL or connection string to connect to
      --url=URL            the same; it may have other clients' parameters, such as pgbouncer and schema
  -f, --file=FILENAME      execute commands from file, then exit
  -v, --set=, --variable=NAME=VALUE
                           set psql variable NAME to VALUE
                           (e.g., -v ON_ERROR_STOP=1)
  -V, --version            output version information, then exit
  -X, --no-psqlrc          accepted; startup files are never read
  -1 ("one"), --single-transaction
                           execute as a single transaction
  -?, --help[=options]     show this help, then exit
      --help=commands      list backslash commands, then exit
      --help=variables     list special variables, then exit

Input and output options:
  -a, --echo-all           echo all input from script
  -b, --echo-errors        echo failed commands
  -e, --echo-queries       echo commands sent to server
  -E, --echo-hidden        display queries that internal commands generate
  -L, --log-file=FILENAME  send session log to file
  -o, --output=FILENAME    send query results to file
  -q, --quiet              run quietly (no messages, only query output)
  -s, --single-step        single-step mode (confirm each query)
  -S, --single-line        single-line mode (end of line terminates SQL command)

Output format options:
  -A, --no-align           unaligned table output mode
      --csv                CSV (Comma-Separated Values) table output mode
  -F, --field-separator=STRING
                           field separator for unaligned output (default: "|")
  -H, --html               HTML table output mode
  -P, --pset=VAR[=ARG]     set printing option VAR to ARG (see \\pset command)
  -R, --record-separator=STRING
                           record separator for unaligned output (default: newline)
  -t, --tuples-only        print rows only
  -T, --table-attr=TEXT    set HTML table tag attributes (e.g., width, border)
  -x, --expanded           turn on expanded table output
  -z, --field-separator-zero
                           set field separator for unaligned output to zero byte
  -0, --record-separator-zero
                           set record separator for unaligned output to zero byte

Connection options:
  -h, --host=HOSTNAME      database server host or socket directory
  -p, --port=PORT          database server port
  -U, --username=USERNAME  database user name
  -w, --no-password        accepted; a password is never asked for

What a script may do besides SQL:
      --allow-path=FOLDER  read and write files in FOLDER, besides the current folder and the script's
      --allow-server=HOST[:PORT]
                           \\connect to another server
      --allow-setenv       \\setenv
      --allow-shell        \\!, backquotes, pipes, \\copy ... program
  A script that isn't allowed what it asks for ends with exit code 3, before anything runs where that can be seen.

What runs it:
      --executor=builtin|psql
                           this engine (default), or the psql that is installed, on the same connection
      --as-psql=VERSION    follow this release of psql 15 where they differ (default: that of the psql 15 on the
                           PATH, else 15.20); from 15.19 on, the data of a COPY FROM STDIN that fails at its
                           start are skipped, not run as SQL
`;
