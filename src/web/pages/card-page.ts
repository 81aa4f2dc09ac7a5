import { type Card, topicTitle } from '../../catalog/catalogue.ts';
import type { CardVariant, Screen } from '../../flow-engine/types.ts';
import { isUnderReview, residentText } from '../../handouts/index.ts';
import { type Html, html } from '../../shared/html.ts';
import type { Page } from './layout.ts';
import { cardPath, listPath, type SharingTeam, type Site } from './site.ts';
import { teamBlock, teamNote, type TeamView } from './team-block.ts';
import { segmentNames, words } from './words.ts';

/** Longest variant that is worth opening, characters: more would be a second page within the page. */
const VARIANT_LENGTH = 600;

/** A text of a card as paragraphs. */
export const paragraphs = (text: string): Html[] =>
  residentText(text)
    .split(/\n+/u)
    .map((line) => html`<p>${line}</p>`);

/** A warning as written begins with "Cảnh báo:"; that word is set off from the rest. */
export function warningNote(text: string): Html {
  const rest = residentText(text).replace(/^Cảnh báo:\s*/u, '');
  return html`<div class="note warning" role="note"><p><strong>${words.warning}:</strong> ${rest}</p></div>`;
}

const officialLinks = ({ links }: Card): Html | undefined =>
  links && html`${links.map(({ title, url }) => html`<a class="button" href="${url}" rel="noopener">${title}</a>`)}`;

/** On a card past its review the official channel comes first; without one, whoever can help in person. */
function reviewNote(card: Card): Html {
  const channel = officialLinks(card) ?? (card.help === undefined ? undefined : paragraphs(card.help));
  return html`<div class="note" role="note"><p><strong>${words.underReview}</strong></p>
    ${channel && html`<p>${words.officialFirst}</p>${channel}`}</div>`;
}

/** What a drawn screen shows, for those who hear the page. */
function screenText({ app, title, press }: Screen): string {
  return `Hình minh họa màn hình ${app}, mục ${title}: bấm "${press}".`;
}

function step(card: Card, number: number, site: Site): Html | undefined {
  const one = card.steps[number - 1];
  if (!one) return undefined;
  const file = one.screen && site.picture({ kind: 'screen', slug: card.slug, step: number });
  return html`<li id="buoc-${number}"><p class="do">${residentText(one.text)}</p>
    ${
      one.screen &&
      file !== undefined &&
      html`<figure><img src="/pictures/${file}" width="1280" height="720" loading="lazy" decoding="async" alt="${screenText(one.screen)}">
    <figcaption>${words.illustration}</figcaption></figure>`
    }
    ${
      one.ifStuck !== undefined &&
      html`<p class="stuck"><strong>${words.stuck}</strong> ${residentText(one.ifStuck)}</p>`
    }</li>`;
}

/** The steps as a list with numbers of their own making; the role keeps it a list for readers that drop plain ones. */
export const stepList = (card: Card, site: Site): Html => html`<ol class="steps" role="list">
  ${card.steps.map((_one, index) => step(card, index + 1, site))}</ol>`;

function variant({ segment, answer, steps = {} }: CardVariant): Html | undefined {
  const texts = [answer ?? '', ...Object.values(steps)];
  if (texts.join('').length > VARIANT_LENGTH) return undefined;
  return html`<details><summary>${words.otherWords} ${segmentNames[segment]}</summary>
    ${answer !== undefined && paragraphs(answer)}
    ${Object.entries(steps).map(
      ([number, text]) => html`<p><strong>${words.stepOf} ${number}:</strong> ${residentText(text)}</p>`,
    )}</details>`;
}

/** A way to the OA; nothing where nobody would answer. */
export function zaloLink({ oaId }: Site): Html | undefined {
  if (oaId === undefined) return undefined;
  return html`<a class="button main screen" href="https://zalo.me/${oaId}" rel="noopener">${words.openZalo}</a>`;
}

/** Links to the three sheets of a card. */
export function printLinks(slug: string, team?: SharingTeam): Html {
  const link = (size: 'a4' | 'a5' | 'a6', title: string): Html =>
    html`<a class="button" href="/h/${slug}/${size}.pdf${team && `?to=${team.code}`}">${title}</a>`;
  return html`<section class="screen"><h2>${words.print}</h2><p>${words.printLead}</p>
    ${link('a4', words.printA4)}${link('a5', words.printA5)}${link('a6', words.printA6)}</section>`;
}

/** Cards named by their slugs, those that exist. */
export function cardLinks(slugs: readonly string[], site: Site, team?: SharingTeam): Html | undefined {
  const cards = slugs.flatMap((slug) => site.catalogue.card(slug) ?? []);
  if (cards.length === 0) return undefined;
  return html`<ul class="plain">${cards.map(
    ({ slug, title }) => html`<li><a href="${cardPath(slug, team)}">${title}</a></li>`,
  )}</ul>`;
}

/** A card as a public page, in the order a person needs it; what only a team member needs is not in it. */
export function cardPage(card: Card, site: Site, view?: TeamView, note?: Html): Page {
  const team = view?.team;
  const review = isUnderReview(card, site.today);
  const links = review ? undefined : officialLinks(card);
  const related = cardLinks(card.related, site, team);
  const body = html`<article>
    <p class="topic"><a href="${listPath(team)}#${card.topic}">${topicTitle(site.catalogue.messages, card.topic)}</a></p>
    <h1>${card.title}</h1>
    ${note}${team && teamNote(team, site)}
    ${review && reviewNote(card)}
    <div class="answer">${paragraphs(card.answer)}</div>
    ${card.warning !== undefined && warningNote(card.warning)}
    ${links}
    <h2>${words.steps}</h2>
    ${stepList(card, site)}
    ${card.help !== undefined && html`<div class="help"><h2>${words.help}</h2>${paragraphs(card.help)}</div>`}
    ${view ? teamBlock(view, site) : zaloLink(site)}
    ${card.variants?.map(variant)}
    ${related && html`<section class="screen"><h2>${words.related}</h2>${related}</section>`}
    ${printLinks(card.slug, team)}
    <div class="source"><p>${words.source} ${card.sources.join('; ')}.</p>
    ${card.updated !== undefined && html`<p>${card.updated}</p>`}
    ${
      site.publicUrl !== undefined &&
      html`<p class="paper">${words.pageAt} ${site.publicUrl}${cardPath(card.slug, team)}</p>`
    }</div>
    </article>`;
  return {
    title: card.title,
    description: residentText(card.answer),
    path: cardPath(card.slug, team),
    cover: { kind: 'cover', slug: card.slug },
    body,
    ...(view && { view }),
  };
}
