import { pageMarkdown } from '../../src/page/markdown.ts';
import type { PageResult } from '../../src/page/result.ts';
import type { PageSettings } from '../../src/page/settings.ts';
import { elements } from './elements.ts';

/** Makes the two buttons copy and save what has been measured so far. */
export function connectSharing(results: readonly PageResult[], settings: PageSettings): void {
  elements.markdown.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(pageMarkdown(results, settings));
      elements.status.textContent = 'Copied.';
    } catch {
      elements.status.textContent =
        'The browser does not let this page copy; the same text is in table.md of the results.';
    }
  });
  elements.json.addEventListener('click', () => {
    const blob = new Blob([`${JSON.stringify({ settings, results }, undefined, 2)}\n`], { type: 'application/json' });
    const address = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = address;
    link.download = 'lncc-gpu.json';
    link.click();
    URL.revokeObjectURL(address);
  });
}
