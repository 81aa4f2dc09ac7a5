import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ChartBar, type ChartPicture, MOST_BARS } from './chart.ts';

/** What a souvenir says, as its address carries it. */
export interface SealedCertificate {
  readonly title: string;
  readonly name?: string;
  readonly day: string;
  /** Check code of a member's certificate. */
  readonly code?: string;
}

/** Letters of a name that are drawn; the rest is left out. */
const MAX_NAME = 60;
/** Letters of a title; quizzes have short ones. */
const MAX_TITLE = 100;
/** Characters of a check code. */
const MAX_CODE = 12;
/** The order of the fields below; another one would be another number. */
const FORMAT = 1;
/** First of a chart's fields: no certificate is ever read as a chart. */
const CHART_FORMAT = 2;
/** Letters of what a bar, a month or a period is called. */
const MAX_LABEL = 40;
/** 128 bits of the HMAC: enough that nobody finds a second address by trying. */
const SEAL_LENGTH = 32;
/** Longer than any name we make, shorter than what a server would have to read for nothing. */
const MAX_TOKEN_LENGTH = 1_000;

/** Makes addresses that say what to draw, and recognises its own. Nothing is stored. */
export interface Sealer {
  seal(certificate: SealedCertificate): string;
  /** Undefined for a token that this key did not make. */
  open(token: string): SealedCertificate | undefined;
  /** The same for a chart: whoever has not been given its address cannot see the figures. */
  sealChart(chart: ChartPicture): string;
  openChart(token: string): ChartPicture | undefined;
}

/** `<base64url of JSON>-<HMAC-SHA-256>`. The key is derived from `key`, which may serve other purposes elsewhere. */
export function createSealer(key: Buffer | string): Sealer {
  const ownKey = createHmac('sha256', key).update('tro-ly-so pictures').digest();
  const sealOf = (payload: string): string =>
    createHmac('sha256', ownKey).update(payload).digest('hex').slice(0, SEAL_LENGTH);
  const tokenOf = (fields: readonly unknown[]): string => {
    const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
    return `${payload}-${sealOf(payload)}`;
  };
  const fieldsOf = (token: string): unknown[] => {
    const cut = token.length - SEAL_LENGTH - 1;
    if (cut < 1 || token.length > MAX_TOKEN_LENGTH || token[cut] !== '-') return [];
    const payload = token.slice(0, cut);
    const given = Buffer.from(token.slice(cut + 1));
    const right = Buffer.from(sealOf(payload));
    if (given.length !== right.length || !timingSafeEqual(given, right)) return [];
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown[];
  };
  return {
    seal({ title, name, day, code }) {
      const clean = name === undefined ? '' : drawable(name, MAX_NAME);
      const last = code === undefined ? (clean === '' ? [] : [clean]) : [clean, drawable(code, MAX_CODE)];
      return tokenOf([FORMAT, drawable(title, MAX_TITLE), drawable(day, 10), ...last]);
    },
    open(token) {
      const [format, title, day, name, code] = fieldsOf(token);
      if (format !== FORMAT || typeof title !== 'string' || typeof day !== 'string') return undefined;
      return {
        title,
        day,
        ...(typeof name === 'string' && name !== '' ? { name } : {}),
        ...(typeof code === 'string' ? { code } : {}),
      };
    },
    sealChart({ title, period, now, before, bars }) {
      const labels = [period, now, before].map((label) => drawable(label, MAX_LABEL));
      const rows = bars
        .slice(0, MOST_BARS)
        .map((bar) => [
          ...[drawable(bar.name, MAX_LABEL), bar.now, bar.before],
          ...(bar.target === undefined ? [] : [bar.target]),
        ]);
      return tokenOf([CHART_FORMAT, drawable(title, MAX_TITLE), ...labels, rows]);
    },
    openChart(token) {
      const [format, title, period, now, before, rows] = fieldsOf(token);
      if (format !== CHART_FORMAT) return undefined;
      const bars = (rows as [string, number, number, number?][]).map(
        ([name, value, earlier, target]): ChartBar => ({
          ...{ name, now: value, before: earlier },
          ...(target === undefined ? {} : { target }),
        }),
      );
      return { title, period, now, before, bars } as ChartPicture;
    },
  };
}

/** Letters, digits and the usual signs, in one line: a picture character has no place in the font. */
function drawable(text: string, maxLetters: number): string {
  const line = text
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{Zs}]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const letters = Array.from(new Intl.Segmenter('vi').segment(line), ({ segment }) => segment);
  return letters
    .slice(0, maxLetters)
    .join('')
    .trim()
    .slice(0, maxLetters * 2);
}
