/** The style sheet of the HTML report. Narrow windows show each row as a card. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --panel: #fff; --text: #1c2330; --soft: #5b6577; --line: #dfe3ea; --accent: #2457c5;
  --code: #eef1f6; --removed: #b3261e; --removed-ground: #fdeceb; --added: #176639; --added-ground: #e6f5ec;
  --changed: #8a5a00; --changed-ground: #fff4dc; --shadow: 0 1px 2px rgb(16 24 40 / .06);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141b; --panel: #181e28; --text: #e4e9f1; --soft: #98a3b5; --line: #2b3442; --accent: #8db4ff;
    --code: #222b38; --removed: #ff9b93; --removed-ground: #3a1f20; --added: #7fd8a3; --added-ground: #16301f;
    --changed: #f0c36a; --changed-ground: #352a12; --shadow: none;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 7rem; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { overflow-wrap: anywhere; }
main, header > div, .bar > div { max-width: 84rem; margin: 0 auto; padding: 0 1.5rem; }
code, pre { font: .86em/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { unicode-bidi: isolate; background: var(--code); border-radius: 4px; padding: .1em .35em; overflow-wrap: anywhere; white-space: pre-wrap; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
pre { margin: 0; background: var(--code); border-radius: 8px; padding: .75rem 1rem; overflow: auto; max-height: 26rem; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; z-index: 9; background: var(--panel); padding: .5rem 1rem; }
header { background: var(--panel); border-bottom: 1px solid var(--line); padding: 2rem 0 1.5rem; }
.verdict { display: inline-flex; align-items: center; gap: .5rem; padding: .2rem .8rem; border-radius: 99px; font-weight: 600; font-size: .85rem; }
.drift { color: var(--removed); background: var(--removed-ground); }
.in-sync { color: var(--added); background: var(--added-ground); }
.unknown { color: var(--changed); background: var(--changed-ground); }
h1 { font-size: 1.7rem; line-height: 1.25; margin: .7rem 0 .2rem; letter-spacing: -.01em; text-wrap: balance; }
section > :is(h2, h3) { font-size: 1.12rem; margin: 0; padding: .95rem 1.2rem .8rem; }
.count { color: var(--soft); font-weight: 400; margin-left: .4rem; }
.lead { color: var(--soft); margin: 0; }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.2rem 0 0; padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--line); border-radius: 10px; padding: .5rem 1rem; min-width: 7.5rem; }
.tiles b { display: block; font-size: 1.35rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.tiles span { color: var(--soft); font-size: .86rem; }
.bar { position: sticky; top: 0; z-index: 5; background: var(--ground); border-bottom: 1px solid var(--line); padding: .7rem 0; }
.bar > div { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: center; }
input[type=search] { flex: 1 1 16rem; min-width: 0; max-width: 30rem; font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .45rem .8rem; }
.kinds { display: flex; flex-wrap: wrap; gap: .1rem .9rem; font-size: .88rem; }
.kinds a { text-decoration: none; white-space: nowrap; }
.kinds a:hover { text-decoration: underline; }
.kinds small { color: var(--soft); }
#shown { color: var(--soft); font-size: .88rem; white-space: nowrap; }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; margin: 1.3rem 0; box-shadow: var(--shadow); }
section > .inner { padding: 0 1.2rem 1.1rem; }
section > .inner > :first-child, .inner ul { margin-top: 0; }
.inner ul { padding-left: 1.2rem; margin-bottom: 0; }
.inner li + li { margin-top: .35rem; }
.database { margin: 2.2rem 0 0; font-size: 1.3rem; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .6rem 1.2rem .6rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
th:first-child, td:first-child { padding-left: 1.2rem; }
th { font-size: .8rem; font-weight: 600; color: var(--soft); padding-top: .35rem; padding-bottom: .35rem; }
col.object { width: 27%; } col.change { width: 8.5rem; } col.why { width: 23%; }
.object b { font-weight: 600; } .object .attribute { color: var(--soft); display: block; }
.tag { display: inline-block; border-radius: 99px; padding: 0 .6rem; font-size: .82rem; font-weight: 600; white-space: nowrap; }
.added .tag { color: var(--added); background: var(--added-ground); }
.removed .tag { color: var(--removed); background: var(--removed-ground); }
.changed .tag { color: var(--changed); background: var(--changed-ground); }
.with { display: block; color: var(--soft); font-size: .85rem; }
td.why { font-size: .88rem; color: var(--soft); }
td.why > span { display: block; } td.why > details { margin-top: .25rem; }
td.none { color: var(--soft); }
del, ins { text-decoration: none; border-radius: 3px; }
del { color: var(--removed); background: var(--removed-ground); } ins { color: var(--added); background: var(--added-ground); }
.diff span { display: block; min-height: 1.4em; padding: 0 .5rem; margin: 0 -.5rem; border-radius: 3px; }
.diff .minus { color: var(--removed); background: var(--removed-ground); } .diff .plus { color: var(--added); background: var(--added-ground); } .diff .at { color: var(--soft); }
details > summary { cursor: pointer; color: var(--accent); }
details[open] > summary { margin-bottom: .4rem; }
.hazard { color: var(--changed); }
.inner > :is(h3, h4) { font-size: .95rem; margin: 1.1rem 0 .5rem; }
.nothing { padding: 2rem 0; color: var(--soft); text-align: center; }
[hidden] { display: none !important; }
footer { color: var(--soft); font-size: .85rem; padding: .5rem 0 3rem; }
kbd { font: inherit; font-size: .8rem; border: 1px solid var(--line); border-radius: 4px; padding: 0 .35rem; background: var(--panel); }
@media (max-width: 60rem) {
  main, header > div, .bar > div { padding: 0 1rem; }
  header { padding: 1.3rem 0 1.1rem; } h1 { font-size: 1.35rem; }
  .tiles { gap: .5rem; }
  .tiles li { display: flex; align-items: baseline; gap: .4rem; min-width: 0; padding: .2rem .7rem; }
  .tiles b { font-size: 1rem; }
  .kinds { flex-wrap: nowrap; overflow-x: auto; width: 100%; padding-bottom: .2rem; }
  kbd { display: none; }
  table, tbody, tr, td { display: block; width: auto; } thead, colgroup { display: none; }
  tr { border-top: 1px solid var(--line); padding: .75rem 1rem; }
  td, td:first-child { border: 0; padding: .15rem 0; }
  td[data-label]:not(.none)::before { content: attr(data-label); display: block; color: var(--soft); font-size: .8rem; margin-top: .25rem; }
  td.none { display: none; }
}
@media print { .bar { display: none; } pre { max-height: none; } section { break-inside: auto; box-shadow: none; } tr { break-inside: avoid; } }
`;
