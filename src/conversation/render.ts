import { buttons, buttonsMessage, imageMessage, MESSAGE_LIMITS, textMessage, type ZaloButton } from 'zalo-oa-sdk';
import type { Link } from '../flow-engine/types.ts';
import type { Option } from './session.ts';

/** One message to a resident, before it takes Zalo's form. */
export interface Reply {
  readonly text: string;
  /** Offered as buttons and, because buttons show on phones only, as numbers in the text. */
  readonly options?: readonly Option[];
  readonly links?: readonly Link[];
  /**
   * A picture in front of the text: a full https address, or a name that `pictureUrl` knows: the drawn screen of a step
   * (`screen:<slug>/<number>`) or an author's file (`file:<name>`).
   */
  readonly picture?: string;
  /** True: the text stands under `picture` in one message, so that both are forwarded together. Without buttons only. */
  readonly captioned?: boolean;
  /** Full address of a picture behind the text. */
  readonly pictureAfter?: string;
  /** False: buttons without numbers, for a question beside the numbered one. Default true. */
  readonly numbered?: boolean;
  /** True: two numbers to a line, for the same few answers under every step. Default: one line each. */
  readonly inPairs?: boolean;
}

const MAX_BUTTONS = 5;

/** Public address of a drawn screen or an author's file; undefined where there is none. */
export type PictureUrl = (picture: string) => string | undefined;

/**
 * Zalo `message` objects for one reply: long texts split at sentences, buttons under the last part. Options beyond
 * Zalo's five buttons follow in messages of their own, so that every number has its button. Without `pictureUrl` only
 * pictures with an address are shown.
 */
export function renderReply(reply: Reply, chooseHint: string, pictureUrl?: PictureUrl): object[] {
  const links = (reply.links ?? []).slice(0, MAX_BUTTONS).map((link) => buttons.openUrl(cut(link.title), link.url));
  const options = reply.options ?? [];
  const room = MAX_BUTTONS - links.length;
  const list = numberedList(reply, chooseHint, options.slice(0, room));
  // Zalo refuses an empty text, and a turn that cannot be said would be tried for ever.
  const text = reply.text.trim() === '' ? '…' : reply.text;
  const captioned = captionedPicture(reply, pictureUrl);
  if (captioned) return [captioned];
  const parts = splitText(text, MESSAGE_LIMITS.textLength - list.length);
  const messages: object[] = [
    ...pictureMessages(reply.picture, pictureUrl),
    ...parts.slice(0, -1).map((part) => textMessage(part)),
    withButtons(`${parts.at(-1) ?? ''}${list}`, [...links, ...options.slice(0, room).map(toButton)]),
  ];
  for (let from = room; from < options.length; from += MAX_BUTTONS) {
    const further = options.slice(from, from + MAX_BUTTONS);
    messages.push(withButtons(numberedLines(further, from), further.map(toButton)));
  }
  messages.push(...pictureMessages(reply.pictureAfter));
  return messages;
}

const isAddress = (picture: string): boolean => /^https?:\/\//u.test(picture) && URL.canParse(picture);

/** A picture without a public address (on a server that has none) is left out: the text says it all. */
function pictureMessages(picture: string | undefined, pictureUrl?: PictureUrl): object[] {
  const url = addressOf(picture, pictureUrl);
  return url === undefined ? [] : [imageMessage({ url })];
}

function addressOf(picture: string | undefined, pictureUrl?: PictureUrl): string | undefined {
  if (picture === undefined) return undefined;
  const url = isAddress(picture) ? picture : pictureUrl?.(picture);
  return url !== undefined && isAddress(url) ? url : undefined;
}

function captionedPicture(reply: Reply, pictureUrl?: PictureUrl): object | undefined {
  if (reply.captioned !== true || reply.text.length > MESSAGE_LIMITS.textLength) return undefined;
  if ((reply.options?.length ?? 0) > 0 || (reply.links?.length ?? 0) > 0) return undefined;
  const url = addressOf(reply.picture, pictureUrl);
  return url === undefined ? undefined : imageMessage({ url }, reply.text);
}

const toButton = (option: Option): ZaloButton => buttons.hideQuery(cut(option.title), option.payload);

const withButtons = (text: string, list: readonly ZaloButton[]): object =>
  list.length > 0 ? buttonsMessage(text, [...list]) : textMessage(text);

function cut(title: string): string {
  const limit = MESSAGE_LIMITS.buttonTitleLength;
  return title.length <= limit ? title : `${title.slice(0, limit - 1)}…`;
}

function numberedList(reply: Reply, chooseHint: string, shown: readonly Option[]): string {
  if (reply.numbered === false || (reply.options?.length ?? 0) < 2) return '';
  return `\n\n${chooseHint}\n${reply.inPairs ? numberedPairs(shown) : numberedLines(shown, 0)}`;
}

/** Lines of our own rather than no-break spaces: an echo is compared letter by letter with what was sent. */
const numberedPairs = (options: readonly Option[]): string =>
  options
    .map(({ title }, index) => `${index === 0 ? '' : index % 2 === 1 ? ', ' : '\n'}${index + 1} ${title}`)
    .join('');

const numberedLines = (options: readonly Option[], before: number): string =>
  options.map(({ title }, index) => `${before + index + 1}. ${title}`).join('\n');

/** Parts of at most `maxLength` characters (at least 1), cut after a sentence or line where there is one, else after a word. */
export function splitText(text: string, maxLength: number): string[] {
  const limit = Math.max(1, maxLength);
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const window = rest.slice(0, limit);
    const sentence = Math.max(window.lastIndexOf('\n'), lastSentenceEnd(window));
    const word = window.lastIndexOf(' ');
    const at = sentence > limit / 2 ? sentence + 1 : word > 0 ? word : limit;
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...parts, rest];
}

function lastSentenceEnd(text: string): number {
  return Math.max(text.lastIndexOf('. '), text.lastIndexOf('! '), text.lastIndexOf('? '));
}
