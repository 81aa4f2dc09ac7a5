import { topicTitle } from '../../catalog/catalogue.ts';
import type { Card, Topic } from '../../catalog/catalogue.ts';
import { cardLinks } from './card-page.ts';
import { type Html, html } from '../../shared/html.ts';
import type { Page } from './layout.ts';
import { listPath, type SharingTeam, type Site, URGENT_PATH } from './site.ts';
import { teamBlock, teamNote, type TeamView } from './team-block.ts';
import { words } from './words.ts';

/** What was searched for and found; the words are shown in the box again and go nowhere else. */
export interface Search {
  readonly query: string;
  readonly cards: readonly Card[];
  /** True: the words sound like money being lost right now. */
  readonly urgent: boolean;
}

const urgentLink: Html = html`<a class="button urgent" href="${URGENT_PATH}">${words.urgentTitle}</a>`;

const searchForm = (
  query: string,
  team?: SharingTeam,
): Html => html`<form role="search" action="${listPath(team)}" method="get">
  <label for="q">${words.search}</label>
  <input type="search" id="q" name="q" value="${query}" maxlength="200" autocomplete="off" enterkeyhint="search">
  <button>${words.searchButton}</button></form>`;

function found({ cards }: Search, site: Site, team?: SharingTeam): Html {
  const links = cardLinks(
    cards.map(({ slug }) => slug),
    site,
    team,
  );
  return html`<section><h2>${words.found}</h2>${links ?? html`<p>${words.nothingFound}</p>`}
    <p>${words.searchPrivacy}</p></section>`;
}

function subject(topic: Topic, site: Site, team?: SharingTeam): Html | undefined {
  const slugs = site.catalogue
    .cards()
    .filter((card) => card.topic === topic)
    .map(({ slug }) => slug);
  const links = cardLinks(slugs, site, team);
  return links && html`<section><h2 id="${topic}">${topicTitle(site.catalogue.messages, topic)}</h2>${links}</section>`;
}

function bySubject(site: Site, team?: SharingTeam): Html {
  const { topics, messages } = site.catalogue;
  return html`<nav aria-label="${words.bySubject}" class="screen"><h2>${words.bySubject}</h2><ul class="plain">
    ${topics.map((topic) => html`<li><a href="#${topic}">${topicTitle(messages, topic)}</a></li>`)}</ul></nav>
    ${topics.map((topic) => subject(topic, site, team))}`;
}

/** What the team prints to be found by. */
const invitations = ({ code }: SharingTeam): Html => html`<section class="screen"><h2>${words.invitation}</h2>
  <p>${words.invitationLead}</p>
  <a class="button" href="/t/${code}/the-moi.pdf">${words.invitationA6}</a>
  <a class="button" href="/t/${code}/the-moi.pdf?kho=a4">${words.invitationA4}</a></section>`;

/** All cards by subject, with a search box that needs no script; results stand in place of the list. */
export function listPage(site: Site, search?: Search, view?: TeamView, note?: Html): Page {
  const team = view?.team;
  const body = html`<h1>${words.listTitle}</h1>
    ${note}${team && teamNote(team, site)}
    ${search?.urgent && urgentLink}
    ${view && !search && teamBlock(view, site)}
    <p>${words.listLead}</p>
    ${searchForm(search?.query ?? '', team)}
    ${search ? found(search, site, team) : urgentLink}
    ${search && search.cards.length > 0 ? html`<a class="button" href="${listPath(team)}">${words.allGuides}</a>` : bySubject(site, team)}
    ${team && !search && invitations(team)}`;
  const title = search ? words.found : words.listTitle;
  // A page with somebody's words in its address is neither shared nor found.
  if (search) return { title, body, ...(view && { view }) };
  return {
    title,
    description: words.listLead,
    path: listPath(team),
    cover: { kind: 'topic', topic: 'public-services' },
    body,
    ...(view && { view }),
  };
}
