import { execa } from "execa";
import { expect, inject, onTestFinished, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

/** What only a process of its own shows. `"$@"` is the program; `é` is one byte, \\351, where the locale is Latin-1. */
const lines = {
  "arguments that aren't UTF-8": `
    e=$(printf '\\351')
    "$@" -A -F "$e" -c 'select 1, 2'
    "$@" -c "select '$e'"
    PGCLIENTENCODING=latin1 "$@" -At -c "select length('$e'), '$e' as ü" -c "\\\\echo $e ü"
    "$@" -v "v=$e" -c '\\echo :v'
    "$@" -f "missing$e.sql"
    echo "select 'read' as is;" > "there$e.sql"
    "$@" -f "there$e.sql" -o "out$e" -L "log$e"
    ls`,
  "standard input that is a folder": `
    "$@" < .; echo $?
    "$@" -f - < .; echo $?
    "$@" -v ON_ERROR_STOP=1 -c 'select 1' -f - -c 'select 2' < .; echo $?`,
  "commands in another encoding than UTF-8": `
    printf '\\\\! echo "\\351 %%d \\\\ $HOME" '"'"'\\351\\n'"'"'\\n\\\\echo \`echo \\351; exit 3\`\\nselect 1 \\\\g |cat; echo \\351\\n\\\\! nosuch\\351\\n' > latin1.sql
    "$@" -c '\\encoding latin1' -f latin1.sql`,
  "messages among output": `
    printf '%s\\n' "select 1 \\\\; drop table if exists nosuch \\\\; select 2;" "\\\\echo one 'two" "\\\\qecho three 'four" "\\\\warn -n five 'six" "\\\\warn -n seven eight" "select 3;" | "$@" -f - 2>&1`,
  "notices among results and data": `
    cat > notices.sql <<'END'
create function pg_temp.f(i int) returns int language plpgsql as $$ begin raise notice 'row %', i; return i; end $$;
select 1\\; select 2\\; select pg_temp.f(3)\\; select 4\\; do $$ begin raise notice 'done'; end $$\\; select 5;
copy (select pg_temp.f(g) from generate_series(1, 3) g) to stdout\\; select pg_temp.f(9)\\; select 10;
select pg_temp.f(0)\\; copy (select pg_temp.f(g) from generate_series(1, 3) g) to stdout\\; copy (select pg_temp.f(7)) to stdout;
copy (select pg_temp.f(g) / (g - 2) from generate_series(1, 3) g) to stdout;
\\copy (select pg_temp.f(g) from generate_series(1, 3) g) to stdout
select pg_temp.f(1)\\; select 2\\; select nosuch;
create temp table t (a int);
create function pg_temp.g() returns trigger language plpgsql as $$ begin raise notice '% %', tg_when, new.a; return new; end $$;
create trigger b before insert on t for each row execute function pg_temp.g();
create trigger a after insert on t for each row execute function pg_temp.g();
copy (insert into t values (1), (2) returning a) to stdout;
select 1\\; copy (insert into t values (3) returning a) to stdout\\; select 2;
END
    "$@" -f notices.sql 2>&1
    "$@" -a -f notices.sql 2>&1
    "$@" -v FETCH_COUNT=2 -f notices.sql 2>&1`,
  "a home folder that HOME doesn't name": `
    (unset HOME; "$@" -c '\\cd' -c '\\! pwd'); HOME= "$@" -c '\\cd' -c '\\! pwd'; HOME=/usr "$@" -c '\\cd' -c '\\! pwd'`,
};

test.each(Object.entries(lines))("%s: as through psql", async (_, line) => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const engine = [
    process.execPath,
    inject("commandLine"),
    "psql",
    "--allow-shell",
    "--allow-path=/",
  ];
  const expected = await run(line, ["psql", "-X"], database);
  expect(await run(line, engine, database)).toBe(expected);
});

async function run(
  line: string,
  program: readonly string[],
  { settings }: TestDatabase,
): Promise<string> {
  const { host, port, user, password, database } = settings;
  const connection = {
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: database,
  };
  const { stdout, stderr } = await execa("sh", ["-c", line, "sh", ...program], {
    cwd: await projectFolder(),
    env: connection,
    reject: false,
    encoding: "latin1",
  });
  return `${stdout}\n-- errors\n${stderr}`;
}
