import { indexOfMatch, isDenied, type Clause } from './clauses.ts';
import type { Said, Source } from './material.ts';
import { isReported } from './reported.ts';

const MONEY_BACK =
  / (?:(?:lay|doi|nhan|(?<!kiem )tra|thu|chuyen|hoan|rut|ve) lai|tien (?:se |duoc |tu )+ve|hoan (?:tien|tra|lai|du)|duoc hoan|thu hoi|boi thuong|den bu|den tien|(?:lay|doi|rut|nhan|keo) duoc (?:\S+ )?tien|(?:rut|lay|doi|keo) tien ve) /u;
/** Other things that one gets back. */
const NOT_MONEY = / (?:lay|nhan|tra) lai (?:mat khau|tai khoan|quyen|the|giay|ho so|ma|sim|anh|ket qua|tin) /u;

const SAFE =
  / (?:an toan|yen tam|an tam|dang tin|tin cay|tin duoc|tin tuong|chinh thong|vo hai|uy tin|hop le|hop phap|safe|legit|khong (?:phai )?(?:la )?(?:tin )?(?:lua|gia)|khong co (?:gi|dau hieu|van de|rui ro)|khong (?:nguy hiem|sao|dang (?:lo|ngo|ngai|so)|hai)|(?:la|dung) (?:(?:trang|tin(?: nhan)?|web|(?:duong )?link|nguoi|ngan hang|cong an) )?that|khoi lo|dung lo|khong lo|khong can lo|binh thuong) /u;
/** In a summary these would tell whom the message really comes from, which nobody has checked. */
const GENUINE = / (?:thật|that su|đúng là|chính thức|chính chủ|chính hãng) /u;
const ADVERB = / (?:(?:de|cho|giu)(?: duoc)? an toan|an toan hon) /u;

const IMPERSONATION =
  / (?:em|toi|chung toi|chung em|day|ben em|minh) (?:chinh |von )?(?:la|thuoc|den tu) (?:can bo|cong an|canh sat|ngan hang|nhan vien|toa an|vien kiem sat|thue|cuc|bo |so |trung tam|tong dai|nguoi that|bac si|luat su|cong ty|dai dien)/u;

const anyClause = ({ clauses }: Said, source: Source, isWrong: (clause: Clause) => boolean): boolean =>
  clauses.some((clause) => !source.clauses.has(clause.key) && isWrong(clause));

/** True when the text holds out money coming back. Nobody can promise that; only a denial or a report may speak of it. */
export function promisesMoneyBack(said: Said, source: Source): boolean {
  return anyClause(said, source, (clause) => {
    const at = indexOfMatch(clause, MONEY_BACK);
    if (at === undefined) return false;
    if (NOT_MONEY.test(clause.folded) && !/ tien /u.test(clause.folded)) return false;
    return !isDenied(clause, at) && !(source.use === 'summarise' && isReported(clause, at));
  });
}

/**
 * True when the text calls something safe, real or harmless. "Không an toàn" may be said, and in a rephrased card "để
 * an toàn"; what a message says of itself may not be repeated, because the resident would read it as the verdict.
 */
export function givesSafeVerdict(said: Said, source: Source): boolean {
  return said.clauses.some((clause) => {
    if (source.use === 'rephrase' && source.clauses.has(clause.key)) return false;
    if (source.use === 'summarise' && GENUINE.test(` ${clause.key} `)) return true;
    const excused = source.use === 'rephrase' && ADVERB.test(clause.folded);
    const denied = isDenied(clause, indexOfMatch(clause, / an toan /u) ?? 0);
    return SAFE.test(excused || denied ? clause.folded.replace(/ an toan(?: hon)? /u, ' ') : clause.folded);
  });
}

/** True when the bot says it is an officer, a bank or a person. */
export function impersonates(said: Said, source: Source): boolean {
  return anyClause(said, source, (clause) => IMPERSONATION.test(clause.folded));
}
