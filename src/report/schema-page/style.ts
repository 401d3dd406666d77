/** The style sheet of the schema's page. */
export const style = `
:root {
  color-scheme: light;
  --ground: #f6f7f9; --panel: #fff; --text: #1c2330; --soft: #5b6577; --line: #dfe3ea; --accent: #2457c5; --wash: #eaf0fc;
  --code: #eef1f6; --key: #8a5a00; --edge: #7f8ca2; --head: #eef1f6; --frame: #fbfcfd; --gap: #8a5a00;
  --h0: #3b6fd4; --h1: #26785a; --h2: #985520; --h3: #8a55c0; --h4: #b5446a; --h5: #2b7282; --h6: #696726; --h7: #6b7280;
}
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {
  color-scheme: dark;
  --ground: #10141b; --panel: #181e28; --text: #e4e9f1; --soft: #98a3b5; --line: #2b3442; --accent: #8db4ff; --wash: #1e2b45;
  --code: #222b38; --key: #f0c36a; --edge: #5d6b80; --head: #222b38; --frame: #141922; --gap: #f0c36a;
  --h0: #7ea6f5; --h1: #6cc9a3; --h2: #e0a36c; --h3: #bd96ea; --h4: #e88aa9; --h5: #77c3d4; --h6: #c2bf6a; --h7: #9aa3b2;
} }
@media screen { :root[data-theme="dark"] {
  color-scheme: dark;
  --ground: #10141b; --panel: #181e28; --text: #e4e9f1; --soft: #98a3b5; --line: #2b3442; --accent: #8db4ff; --wash: #1e2b45;
  --code: #222b38; --key: #f0c36a; --edge: #5d6b80; --head: #222b38; --frame: #141922; --gap: #f0c36a;
  --h0: #7ea6f5; --h1: #6cc9a3; --h2: #e0a36c; --h3: #bd96ea; --h4: #e88aa9; --h5: #77c3d4; --h6: #c2bf6a; --h7: #9aa3b2;
} }
* { box-sizing: border-box; }
html, body { height: 100%; }
body { margin: 0; display: flex; flex-direction: column; background: var(--ground); color: var(--text); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
code, pre { font: .88em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; unicode-bidi: isolate; }
code { overflow-wrap: anywhere; white-space: pre-wrap; }
pre { margin: .5rem 0; background: var(--code); border-radius: 6px; padding: .6rem .8rem; overflow: auto; max-height: 26rem; tab-size: 4; }
pre code { white-space: pre; font-size: 1em; }
a { color: var(--accent); text-decoration: none; unicode-bidi: isolate; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
[hidden] { display: none !important; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; z-index: 9; background: var(--panel); padding: .4rem 1rem; }

.top { flex: none; display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .9rem; padding: .5rem 1rem; background: var(--panel); border-bottom: 1px solid var(--line); z-index: 4; }
h1 { font-size: 1.05rem; margin: 0; letter-spacing: -.005em; }
h1 a { color: inherit; unicode-bidi: isolate; }
.counts { margin: 0; color: var(--soft); font-size: .86rem; flex: 1 1 10rem; min-width: 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.counts span + span::before { content: "·"; margin-right: .35em; }
.search { position: relative; flex: 0 1 20rem; min-width: 9rem; }
.search input { width: 100%; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 7px; padding: .28rem .7rem; }
.search kbd { position: absolute; right: .55rem; top: .38rem; font: inherit; font-size: .75rem; color: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: 0 .35rem; background: var(--panel); pointer-events: none; }
.search input:focus + kbd, .search input:not(:placeholder-shown) + kbd { display: none; }
#results { position: absolute; right: 0; top: calc(100% + .35rem); width: max(100%, 28rem); max-width: calc(100vw - 1.5rem); max-height: min(30rem, 70vh); overflow: auto; margin: 0; padding: .3rem; list-style: none; background: var(--panel); border: 1px solid var(--line); border-radius: 9px; box-shadow: 0 8px 28px rgb(16 24 40 / .18); z-index: 6; }
#results li { display: flex; gap: .6rem; align-items: baseline; padding: .25rem .6rem; border-radius: 6px; cursor: pointer; }
#results li[aria-selected="true"] { background: var(--wash); }
#results b { font-weight: 600; overflow-wrap: anywhere; unicode-bidi: isolate; }
#results mark { background: none; color: var(--accent); }
#results span { color: var(--soft); font-size: .82rem; margin-left: auto; white-space: nowrap; }
#results li.none { cursor: default; color: var(--soft); }
.switch { display: inline-flex; border: 1px solid var(--line); border-radius: 7px; overflow: hidden; background: var(--panel); flex: none; }
button { font: inherit; font-size: .82rem; color: var(--soft); background: none; border: 0; padding: .26rem .65rem; cursor: pointer; }
button:hover { color: var(--text); }
.switch button + button { border-left: 1px solid var(--line); }
.switch button[aria-pressed="true"] { background: var(--wash); color: var(--accent); font-weight: 600; }
.switch button:disabled { opacity: .45; cursor: default; }
.switch button:focus-visible { outline-offset: -2px; }
button.plain { border: 1px solid var(--line); border-radius: 7px; background: var(--panel); min-width: 4.2rem; }

main { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) clamp(26rem, 40vw, 46rem); }
#picture { position: relative; min-width: 0; min-height: 0; border-right: 1px solid var(--line); overflow: hidden; }
#document { overflow-y: auto; min-width: 0; padding: 1rem 1.4rem 4rem; background: var(--panel); overflow-wrap: anywhere; scroll-padding-top: .8rem; }
#document:focus-visible { outline-offset: -2px; }
[data-panes="text"] main, main.words { grid-template-columns: minmax(0, 1fr); }
[data-panes="text"] #document > *, .words #document > * { max-width: 62rem; margin-left: auto; margin-right: auto; }
[data-panes="text"] #picture, [data-panes="picture"] #document { display: none; }
[data-panes="picture"] main { grid-template-columns: minmax(0, 1fr); }
#canvas { display: block; width: 100%; height: 100%; touch-action: none; cursor: grab; user-select: none; }
#canvas:focus-visible { outline-offset: -3px; }
#canvas.moving { cursor: grabbing; }
.tools { position: absolute; left: .7rem; top: .6rem; right: .7rem; display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; z-index: 2; pointer-events: none; }
.tools > * { pointer-events: auto; }
#said { color: var(--soft); font-size: .82rem; background: var(--ground); border-radius: 5px; padding: 0 .4rem; pointer-events: none; }
.legend { position: absolute; left: .7rem; bottom: .4rem; margin: 0; font-size: .76rem; color: var(--soft); pointer-events: none; background: var(--ground); border-radius: 5px; padding: 0 .4rem; }
.legend svg { vertical-align: -1px; margin-left: .5rem; } .legend path { fill: none; stroke: var(--edge); stroke-width: 1.2; }
.legend .pk { color: var(--key); } .legend .fk { color: var(--accent); margin-left: .5rem; }

#canvas text { font-size: 12px; fill: var(--text); unicode-bidi: isolate; }
.frame rect { fill: var(--frame); stroke: var(--line); }
#canvas .frame text { font-size: 14px; font-weight: 600; }
.line { fill: none; stroke: var(--edge); stroke-width: 1.2; }
.inherits { stroke-dasharray: 5 3; }
a.box { text-decoration: none; cursor: pointer; outline: none; }
.card { fill: var(--panel); stroke: var(--line); }
.head { fill: var(--head); }
#canvas .name { font-size: 13px; font-weight: 600; }
#canvas .o { fill: var(--soft); }
#canvas .t { font-size: 11px; fill: var(--soft); text-anchor: end; }
#canvas .t.m { text-anchor: start; font-style: italic; }
path.pk { fill: var(--key); } path.fk { fill: none; stroke: var(--accent); stroke-width: 1.3; }
.h0 { --hue: var(--h0); } .h1 { --hue: var(--h1); } .h2 { --hue: var(--h2); } .h3 { --hue: var(--h3); }
.h4 { --hue: var(--h4); } .h5 { --hue: var(--h5); } .h6 { --hue: var(--h6); } .h7 { --hue: var(--h7); }
#canvas .frame text { fill: var(--hue); }
.box[class*=" h"] .head { fill: color-mix(in srgb, var(--hue) 15%, var(--panel)); }
.box:hover .card, .box.near .card { stroke: var(--accent); }
.box.focus .card, .box:focus-visible .card { stroke: var(--accent); stroke-width: 2.5; }
.lit .line { opacity: .35; } .lit .line.on { opacity: 1; stroke: var(--accent); stroke-width: 1.8; }
.lit .box:not(.near):not(.focus) { opacity: .5; }
.far .box text, .far .pk, .far .fk, .far .frame text { display: none; }
.far .head, .far .card { stroke: var(--edge); stroke-width: 2; }
#labels text { font-size: 11px; font-weight: 600; text-anchor: middle; paint-order: stroke; stroke: var(--ground); stroke-width: 4px; stroke-linejoin: round; }
#labels text.small { font-size: 10px; font-weight: 500; stroke-width: 0; }
#labels text.schema { font-size: 13px; fill: var(--accent); }

h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem; padding-top: .2rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
#contents h2 { font-size: 1rem; margin: 1rem 0 .3rem; border: 0; padding: 0; }
#contents h2:first-child { margin-top: 0; }
h2 a, h3 a { color: inherit; unicode-bidi: isolate; }
h3 { font-size: 1.02rem; margin: 0 0 .2rem; line-height: 1.35; }
h3 .in { color: var(--soft); font-weight: 400; }
h4 { font-size: .78rem; font-weight: 600; color: var(--soft); margin: .9rem 0 .15rem; }
.kind, .flag { font-size: .74rem; font-weight: 400; color: var(--soft); border: 1px solid var(--line); border-radius: 99px; padding: .05rem .5rem; vertical-align: 2px; white-space: nowrap; }
.flag { color: var(--key); }
.object { padding: .9rem 0 1.1rem; content-visibility: auto; contain-intrinsic-size: auto 24rem; }
.object + .object { border-top: 1px solid var(--line); }
.object:target > h3 a, .object.chosen > h3 a { color: var(--accent); }
.comment { margin: .15rem 0 .4rem; white-space: pre-line; max-width: 46rem; }
td .comment { margin: .1rem 0 0; color: var(--soft); }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: baseline; padding: .2rem .9rem .2rem 0; border-top: 1px solid var(--line); font-weight: 400; }
tbody tr:first-child > * { border-top-color: var(--line); }
thead th { font-size: .76rem; color: var(--soft); border: 0; padding-bottom: .1rem; }
tbody th { font-weight: 600; unicode-bidi: isolate; }
.columns { table-layout: fixed; } .columns th:nth-child(1) { width: 31%; } .columns thead th:nth-child(2):not(:last-child) { width: 27%; } .columns thead th:nth-child(3) { width: 3.1rem; } .columns td:nth-child(3) { color: var(--soft); }
.parts th { width: 32%; font-weight: 400; color: var(--soft); font-size: .9em; }
.parts tr:first-child > * { border-top: 0; }
tr.more td { border: 0; padding-top: 0; padding-bottom: .3rem; }
tr.found > * { background: var(--wash); }
.soft, .term { unicode-bidi: isolate; }
.notes, .soft, .none { color: var(--soft); font-size: .92em; } p.notes { margin: .15rem 0; }
.notes ul { display: inline; padding: 0; } .notes li { display: inline; } .notes li + li::before { content: ", "; }
.term { color: var(--soft); }
abbr { text-decoration: none; font-size: .66rem; font-weight: 600; letter-spacing: .02em; color: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: 0 .25rem; vertical-align: 1px; }
abbr.pk { color: var(--key); border-color: currentColor; } abbr.fk { color: var(--accent); border-color: currentColor; }
.action { color: var(--soft); }
ul.plain { list-style: none; padding: 0; margin: .1rem 0; } .plain li { padding: .1rem 0; }
.gaps .term { color: var(--gap); }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: .15rem 1rem; margin: .5rem 0; }
dt { color: var(--soft); } dd { margin: 0; } dd ul { margin: 0; padding: 0; list-style: none; }
#contents dl { grid-template-columns: 9rem minmax(0, 1fr); } #contents dd a { display: inline-block; max-width: 100%; margin-right: .7em; unicode-bidi: isolate; }
#contents small { color: var(--soft); } .others a { margin-right: 1em; }
.migration h3 { font-size: .92rem; margin-top: .8rem; }
footer { color: var(--soft); font-size: .8rem; margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .6rem; }

@media (max-width: 62rem) {
  .counts { display: none; } h1 { flex: 1; }
  main { grid-template-columns: minmax(0, 1fr); grid-template-rows: 44% minmax(0, 1fr); }
  [data-panes="text"] main, [data-panes="picture"] main, main.words { grid-template-rows: minmax(0, 1fr); }
  #picture { border-right: 0; border-bottom: 1px solid var(--line); } .legend { display: none; }
}
@media (max-width: 40rem) {
  #detail, #said { display: none; } .tools { left: .5rem; top: .4rem; }
  #document { padding: .8rem .9rem 3rem; } .search { flex: 1 1 100%; order: 9; } .search kbd { display: none; }
  #results { left: 0; right: auto; width: calc(100vw - 2rem); }
  th, td { padding-right: .5rem; } .parts th { display: block; width: auto; border: 0; padding-bottom: 0; }
  .parts tr:first-child > th { padding-top: 0; } .parts tr { display: block; } .parts td { display: block; border: 0; padding-top: 0; }
  #contents dl { display: block; } #contents dt { margin-top: .3rem; }
}
@media (prefers-reduced-motion: no-preference) { .line, .box { transition: opacity .12s; } }
@media (forced-colors: active) { .line { stroke: CanvasText; } .card { stroke: CanvasText; } }
@media print {
  html, body { height: auto; } body { display: block; background: none; } main { display: block; }
  .top .search, .top .switch, .top button, .tools, .legend, .skip, #labels { display: none !important; }
  #picture, #document { display: block !important; border: 0; overflow: visible; } #canvas { height: auto; max-height: 90vh; }
  #document { padding: 0; } .object { content-visibility: visible; break-inside: auto; } h3, h4 { break-after: avoid; } tr { break-inside: avoid; }
  pre { max-height: none; white-space: pre-wrap; }
}
`;
