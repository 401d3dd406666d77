// A process that is there until it is killed.
process.stdout.write("ready\n");
setInterval(() => undefined, 60_000);
