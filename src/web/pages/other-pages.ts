import type { Card } from '../../catalog/catalogue.ts';
import { residentText } from '../../handouts/index.ts';
import { cardLinks, printLinks, stepList, warningNote, zaloLink } from './card-page.ts';
import { html } from '../../shared/html.ts';
import type { Page } from './layout.ts';
import { cardPath, listPath, type SharingTeam, type Site, URGENT_PATH } from './site.ts';
import { urgentNumbers, words } from './words.ts';

/** The card whose steps stand on the emergency page; without it, the page still has what to do and whom to call. */
const FIRST_HOUR = 'scam-first-hour';

const FURTHER = [
  'lock-account-emergency',
  'scam-clicked-link-malware',
  'scam-child-emergency-call',
  'scam-online-kidnapping',
];

/** `/h/khan-cap`: what to do this minute, whom to call, then the first hour step by step. */
export function urgentPage(site: Site): Page {
  const card = site.catalogue.card(FIRST_HOUR);
  const file = site.picture({ kind: 'emergency' });
  const first = residentText(site.catalogue.messages.emergency);
  const further = cardLinks(FURTHER, site);
  const body = html`<h1>${words.urgentTitle}</h1>
    ${first.split(/\n+/u).map((line) => html`<div class="note warning" role="note"><p>${line}</p></div>`)}
    <h2>${words.callNow}</h2>
    ${urgentNumbers.map(({ number, who }) => html`<a class="button urgent call" href="tel:${number}"><strong>${number}</strong> ${who}</a>`)}
    ${
      file !== undefined &&
      html`<figure><img src="/pictures/${file}" width="1280" height="720" loading="lazy" decoding="async" alt="${words.urgentPicture}"></figure>`
    }
    ${
      card &&
      html`<h2>${words.lostMoney}</h2>${stepList(card, site)}
    ${card.warning !== undefined && warningNote(card.warning)}
    <p class="screen"><a class="button" href="${cardPath(card.slug)}">${words.fullGuide}</a></p>`
    }
    ${zaloLink(site)}
    ${further && html`<section class="screen"><h2>${words.related}</h2>${further}</section>`}
    ${card && printLinks(card.slug)}`;
  return {
    title: words.urgentTitle,
    description: first,
    path: URGENT_PATH,
    cover: { kind: 'emergency' },
    body,
  };
}

/** Nothing lives at this address: the cards whose names are nearest to it. */
export function notFoundPage(site: Site, nearest: readonly Card[]): Page {
  const links = cardLinks(
    nearest.map(({ slug }) => slug),
    site,
  );
  const body = html`<h1>${words.notFound}</h1><p>${words.notFoundLead}</p>
    ${links && html`<h2>${words.nearest}</h2>${links}`}
    <a class="button main" href="/h">${words.allGuides}</a>`;
  return { title: words.notFound, body };
}

/** The code of a team nobody knows; `maybe`: teams it may stand for, `card` keeps what was asked for within reach. */
export function unknownTeamPage(card?: Card, maybe: readonly SharingTeam[] = []): Page {
  const body = html`<h1>${words.teamUnknown}</h1><p>${words.teamUnknownLead}</p>
    ${
      maybe.length > 0 &&
      html`<p>${words.maybeTeam}</p><ul class="plain">${maybe.map(
        (team) =>
          html`<li><a href="${card ? cardPath(card.slug, team) : listPath(team)}">${team.name} (${team.code})</a></li>`,
      )}</ul>`
    }
    ${card && html`<a class="button main" href="${cardPath(card.slug)}">${card.title}</a>`}
    <a class="button" href="/h">${words.allGuides}</a>`;
  return { title: words.teamUnknown, body };
}

/** Something failed here; the log has it, the resident gets a way on. */
export function troubledPage(): Page {
  const body = html`<h1>${words.troubled}</h1><p>${words.troubledLead}</p>
    <a class="button urgent" href="${URGENT_PATH}">${words.urgentTitle}</a>`;
  return { title: words.troubled, body };
}
