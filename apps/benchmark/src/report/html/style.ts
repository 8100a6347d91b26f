/**
 * The page's style. Colors are variables, which the charts use too, so that one drawing suits light, dark and paper.
 * Series: Okabe and Ito's colors, darkened or lightened until they stand out from the background by 3:1.
 */
export const style = `
:root {
  color-scheme: light dark;
  --background: #ffffff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --stripe: #f6f8fa; --warn: #8a3b00;
  --warn-background: #fff4e5; --link: #0550ae;
  --series-1: #0072b2; --series-2: #d55e00; --series-3: #007a5a; --series-4: #a8437f; --series-5: #8a6d00;
  --series-6: #5b5b5b; --series-7: #5a4fcf;
}
@media (prefers-color-scheme: dark) {
  :root {
    --background: #0f1318; --text: #e6edf3; --quiet: #9aa5b1; --line: #38414b; --stripe: #171c23; --warn: #ffc58a;
    --warn-background: #33230f; --link: #7ab7ff;
    --series-1: #56b4e9; --series-2: #f08c3c; --series-3: #2fc79a; --series-4: #e394c4; --series-5: #e0c341;
    --series-6: #b3b3b3; --series-7: #a79dff;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 6rem; }
body { margin: 0; background: var(--background); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
header { position: sticky; top: 0; z-index: 1; background: var(--background); border-bottom: 1px solid var(--line); padding: 0.6rem 1rem; }
header p { margin: 0 auto; max-width: 70rem; font-weight: 600; line-height: 1.35; }
main { max-width: 70rem; margin: 0 auto; padding: 0 1rem 3rem; }
h1 { font-size: 1.6rem; margin: 1.2rem 0 0.6rem; }
h2 { font-size: 1.25rem; margin: 2.4rem 0 0.4rem; padding-top: 0.8rem; border-top: 1px solid var(--line); }
a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; padding: 0; list-style: none; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
li { overflow-wrap: anywhere; }
.warning { background: var(--warn-background); color: var(--warn); border-left: 4px solid currentColor; padding: 0.6rem 1rem; margin: 1rem 0; }
.warning ul { margin: 0.2rem 0; padding-left: 1.2rem; }
.scroll { overflow-x: auto; max-width: 100%; margin-top: 1.2rem; }
.scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.92rem; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.3rem; }
th, td { padding: 0.25rem 0.8rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; padding-left: 0.3rem; }
thead th { color: var(--quiet); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; }
tbody th.indented { padding-left: 1.6rem; color: var(--quiet); }
tbody tr:nth-child(even) { background: var(--stripe); }
.note, figcaption { color: var(--quiet); font-size: 0.88rem; margin: 0.4rem 0 0; }
.note { max-width: 44rem; }
figure { margin: 1.4rem 0 0; }
figure .scroll { margin-top: 0; }
.figures { display: flex; flex-wrap: wrap; gap: 0 2rem; }
.figures figure { max-width: 100%; }
figcaption { max-width: 32rem; }
svg { display: block; color: var(--text); }
@media (max-width: 40rem) {
  body { font-size: 15px; }
  header p { font-size: 0.9rem; }
  svg { max-width: 100%; height: auto; min-width: 20rem; }
  caption { position: sticky; left: 0; max-width: calc(100vw - 2.4rem); }
  thead th:first-child, tbody th { position: sticky; left: 0; background: var(--background); }
  tbody tr:nth-child(even) th { background: var(--stripe); }
  th, td { padding: 0.25rem 0.5rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.4rem; }
}
@media (max-height: 30rem) { header { position: static; } }
@media print {
  :root {
    --background: #ffffff; --text: #000000; --quiet: #444444; --line: #bbbbbb; --stripe: #f4f4f4; --warn: #6b2e00;
    --warn-background: #ffffff; --link: #000000;
    --series-1: #0072b2; --series-2: #d55e00; --series-3: #007a5a; --series-4: #a8437f; --series-5: #8a6d00;
    --series-6: #5b5b5b; --series-7: #5a4fcf;
  }
  @page { size: A4; margin: 14mm; }
  body { font-size: 9.5pt; }
  header { position: static; padding: 0 0 0.4rem; }
  header p, main { max-width: none; padding: 0; }
  nav { display: none; }
  .scroll { overflow: visible; break-inside: avoid; }
  .figures { display: block; }
  .note, figcaption { font-size: 8pt; }
  table { font-size: 8pt; }
  th, td { padding: 0.12rem 0.4rem; }
  h2 { break-after: avoid; margin-top: 1.4rem; }
  figure, tr, caption, thead { break-inside: avoid; }
  thead { display: table-header-group; }
  .note { break-before: avoid; }
  svg { max-width: 100%; height: auto; }
}
`;
