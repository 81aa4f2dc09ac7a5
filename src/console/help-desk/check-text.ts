import { harmfulWords } from '../../catalog/rules/safety.ts';
import { deskMessages, type DeskSaying } from '../../conversation/help/desk-message.ts';
import { maskSecrets } from '../../shared/secrets.ts';
import { Refusal } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';

/** Zalo's limit for one message; the signature and what stands in front of an answer are part of it. */
export const MESSAGE_CHARACTERS = 2_000;

/**
 * The one Zalo message of an answer, as JSON. Throws `Refusal` beside the field `text` for a secret, a request for one, what
 * must not be said, or more than one message; beside `card` for a card that does not exist.
 */
export function checkedMessage(
  deps: ConsoleDeps,
  saying: Omit<DeskSaying, 'card'> & { readonly card?: string | undefined },
): string {
  const { card: slug, text, ...rest } = saying;
  const { messages } = deps.catalogue();
  const refuse = (sentence: string): never => {
    throw new Refusal('Chưa gửi. Bạn sửa câu trả lời rồi gửi lại.', { text: sentence });
  };
  if (maskSecrets(text).kinds.length > 0) {
    refuse('Câu này có số giống mật khẩu, mã OTP, số thẻ, số tài khoản hoặc số căn cước. Bạn bỏ số đó đi.');
  }
  const [finding] = harmfulWords(text);
  if (finding) refuse(`${capital(finding.problem)}. Cách sửa: ${finding.fix}.`);
  const card = slug === undefined || slug === '' ? undefined : deps.catalogue().card(slug);
  if (slug !== undefined && slug !== '' && !card) {
    throw new Refusal('Chưa gửi.', { card: 'Không có hướng dẫn này. Bạn chọn lại.' });
  }
  const whole = { ...rest, text, ...(card ? { card: { slug: card.slug, title: card.title } } : {}) };
  const bodies = deskMessages(whole, messages);
  const [body] = bodies;
  if (bodies.length !== 1 || body === undefined) {
    const around = deskMessages({ ...whole, text: '' }, messages)[0] as { readonly text?: string } | undefined;
    const room = MESSAGE_CHARACTERS - (around?.text ?? '').length - 4;
    refuse(
      `Câu trả lời dài ${text.length.toLocaleString('vi-VN')} ký tự. Tối đa ${room.toLocaleString('vi-VN')}, vì còn dòng ký tên.`,
    );
  }
  return JSON.stringify(body);
}

const capital = (sentence: string): string => sentence.charAt(0).toLocaleUpperCase('vi') + sentence.slice(1);
