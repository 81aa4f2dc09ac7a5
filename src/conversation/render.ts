import { buttons, buttonsMessage, MESSAGE_LIMITS, textMessage, type ZaloButton } from 'zalo-oa-sdk';
import type { Link } from '../flow-engine/types.ts';
import type { Option } from './session.ts';

/** One message to a resident, before it takes Zalo's form. */
export interface Reply {
  readonly text: string;
  /** Offered as buttons and, because buttons show on phones only, as numbers in the text. */
  readonly options?: readonly Option[];
  readonly links?: readonly Link[];
  /** False: buttons without numbers, for a question beside the numbered one. Default true. */
  readonly numbered?: boolean;
}

const MAX_BUTTONS = 5;

/** Zalo `message` objects for one reply: long texts split at sentences, buttons under the last part. */
export function renderReply(reply: Reply, chooseHint: string): object[] {
  const options = reply.options ?? [];
  const list = reply.numbered === false ? '' : numberedList(options, chooseHint);
  const parts = splitText(reply.text, MESSAGE_LIMITS.textLength - list.length);
  const last = `${parts.at(-1) ?? ''}${list}`;
  const zaloButtons: ZaloButton[] = [
    ...(reply.links ?? []).map((link) => buttons.openUrl(cut(link.title), link.url)),
    ...options.map((option) => buttons.hideQuery(cut(option.title), option.payload)),
  ].slice(0, MAX_BUTTONS);
  return [
    ...parts.slice(0, -1).map((part) => textMessage(part)),
    zaloButtons.length > 0 ? buttonsMessage(last, zaloButtons) : textMessage(last),
  ];
}

function cut(title: string): string {
  const limit = MESSAGE_LIMITS.buttonTitleLength;
  return title.length <= limit ? title : `${title.slice(0, limit - 1)}…`;
}

function numberedList(options: readonly Option[], chooseHint: string): string {
  if (options.length < 2) return '';
  return `\n\n${chooseHint}\n${options.map(({ title }, index) => `${index + 1}. ${title}`).join('\n')}`;
}

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
