import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';

/** A page as a server sent it. */
export interface SentDocument {
  /** Where it came from, for the report. */
  readonly from: string;
  readonly type: 'text/html' | 'image/svg+xml';
  readonly markup: string;
}

/** What is wrong with a page, and the marks of hostile texts it shows as text. */
export interface Judgement {
  readonly wrong: readonly string[];
  readonly marks: readonly string[];
}

export interface PageJudge {
  judge(documents: readonly SentDocument[]): Promise<Judgement>;
  close(): Promise<void>;
}

/** Elements and attributes the console writes itself. Whatever else stands in a page got in. */
const ALLOWED = {
  tags:
    'html head meta title link script body a header p span div details summary nav ul ol li main h1 h2 h3 h4 form input ' +
    'label select option optgroup textarea button fieldset legend table caption thead tbody tfoot tr th td dl dt dd ' +
    'strong em b i small br hr progress meter img figure figcaption picture source section article aside blockquote code ' +
    'pre time output svg g path text tspan title desc rect circle line polyline polygon defs clipPath style use symbol pattern',
  attributes:
    'lang charset name content rel href src defer class id for type value action method enctype novalidate autocomplete ' +
    'inputmode maxlength min max step rows aria-describedby aria-invalid aria-label aria-live aria-current aria-hidden ' +
    'aria-labelledby role tabindex required checked selected multiple accept scope colspan rowspan data-label data-count ' +
    'data-count-of data-arrows data-insert data-insert-card data-insert-title download open hx-get hx-trigger hx-select hx-select-oob ' +
    'hx-swap hx-target hx-post hx-include hx-morph-skip alt width height loading viewBox d fill stroke x y cx cy r rx ry x1 x2 y1 y2 points transform ' +
    'xmlns text-anchor dominant-baseline font-size font-family font-weight preserveAspectRatio clip-path clip-rule ' +
    'stroke-width stroke-linejoin stroke-linecap stroke-dasharray opacity fill-opacity version baseProfile xml:space ' +
    'xmlns:xlink focusable srcset media sizes size disabled readonly placeholder datetime hidden title wrap patternUnits patternTransform',
} as const;

const BATCH = 40;

/** Reads pages with Chromium's own parser, without running or loading anything of them. */
export async function openPageJudge(): Promise<PageJudge> {
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.addScriptTag({ path: fileURLToPath(new URL('page-judge-inside.js', import.meta.url)) });
  return {
    async judge(documents) {
      const wrong: string[] = [];
      const marks = new Set<string>();
      for (let from = 0; from < documents.length; from += BATCH) {
        const found = await judgeBatch(page, documents.slice(from, from + BATCH));
        wrong.push(...found.wrong);
        for (const mark of found.marks) marks.add(mark);
      }
      return { wrong, marks: [...marks] };
    },
    close: () => browser.close(),
  };
}

type Inside = (given: { readonly documents: readonly SentDocument[] } & typeof ALLOWED) => Judgement;

/** Runs `page-judge-inside.js`, which is the browser's: the product is typed without one. */
const judgeBatch = (page: Page, documents: readonly SentDocument[]): Promise<Judgement> =>
  page.evaluate((given) => (globalThis as unknown as { judgeDocuments: Inside }).judgeDocuments(given), {
    documents: [...documents],
    ...ALLOWED,
  });
