import { type CatalogueFlow, topicTitle } from '../../catalog/catalogue.ts';
import { guideIntro } from '../../catalog/guide-intro.ts';
import { residentText } from '../../handouts/index.ts';
import { cardLinks, paragraphs, zaloLink } from './card-page.ts';
import { type Html, html } from '../../shared/html.ts';
import type { Page } from './layout.ts';
import { cardPath, listPath, type Site } from './site.ts';
import { teamBlock, teamNote, type TeamView } from './team-block.ts';
import { words } from './words.ts';

/** A talk of the chat as a page: what it is for, and how to begin it. The talk itself needs the chat. */
export function flowPage(flow: CatalogueFlow, site: Site, view?: TeamView, note?: Html): Page {
  const { id, topic, title } = flow;
  const team = view?.team;
  const lead = residentText(guideIntro(site.catalogue, id)?.lead ?? '');
  const card = flow.card === undefined ? undefined : cardLinks([flow.card], site, team);
  const body = html`<article>
    <p class="topic"><a href="${listPath(team)}#${topic}">${topicTitle(site.catalogue.messages, topic)}</a></p>
    <h1>${title}</h1>
    ${note}${team && teamNote(team, site)}
    ${lead !== '' && html`<div class="answer">${paragraphs(lead)}</div>`}
    <h2>${words.begin}</h2>
    <p>${words.beginLead}</p><div class="note"><p class="do">${title}</p></div>
    ${view ? teamBlock(view, site) : zaloLink(site)}
    ${card && html`<section class="screen"><h2>${words.readInstead}</h2>${card}</section>`}
    ${site.publicUrl !== undefined && html`<p class="paper">${words.pageAt} ${site.publicUrl}${cardPath(id, team)}</p>`}
    </article>`;
  return {
    title,
    description: lead === '' ? words.beginLead : lead,
    path: cardPath(id, team),
    cover: { kind: 'topic', topic },
    body,
    ...(view && { view }),
  };
}
