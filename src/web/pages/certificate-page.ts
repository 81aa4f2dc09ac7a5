import { type Topic, topicTitle } from '../../catalog/catalogue.ts';
import type { Certificate } from '../../storage/learning-ports.ts';
import { printedCode } from '../../teams/registry.ts';
import { html } from '../../shared/html.ts';
import type { Page } from './layout.ts';
import type { Site } from './site.ts';
import { words } from './words.ts';

const printedDay = (day: string): string => day.split('-').toReversed().join('/');

/** What a member's certificate says, for whoever has its code. Without an address of its own: not to be found or shared. */
export function certificatePage({ code, name, placeName, topic, day }: Certificate, site: Site): Page {
  const rows = [
    [words.certificateName, name],
    [words.certificatePlace, placeName],
    [words.certificateLearnt, topicTitle(site.catalogue.messages, topic as Topic)],
    [words.certificateDay, printedDay(day)],
  ] as const;
  const body = html`<h1>${words.certificateTrue}</h1>
    <p class="code">${printedCode(code)}</p>
    <ul class="plain">${rows.map(([label, value]) => html`<li><p>${label}<br><strong>${value}</strong></p></li>`)}</ul>
    <div class="note" role="note"><p>${words.certificateNot}</p></div>
    <a class="button main" href="/c/${code}/giay.pdf">${words.certificateA5}</a>
    <a class="button" href="/c/${code}/giay.pdf?kho=a4">${words.certificateA4}</a>`;
  return { title: words.certificateTrue, body };
}

/** No certificate has this code, or not any more. `mistyped`: it cannot be one. */
export function noCertificatePage(mistyped: boolean): Page {
  const body = html`<h1>${words.certificateNone}</h1>
    <p>${mistyped ? words.certificateMistyped : words.certificateGone}</p>
    <a class="button" href="/c">${words.certificateHow}</a>`;
  return { title: words.certificateNone, body };
}

/** `/c`: how to check a certificate, without a form. */
export function checkPage(site: Site): Page {
  const address = site.publicUrl === undefined ? '/c/' : `${site.publicUrl.replace(/^https?:\/\//u, '')}/c/`;
  const steps = [words.certificateStep1, `${words.certificateStep2} ${address}7K3A-S9Q2`, words.certificateStep3];
  const body = html`<h1>${words.certificateHow}</h1>
    <ol class="steps">${steps.map((step) => html`<li><p class="do">${step}</p></li>`)}</ol>
    <div class="note" role="note"><p>${words.certificateNot}</p></div>`;
  return { title: words.certificateHow, body };
}
