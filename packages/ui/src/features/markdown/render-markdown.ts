/** From the tree to Lit templates. Text goes in as text; there is no way for markup to come through (X6). */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { copyIcon } from '../../icon-paths.js';
import { icon } from '../../icons.js';
import type { Localizer } from '../../localizer/localizer.js';
import { parseMarkdown } from './parse-markdown.js';
import type { Block, Inline } from './syntax-tree.js';

/** What Lit renders for a message; a plain string when the text is nothing but text. */
export type MessageContent = string | TemplateResult | readonly (string | TemplateResult)[];

/**
 * Renders the Markdown subset of a message.
 *
 * The copy buttons carry `data-action="copy"` and stand beside their `pre`; whoever owns the container listens.
 *
 * @param text - untrusted
 */
export function renderMarkdown(text: string, localizer: Pick<Localizer, 'text'>): MessageContent {
  const blocks = parseMarkdown(text);
  const [only] = blocks;
  if (blocks.length === 1 && only?.type === 'paragraph') {
    const [words] = only.children;
    return only.children.length === 1 && typeof words === 'string' ? words : inlines(only.children);
  }
  return blocks.map((block) => renderBlock(block, localizer));
}

function renderBlock(block: Block, localizer: Pick<Localizer, 'text'>): TemplateResult {
  switch (block.type) {
    case 'paragraph':
      return html`<p>${inlines(block.children)}</p>`;
    case 'quote':
      return html`<blockquote>${block.children.map((child) => renderBlock(child, localizer))}</blockquote>`;
    case 'list': {
      const items = block.items.map((item) => html`<li>${inlines(item)}</li>`);
      return block.start === null
        ? html`<ul>
            ${items}
          </ul>`
        : html`<ol start=${block.start}>
            ${items}
          </ol>`;
    }
    case 'code': {
      const name = localizer.text('code-copy');
      return html`<div class="code">
        <pre dir="ltr"><code>${block.text}</code></pre>
        <button type="button" class="copy" data-action="copy" aria-label=${name} title=${name}>
          ${icon(copyIcon)}
        </button>
      </div>`;
    }
  }
}

function inlines(children: readonly Inline[]): readonly (string | TemplateResult)[] {
  return children.map(renderInline);
}

function renderInline(node: Inline): string | TemplateResult {
  if (typeof node === 'string') return node;
  switch (node.type) {
    case 'strong':
      return html`<strong>${inlines(node.children)}</strong>`;
    case 'emphasis':
      return html`<em>${inlines(node.children)}</em>`;
    case 'code':
      return html`<code dir="ltr">${node.text}</code>`;
    case 'link':
      return html`<a href=${node.href} target="_blank" rel="noopener noreferrer nofollow ugc"
          >${inlines(node.children)}</a
        >${node.host ? html`<bdi class="host"> (${node.host})</bdi>` : nothing}`;
  }
}
