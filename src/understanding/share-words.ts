import { fold } from '../shared/vietnamese.ts';

/** Whole messages that mean "this guide here", folded. */
const THIS_ONE: ReadonlySet<string> = new Set(
  ['', ' nay', ' di', ' vao nhom', ' len nhom', ' cho nhom', ' vao nhom zalo', ' len nhom zalo', ' cho ba con'].flatMap(
    (where) => [
      ...['chia se', 'chia se the', 'chia se bai', 'chia se cai', 'chia se huong dan', 'chia se viec'].map(
        (what) => `${what}${where}`,
      ),
      ...['the nay', 'bai nay', 'cai nay', 'huong dan nay', 'viec nay', 'tin nay'].flatMap((what) => [
        `chia se ${what}${where}`,
        ...(where.includes('nhom') ? [`gui ${what}${where}`, `chuyen ${what}${where}`, `dang ${what}${where}`] : []),
      ]),
      ...(where.includes('nhom') ? [`gui${where}`, `chuyen tiep${where}`] : []),
    ],
  ),
);

/** "CHIA SẺ <việc>", "gửi vào nhóm hướng dẫn <việc>". */
const WITH_WORDS =
  /^(?:chia se|gui (?:vao|len|cho) nhom)(?: (?:vao nhom|len nhom|cho nhom))?(?: (?:giup|cho|ve|huong dan|the|bai))* (?<what>\S.*)$/u;

/** What people share on a phone that is no guide of ours: they ask how, or whether they may. */
const OTHER_THINGS =
  /^(?:man hinh|vi tri|dinh vi|wifi|mang|4g|mat khau|mk|ma|otp|du lieu|thong tin|danh ba|anh|hinh|video|file|tep|tai khoan|stk|so|duong link|link|cccd|can cuoc|giay to|kinh nghiem|voi|toi|minh|em|anh|chi)(?: |$)/u;

const QUESTION = /\b(?:sao|the nao|nhu nao|o dau|gi|ai|bao nhieu)\b|\b(?:khong|ko|chua)$/u;

/** Courtesy around the order. */
const BEFORE = /^(?:(?:em oi|cho toi|cho bac|cho|giup toi|giup|toi muon|bac muon|muon|nho em|hay) )+/u;
const AFTER = /(?: (?:nhe|nha|a|giup toi|giup|em|voi|duoc khong|di em))+$/u;

/**
 * What somebody wants to pass on into a group: '' = the guide at hand, words = a guide to be found by them, undefined =
 * the message is about something else. Only orders count: "chia sẻ màn hình có sao không" is a question.
 */
export function shareWords(text: string): string | undefined {
  const folded = fold(text);
  const bare = folded.replace(BEFORE, '').replace(AFTER, '');
  if (THIS_ONE.has(folded) || THIS_ONE.has(bare)) return '';
  const what = WITH_WORDS.exec(bare)?.groups?.['what'];
  if (what === undefined || text.includes('?') || OTHER_THINGS.test(what) || QUESTION.test(what)) return undefined;
  return what;
}
