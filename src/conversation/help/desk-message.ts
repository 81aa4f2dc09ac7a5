import type { Messages } from '../../catalog/messages.ts';
import { encodeOrder } from '../payloads.ts';
import { capitalized } from '../plan.ts';
import { renderReply } from '../render.ts';

/** What a person of the help desk says to a resident. */
export interface DeskSaying {
  /** As typed by staff, checked already. */
  readonly text: string;
  /** Form of address the resident chose; absent = "bác". */
  readonly address?: string;
  /** The resident's question, where the answer comes days later. */
  readonly question?: string;
  /** A guide to begin with a button; its slug and title. */
  readonly card?: { readonly slug: string; readonly title: string };
}

/** A question is repeated with so many characters: enough to remember it by. */
const MAX_QUESTION = 120;

/**
 * The Zalo `message` objects of an answer of the help desk, signed. One, unless the text is too long for Zalo's 2,000
 * characters together with what stands around it.
 */
export function deskMessages(saying: DeskSaying, messages: Messages): readonly object[] {
  const { text, address = 'bác', question, card } = saying;
  const fill = (sentence: string, values: Readonly<Record<string, string>> = {}): string =>
    sentence.replace(/\{([^{}]+)\}/gu, (whole, name: string) => {
      if (name === 'bác') return address;
      return name === 'Bác' ? capitalized(address) : (values[name] ?? whole);
    });
  const lead = question === undefined ? [] : [fill(messages.deskKept, { câu: shortened(question) })];
  const options = card
    ? [
        {
          title: fill(messages.deskGuide, { 'hướng dẫn': card.title }),
          payload: encodeOrder({ type: 'help', act: 'guide', ref: card.slug }),
        },
      ]
    : [];
  const whole = [...lead, text.trim(), fill(messages.deskSignature)].join('\n\n');
  return renderReply({ text: whole, numbered: false, options }, '');
}

const shortened = (question: string): string =>
  question.length <= MAX_QUESTION ? question : `${question.slice(0, MAX_QUESTION).toWellFormed().trimEnd()}…`;
