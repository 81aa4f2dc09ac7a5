import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/shared/html.ts';

describe('html', () => {
  it('escapes whatever is put into it, in text and in quoted attributes', () => {
    const evil = `<script>"x" & 'y'</script>`;
    expect(html`<p title="${evil}">${evil}</p>`.toString()).toBe(
      '<p title="&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;">&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;</p>',
    );
  });

  it('lets no sign of markup through, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.toString()).not.toMatch(/[<>"']/u);
      }),
    );
  });

  it('keeps markup that was made the same way, joins lists and leaves empty holes empty', () => {
    const items = ['a', 'b'].map((word) => html`<li>${word}</li>`);
    expect(html`<ul>${items}${undefined}${false}</ul>${0}`.toString()).toBe('<ul><li>a</li><li>b</li></ul>0');
  });

  it('does not take an object that only looks like markup', () => {
    const fake = { toString: () => '<b>' };
    expect(() => html`${fake as unknown as string}`.toString()).toThrow(TypeError);
  });

  it('leaves indentation out', () => {
    expect(
      html`<p>
        a</p>`.toString(),
    ).toBe('<p>\na</p>');
  });
});
