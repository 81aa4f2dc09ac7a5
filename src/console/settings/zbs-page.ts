import * as z from 'zod';
import { html } from '../../shared/html.ts';
import { Refusal } from '../action.ts';
import { linkButton, submit, textArea, textField } from '../form-parts.ts';
import { defineForm, definePage } from '../page.ts';
import { noteBox, tag } from '../table-parts.ts';
import { saveZbs, showZbs, ZBS_PLACES } from './zbs-actions.ts';

const PATH = '/cai-dat/zbs';

/** The template of the paid lane: its id, and a line for each parameter. */
export const zbsPage = definePage({
  path: PATH,
  permission: 'settings.view',
  input: z.object({}),
  async render(context) {
    const { templateId, fields, isOn } = await context.read(showZbs, {});
    const state = context.stateOf(PATH);
    return {
      title: 'Tin mẫu ZBS có trả phí',
      body: html`<p>Gửi cho người mà tin thường và bài viết không tới được. Mẫu phải được Zalo duyệt trước; mỗi tin Zalo tính tiền. ${isOn ? tag('Đang bật', 'good') : tag('Đang tắt', 'plain')}</p>
      ${templateId !== '' && !isOn && noteBox('warn', 'Đã có mẫu nhưng chưa có giá, nên chưa gửi được. ', html`<a href="/console/cai-dat/nhom/thong-bao">Ghi giá một tin mẫu ZBS</a>`)}
      ${context.form(
        PATH,
        html`${textField({ state, name: 'templateId', label: 'Mã mẫu', hint: 'Chỉ gồm chữ số, như Zalo ghi. Để trống là tắt.', value: templateId, inputMode: 'numeric', maxLength: 20 })}
        ${textArea({
          state,
          name: 'lines',
          label: 'Tham số của mẫu, mỗi dòng một tham số',
          hint: `Ghi “tên tham số: giá trị”. Trong giá trị dùng được ${ZBS_PLACES.map((one) => `{${one}}`).join(', ')}. Ví dụ: title: {tiêu đề}`,
          rows: 8,
          value: Object.entries(fields)
            .map(([name, value]) => `${name}: ${value}`)
            .join('\n'),
        })}${submit('Lưu')}`,
      )}
      ${linkButton('Về Cài đặt', '/console/cai-dat')}`,
    };
  },
});

/** "title: {tiêu đề}" line by line. Throws `Refusal` for a line without a colon and for a name that comes twice. */
export function fieldsOfLines(lines: string): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [index, line] of lines.split('\n').entries()) {
    if (line.trim() === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim();
    if (name === '') {
      throw new Refusal('Có chỗ chưa đúng. Chưa lưu gì.', {
        lines: `Dòng ${index + 1} thiếu tên tham số hoặc dấu hai chấm. Ví dụ: title: {tiêu đề}`,
      });
    }
    if (fields.has(name)) {
      throw new Refusal('Có chỗ chưa đúng. Chưa lưu gì.', { lines: `Tham số ${name} được ghi hai lần.` });
    }
    fields.set(name, line.slice(colon + 1).trim());
  }
  return Object.fromEntries(fields);
}

export const zbsForm = defineForm({
  path: PATH,
  action: saveZbs,
  on: zbsPage,
  read: ({ texts }) => ({
    templateId: texts['templateId']?.at(-1) ?? '',
    fields: fieldsOfLines(texts['lines']?.at(-1) ?? ''),
  }),
  done: ({ templateId, isOn }) => ({
    to: `/console${PATH}`,
    notice: isOn
      ? 'Đã lưu. Thông báo bắt đầu từ nay dùng mẫu này.'
      : templateId === ''
        ? 'Đã tắt tin mẫu.'
        : 'Đã lưu mẫu. Chưa gửi được vì chưa có giá.',
  }),
});
