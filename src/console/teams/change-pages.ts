import * as z from 'zod';
import { html, type Html } from '../../shared/html.ts';
import { linkButton, selectField, submit, textField, tickField } from '../form-parts.ts';
import { definePage, type FormState, type PageContext } from '../page.ts';
import { noteBox } from '../table-parts.ts';
import { previewDissolve } from './dissolve-actions.ts';
import { communeChoices, communeName } from './communes.ts';
import { getTeam } from './get-action.ts';
import { count } from './words.ts';

const ofTeam = z.object({ code: z.string().max(12) });

/** A box for name, hamlet, households. */
const ownFields = (
  state: FormState | undefined,
  { name = '', hamlet = '', households }: { name?: string; hamlet?: string; households?: number | undefined } = {},
): Html => html`
  ${textField({ state, name: 'name', label: 'Tên tổ', hint: 'Như bà con gọi. Ví dụ: Tổ công nghệ số ấp 3.', value: name, maxLength: 80, required: true })}
  ${textField({ state, name: 'hamlet', label: 'Thôn, ấp, tổ dân phố', value: hamlet, maxLength: 80, required: true })}
  ${textField({ state, name: 'households', label: 'Số hộ', hint: 'Để so sánh công bằng giữa thôn to và thôn nhỏ. Chưa biết thì để trống.', value: households === undefined ? '' : String(households), inputMode: 'numeric' })}`;

/** A box for a commune: a list where the provinces are known, else a line to type it. */
export async function communeField(
  { deps, actor }: PageContext,
  state: FormState | undefined,
  label = 'Xã, phường',
): Promise<Html> {
  if (actor.role === 'commune-officer') {
    return html`<p>${label}: <strong>${communeName(deps, actor.communeCode ?? '')}</strong></p>`;
  }
  const choices = await communeChoices(deps);
  if (choices.length === 0) {
    const hint = 'Ghi mã xã (năm chữ số), hoặc tên xã và tên tỉnh. Ví dụ: Phường Lộc Ninh, Đồng Nai.';
    return textField({ state, name: 'commune', label, hint, maxLength: 120, required: true });
  }
  return selectField({ state, name: 'commune', label, choices: [{ value: '', label: 'Chọn…' }, ...choices] });
}

/** A form for one new team. */
export const newTeamPage = definePage({
  path: '/to/moi',
  permission: 'teams.manage',
  input: z.object({}),
  async render(context) {
    const state = context.stateOf('/to/moi');
    return {
      title: 'Thêm một tổ',
      body: context.form(
        '/to/moi',
        html`${textField({ state, name: 'code', label: 'Mã tổ', hint: 'Bà con nhắn mã này để theo tổ. 3 đến 12 chữ không dấu và số. Ví dụ: LN03. Đặt rồi thì không đổi được.', maxLength: 12, required: true })}
        ${ownFields(state)}
        ${await communeField(context, state)}
        ${submit('Thêm tổ')}`,
      ),
    };
  },
});

/** A form for name, hamlet and households. */
export const editTeamPage = definePage({
  path: '/to/:code/sua',
  permission: 'teams.manage',
  input: ofTeam,
  async render(context, { code }) {
    const team = await context.read(getTeam, { code });
    const path = `/to/${team.code}/sua` as const;
    return {
      title: `Sửa tổ ${team.code}`,
      body: html`${context.form(path, html`${ownFields(context.stateOf(path), team)}${submit('Lưu')}`)}
      <p>${linkButton('Quay lại tổ', `/console/to/${team.code}`)}</p>`,
    };
  },
});

/** A form that moves a team. */
export const moveTeamPage = definePage({
  path: '/to/:code/chuyen-xa',
  permission: 'teams.manage',
  input: ofTeam,
  async render(context, { code }) {
    const team = await context.read(getTeam, { code });
    const path = `/to/${team.code}/chuyen-xa` as const;
    const there = team.members.filter(({ state }) => state !== 'left').length;
    return {
      title: `Chuyển tổ ${team.code} sang xã khác`,
      body: html`${noteBox('info', html`<p>${team.name} đang ở ${team.communeName}. ${there} thành viên và ${team.invites.length} mã mời chưa dùng chuyển theo tổ. Số liệu đã đếm vẫn ở xã cũ. Chuyển nhầm thì chuyển lại được.</p>`)}
      ${context.form(path, html`${await communeField(context, context.stateOf(path), 'Xã, phường mới')}${submit('Chuyển tổ')}`)}
      <p>${linkButton('Quay lại tổ', `/console/to/${team.code}`)}</p>`,
    };
  },
});

/** Asks before a team is ended, with what that does in numbers. */
export const dissolvePage = definePage({
  path: '/to/:code/giai-the',
  permission: 'teams.manage',
  input: ofTeam,
  async render(context, { code }) {
    const team = await context.read(previewDissolve, { code });
    const path = `/to/${team.code}/giai-the` as const;
    const state = context.stateOf(path);
    const choices = [
      { value: '', label: 'Không có tổ thay' },
      ...team.successors.map((one) => ({ value: one.code, label: `${one.name} (${one.code})` })),
    ];
    return {
      title: `Giải thể tổ ${team.code}`,
      body: html`${noteBox(
        'bad',
        html`<p><strong>${team.name} sẽ thôi hoạt động. Việc này không hoàn tác được.</strong></p>
        <ul><li>${count(team.members)} người đang làm và ${count(team.waiting)} người chờ duyệt: có tổ thay thì sang tổ thay, không có thì coi như thôi làm.</li>
        <li>${count(team.credited)} bà con đang theo tổ: có tổ thay thì theo tổ thay.</li>
        <li>${count(team.invites)} mã mời chưa dùng: hết giá trị.</li>
        <li>Số liệu đã đếm: giữ nguyên ở mã ${team.code}.</li></ul>`,
      )}
      ${context.form(
        path,
        html`${selectField({ state, name: 'successor', label: 'Tổ thay', hint: 'Tổ cùng xã. Tổ thay đã có tổ trưởng thì tổ trưởng cũ thành thành viên.', choices })}
        ${tickField({ state, name: 'confirmed', label: 'Tôi đã đọc và muốn giải thể tổ này', value: 'yes' })}
        ${submit('Giải thể tổ', { kind: 'danger' })}`,
      )}
      <p>${linkButton('Thôi, quay lại tổ', `/console/to/${team.code}`)}</p>`,
    };
  },
});
