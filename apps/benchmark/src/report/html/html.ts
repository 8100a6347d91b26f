/** Text that is markup already. */
export interface Html {
  readonly markup: string;
}

type Content = string | number | Html | readonly Content[] | undefined;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character]!);

/** Markup from a template: what is put in is escaped unless it is {@link Html}; lists are joined, `undefined` is nothing. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const markup = parts.map((part, index) => part + (index < contents.length ? markupOf(contents[index]) : ''));
  return { markup: markup.join('') };
}

/** Markup of another program, which has escaped what it holds. */
export const trusted = (markup: string): Html => ({ markup });

function markupOf(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string' || typeof content === 'number') return escapeHtml(String(content));
  if (Array.isArray(content)) return content.map(markupOf).join('');
  return (content as Html).markup;
}
