/** What the page adds to the style of the reports: its buttons, its input and its progress. */
export const pageStyle = `
button, input { font: inherit; color: inherit; border: 1px solid var(--line); border-radius: 4px; padding: 0.35rem 0.9rem; background: var(--stripe); }
button { cursor: pointer; }
button:disabled { color: var(--quiet); cursor: default; }
#start { background: var(--link); border-color: var(--link); color: var(--background); font-weight: 600; }
#start:disabled { opacity: 0.5; }
button:focus-visible, input:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: 0.6rem; margin: 1rem 0; }
label { display: block; max-width: 34rem; }
label input { display: block; width: 100%; margin-top: 0.2rem; background: var(--background); }
progress { width: 100%; max-width: 34rem; accent-color: var(--link); }
thead th { white-space: normal; max-width: 8rem; }
.status { min-height: 1.5em; margin: 0.4rem 0; color: var(--quiet); }
@media (max-width: 40rem) { tbody th { white-space: normal; min-width: 8rem; } }
`;
