import type { ScamReason, ScamVerdict } from './verdict.ts';

/** Kinds of scams as they are counted, by what the message pretends or wants; the names are read by officials. */
const NAMES = {
  police: 'Giả công an, tòa án',
  'fake-bank': 'Giả ngân hàng, báo tài khoản có vấn đề',
  'fake-agency': 'Giả cơ quan, công ty',
  delivery: 'Giả giao hàng, bưu kiện',
  job: 'Việc nhẹ lương cao',
  investment: 'Rủ đầu tư lãi cao',
  gambling: 'Rủ cờ bạc, nạp tiền nhận thưởng',
  loan: 'Cho vay dễ, đòi phí trước',
  prize: 'Trúng thưởng, tặng quà',
  benefit: 'Tiền hỗ trợ, hoàn tiền',
  romance: 'Làm quen qua mạng rồi hỏi tiền',
  borrow: 'Giả người quen mượn tiền',
  accident: 'Báo người thân gặp nạn',
  kidnap: 'Dọa bắt giữ người thân',
  threat: 'Đe dọa để ép làm theo',
  'wrong-transfer': 'Chuyển nhầm tiền rồi đòi trả',
  'recover-money': 'Hứa lấy lại tiền đã mất',
  deposit: 'Bắt đóng phí, đặt cọc trước',
  papers: 'Giấy tờ giả, mua bán tài khoản, SIM',
  adult: 'Mời chào người lớn',
  cure: 'Thuốc chữa bách bệnh, bói toán',
  charity: 'Kêu gọi góp tiền',
  rumour: 'Tin giật gân giục chia sẻ',
  apk: 'Bảo cài ứng dụng lạ',
  'remote-control': 'Đòi xem, điều khiển điện thoại',
  'look-alike-link': 'Link nhái cơ quan, ngân hàng',
  'strange-link': 'Link lạ, link đã bị báo cáo',
  secret: 'Hỏi mã OTP, mật khẩu, giấy tờ',
  other: 'Kiểu khác',
} as const;

/** A kind of scam. Stable: it is counted. */
export type ScamKind = keyof typeof NAMES;

/** Signs that tell what story a message tells or what trick it plays. */
const BY_TELLING_SIGN: Readonly<Record<string, ScamKind>> = {
  'login-elsewhere': 'fake-bank',
  'account-problem': 'fake-bank',
  'police-work': 'police',
  'safe-account': 'police',
  'bail-money': 'police',
  parcel: 'delivery',
  'easy-job': 'job',
  'sure-profit': 'investment',
  'money-game': 'gambling',
  'easy-loan': 'loan',
  prize: 'prize',
  'gift-with-link': 'prize',
  'gift-for-fee': 'prize',
  'scan-gift': 'prize',
  benefit: 'benefit',
  'romance-parcel': 'romance',
  'romance-money': 'romance',
  borrow: 'borrow',
  'excuse-and-money': 'borrow',
  'deep-fake': 'borrow',
  'new-account': 'borrow',
  'accident-money': 'accident',
  kidnap: 'kidnap',
  exposure: 'threat',
  'wrong-transfer': 'wrong-transfer',
  'recover-money': 'recover-money',
  'fee-first': 'deposit',
  deposit: 'deposit',
  'cheap-deposit': 'deposit',
  'fake-papers': 'papers',
  'sell-account': 'papers',
  adult: 'adult',
  'miracle-cure': 'cure',
  superstition: 'cure',
  charity: 'charity',
  rumour: 'rumour',
  apk: 'apk',
  'outside-store': 'apk',
  install: 'apk',
  'remote-control': 'remote-control',
  'screen-share': 'remote-control',
  'agency-on-mobile': 'fake-agency',
};

/** Signs that go with any story: they name the kind where nothing more telling was found. */
const BY_GENERAL_SIGN: Readonly<Record<string, ScamKind>> = {
  'fake-host': 'look-alike-link',
  'borrowed-host': 'look-alike-link',
  'listed-link': 'strange-link',
  'odd-link': 'strange-link',
  'short-link': 'strange-link',
  'broken-link': 'strange-link',
  'strange-link': 'strange-link',
  'not-their-page': 'strange-link',
  'strange-link-login': 'strange-link',
  'scan-code': 'strange-link',
  'asks-secret': 'secret',
  'enter-secret': 'secret',
  'asks-papers': 'secret',
  'threat-and-transfer': 'threat',
  violence: 'threat',
  'weak-threat': 'threat',
  secrecy: 'threat',
  'secrecy-and-money': 'threat',
  'curious-link': 'strange-link',
  'fee-with-threat': 'deposit',
  'account-given': 'deposit',
  'borrowed-name': 'fake-agency',
  urgent: 'other',
  'press-key': 'other',
  'foreign-phone': 'other',
  garbled: 'other',
  'like-scams': 'other',
};

/** The kind a sign stands for; undefined for a code that names none. For tests that no code is left out. */
export const kindOfSign = (id: string): ScamKind | undefined =>
  lookUp(BY_TELLING_SIGN, id) ?? lookUp(BY_GENERAL_SIGN, id);

const lookUp = (table: Readonly<Record<string, ScamKind>>, id: string): ScamKind | undefined =>
  Object.hasOwn(table, id) ? table[id] : undefined;

const firstIn = (table: Readonly<Record<string, ScamKind>>, reasons: readonly ScamReason[]): ScamKind | undefined =>
  reasons.map(({ id }) => lookUp(table, id)).find((kind) => kind !== undefined);

/**
 * What kind of scam a verdict speaks of: that of its strongest sign which tells one, as the reasons stand in order of
 * weight. "Asks for the OTP" yields to "a parcel is held", which says what goes round. Undefined for `unknown`. Derived
 * from codes alone, so that nothing of the message is counted.
 */
export function kindOfScam({ verdict, reasons }: Pick<ScamVerdict, 'verdict' | 'reasons'>): ScamKind | undefined {
  if (verdict === 'unknown') return undefined;
  return firstIn(BY_TELLING_SIGN, reasons) ?? firstIn(BY_GENERAL_SIGN, reasons) ?? 'other';
}

/** Name of a kind for officials; a kind of another version keeps its code. */
export const scamKindName = (kind: string): string => (Object.hasOwn(NAMES, kind) ? NAMES[kind as ScamKind] : kind);

/** Under what name an answer of the check is counted, as `flow` of an engagement event; `outcome` has the kind. */
export const scamCheckFlow = (verdict: ScamVerdict['verdict']): string => `scam-check-${verdict}`;

/** The names under which messages with signs of a scam are counted. */
export const SCAM_FLOWS: readonly string[] = [scamCheckFlow('dangerous'), scamCheckFlow('suspicious')];
