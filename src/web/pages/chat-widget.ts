import { type Html, html } from '../../shared/html.ts';
import { contentSecurityPolicy } from './style.ts';
import { words } from './words.ts';

/** Zalo's script that puts its chat frame on a page. Source: page "Zalo Chat Widget" (fact sheet, sections 11 and 13). */
const SDK = 'https://sp.zalo.me/plugins/sdk.js';

/**
 * Zalo's chat frame, for a response somebody asked for. What the reader does there comes to the webhook as
 * `widget_interaction_accepted` with the address of the page, and with it the team.
 */
export const chatWidget = (
  oaId: string,
): Html => html`<div class="zalo-chat-widget" data-oaid="${oaId}" data-welcome-message="${words.chatWelcome}" data-autopopup="1" data-width="" data-height=""></div>
  <script src="${SDK}"></script>`;

const ZALO = 'https://*.zalo.me';
const OPENED: Readonly<Record<string, string>> = {
  'img-src': `'self' data: ${ZALO} https://*.zdn.vn https://*.zadn.vn`,
  // The frame is placed by styles that the script writes; a hash beside it would switch this off.
  'style-src': "'unsafe-inline'",
};

/**
 * The policy of that one response: scripts, frames, pictures and calls of Zalo, and still none of anybody else and none
 * written into the page. Hosts as sites that use the widget allow them (nukeviet, 2026-11); not tried against Zalo's
 * script itself.
 */
export const chatSecurityPolicy = [
  ...contentSecurityPolicy.split('; ').map((rule) => {
    const [name = ''] = rule.split(' ');
    return OPENED[name] === undefined ? rule : `${name} ${OPENED[name]}`;
  }),
  `script-src ${ZALO} https://*.zaloapp.com`,
  `frame-src ${ZALO}`,
  `connect-src ${ZALO}`,
].join('; ');
