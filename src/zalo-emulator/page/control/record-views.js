import { api } from '../api.js';
import { button, el } from '../dom.js';
import { callProblem } from '../records.js';
import { toFullTime } from '../text.js';
import { attempt, toast } from '../toast.js';
import { jsonText } from './json-view.js';

const outcomes = {
  timeout: 'quá thời gian chờ',
  unreachable: 'không kết nối được',
  broken: 'đứt kết nối',
  disabled: 'webhook đang tắt',
  no_webhook: 'chưa có địa chỉ webhook',
};

export const isBadDelivery = ({ outcome, status }) => outcome !== 'answered' || status !== 200;

/** "HTTP 200" or what happened instead, and when the ladder tries again. */
export function deliveryResult({ outcome, status, nextAttemptInMs }) {
  const result = outcome === 'answered' ? `HTTP ${status}` : (outcomes[outcome] ?? outcome);
  return nextAttemptInMs === undefined ? result : `${result}, gửi lại sau ${Math.round(nextAttemptInMs / 1000)} giây`;
}

/** Marks of a delivery that is not the plain first one. */
export function deliveryMarks({ attempt: count, duplicate, resent }) {
  const marks = [];
  if (duplicate) marks.push('lặp');
  if (resent) marks.push('gửi lại bằng tay');
  if (count > 0) marks.push(`lần gửi lại ${count}`);
  return marks.length === 0 ? '' : ` (${marks.join(', ')})`;
}

/** One delivery in full: the signed bytes, the answer, a button that posts them again. */
export function deliveryView(delivery) {
  const again = button('Gửi lại', async () => {
    const sent = await attempt(() => api.resend(delivery.id));
    if (sent !== undefined) toast(`Đã gửi lại: ${deliveryResult(sent)}.`);
  });
  return el(
    'div',
    { class: 'record' },
    el('p', {}, `${toFullTime(delivery.atMs)}, ${Math.round(delivery.durationMs)} ms, ${deliveryResult(delivery)}`),
    again,
    jsonText('Nội dung đã ký và gửi', delivery.rawBody),
    delivery.answerBody === undefined || delivery.answerBody === ''
      ? el('p', { class: 'hint' }, 'Webhook không trả lời nội dung nào.')
      : jsonText('Webhook trả lời', delivery.answerBody),
  );
}

/** One call of the OA in full. */
export function callView(call) {
  const { method, path, atMs, durationMs, status, requestBody, answer, fault } = call;
  const problem = callProblem(call);
  const result = status === 0 ? 'kết nối bị cắt, không có trả lời' : `HTTP ${status}`;
  const facts = [toFullTime(atMs), `${Math.round(durationMs)} ms`, result];
  if (fault !== undefined) facts.push(`lỗi giả lập ${fault}`);
  const asText = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  return el(
    'div',
    { class: 'record' },
    el('p', { class: 'copyable' }, `${method} ${path}`),
    el('p', {}, facts.join(', ')),
    problem === undefined ? undefined : el('p', { class: 'problem' }, problem),
    requestBody === undefined || requestBody === null
      ? el('p', { class: 'hint' }, 'Không có nội dung gửi kèm.')
      : jsonText('OA gửi', asText(requestBody)),
    answer === undefined
      ? el('p', { class: 'hint' }, 'Không có trả lời JSON.')
      : jsonText('Zalo trả lời', asText(answer)),
  );
}
