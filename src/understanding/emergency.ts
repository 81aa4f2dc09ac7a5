import { fold } from '../shared/vietnamese.ts';

/**
 * Messages that must get "gọi ngay ngân hàng", 113 or 111 before anything else: money just lost, a threat, a child in
 * danger, a strange app or remote control on the phone. Folded patterns; a question about prevention ("làm sao để
 * không bị lừa") is not an emergency.
 */
const EMERGENCIES: readonly RegExp[] = [
  /\b(?:bi|dinh|vua|moi|da)(?: \p{L}+){0,3} lua(?: dao)?(?: \p{L}+){0,4} (?:tien|trieu|ty|ti|cu|tr|mat|het|chuyen khoan|ck|tai khoan|\d+)/u,
  /\b(?:toi|em|bac|minh|con|chau|me|bo|ba|ong|co|chu|nha|vo|chong|ma|tui)(?: \p{L}+){0,3} (?:vua|moi|da|lo|bi|dinh) (?:bi )?lua\b/u,
  /^(?:vua|moi|da|lo)?(?: ?bi) lua(?: dao)?(?: roi| mat roi| het roi| xong)?(?: (?:lam sao|phai lam gi|cuu|giup).*)?$/u,
  /\b(?:mat|bay|het|bi tru|bi rut|rut) (?:sach |het |mat )?(?:\d+ ?)?(?:tien|trieu|tr|cu|ty) (?:trong|tu|o) (?:tai khoan|tk|the|ngan hang|vi)\b/u,
  /\b(?:tai khoan|tk|the|ngan hang|vi)(?: \p{L}+){0,4} (?:bi|tu dung|tu nhien)(?: \p{L}+){0,2} (?:mat|tru|rut|bay)(?: \p{L}+){0,2} (?:tien|het|sach|\d+)/u,
  /\b(?:vua|moi|lo|da|trot|lỡ)(?: \p{L}+){0,2} (?:chuyen|ck|chuyen khoan|gui|nop)(?: \p{L}+| \d+){0,6} (?:lua|cong an gia|gia cong an|ke gian|ke xau|bon lua|nguoi la)\b/u,
  /\b(?:vua|moi|lo|da|trot)(?: \p{L}+){0,2} (?:doc|cho|dua|gui|cung cap|nhap)(?: \p{L}+){0,3} (?:otp|ma xac thuc|ma xac nhan|mat khau ngan hang|ma pin)\b/u,
  /\b(?:vua|moi|lo|da|trot)(?: \p{L}+){0,2} (?:cai|tai|bam)(?: \p{L}+){0,3} (?:app la|ung dung la|link la|apk|teamviewer|anydesk|ultraviewer|app gia|vneid gia|dieu khien)/u,
  /\b(?:dang|bi)(?: \p{L}+){0,2} (?:de doa|doa giet|khong che|bat coc|tong tien|uy hiep)\b/u,
  /\b(?:con|chau|em|tre|be)(?: \p{L}+){0,4} (?:bi bat coc|bi du do|bi xam hai|bi dua di|mat tich)\b/u,
  /\b(?:no|ho|chung|chung no|bon no|ke gian|nguoi ta)(?: \p{L}+){0,2} lua(?: dao)? (?:toi|em|bac|minh|con|chau|me|bo|ba|ong|co|chu|nha|vo|chong|tui)\b/u,
  /\btien (?:trong|o) (?:tai khoan|tk|the|ngan hang|vi)(?: \p{L}+){0,3} (?:mat|bay|bien mat)(?: \p{L}+)? (?:het|sach|roi|tieu)\b/u,
  /\bdoa (?:giet|dot|chem|danh chet|tung anh)\b/u,
  /\bnhap(?: \p{L}+){0,3} (?:otp|mat khau|ma pin|ma xac \p{L}+)(?: \p{L}+){0,4} (?:link|web|trang|app)(?: \p{L}+){0,3} roi\b/u,
  /\bdang (?:bi )?(?:lua|dieu khien)(?: \p{L}+){0,3}(?: dien thoai| may)?\b/u,
];

/** Asking how to avoid, recognise or report in general. */
const PREVENTION =
  /\b(?:lam sao|cach|the nao|nhu the nao)(?: de)?(?: \p{L}+){0,2} (?:khong|tranh|phong|nhan biet|biet|phan biet|tu bao ve|bao ve)\b|\b(?:co phai|phai)(?: \p{L}+){0,2} lua\b|\bla lua dao khong\b|\bdau hieu\b/u;

/** True when the first line of the answer must be help against a loss or danger that is happening. */
export function isEmergency(text: string): boolean {
  const folded = fold(text);
  if (PREVENTION.test(folded)) return false;
  return EMERGENCIES.some((pattern) => pattern.test(folded));
}
